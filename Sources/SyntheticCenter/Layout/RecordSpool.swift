internal import DurableFiles

/// Scratch space for records by export and slot, in one file without a name.
///
/// Memory: at most `bufferBytes` of records and a line of index per chunk written.
struct RecordSpool: ~Copyable, Sendable {
  private static let bufferBytes = 64 << 20

  private struct Chunk {
    var offset: UInt64
    var count: Int
  }

  private var file: File
  private var written: UInt64 = 0
  private var buffered = 0
  private let slots: Int
  private var buffers: [[UInt8]]
  private var chunks: [[Chunk]]

  /// Scratch space in a directory.
  init(in directory: String, slots: Int) throws(FileError) {
    file = try File.createUnnamed(in: directory, name: ".records")
    self.slots = slots
    buffers = Array(repeating: [], count: slots * Export.allCases.count)
    chunks = Array(repeating: [], count: slots * Export.allCases.count)
  }

  /// Adds the frame of a record.
  mutating func append(_ record: ExportRecord, slot: Int) throws(FileError) {
    let place = record.export.rawValue * slots + slot
    RecordFrame.append(record, to: &buffers[place])
    buffered += RecordFrame.headBytes + record.text.count
    if buffered >= RecordSpool.bufferBytes { try flush() }
  }

  /// Writes what is buffered, so that it can be read.
  mutating func flush() throws(FileError) {
    for place in buffers.indices where !buffers[place].isEmpty {
      try file.write(buffers[place])
      chunks[place].append(Chunk(offset: written, count: buffers[place].count))
      written += UInt64(buffers[place].count)
      buffers[place] = []
    }
    buffered = 0
  }

  /// The frames of an export in a slot; everything was flushed.
  func read(_ export: Export, slot: Int) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    for chunk in chunks[export.rawValue * slots + slot] {
      bytes += try file.read(at: chunk.offset, count: chunk.count)
    }
    return bytes
  }
}
