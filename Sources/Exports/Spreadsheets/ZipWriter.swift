internal import Codecs

/// A ZIP archive whose files are stored as they are (APPNOTE 6.3.10, method 0).
///
/// Sizes and checksums stand in front of a file, as every reader takes it, so each file is made
/// twice: once to be measured, once to be written. Memory: a few bytes a file.
struct ZipWriter {
  private let writer: ExportWriter
  private var entries: [Entry] = []
  private var offset = 0

  private struct Entry {
    var name: String
    var bytes = 0
    var checksum: UInt32 = 0
    var offset: Int
  }

  /// What the headers of an archive without ZIP64 can say.
  private static let limit = 0xffff_ffff

  /// An empty archive.
  init(_ writer: ExportWriter) { self.writer = writer }

  /// Adds a file; `content` is called twice and writes the same bytes both times.
  mutating func add(_ name: String, _ content: (ExportWriter) throws -> Void) throws {
    let measured = try ZipWriter.measured(content)
    let entry = Entry(
      name: name, bytes: measured.bytes, checksum: measured.checksum, offset: offset)
    guard offset + entry.bytes + 1000 * (entries.count + 1) <= ZipWriter.limit else {
      throw ExportError.request(
        "it is too large for a workbook", help: "Select fewer rows or columns, or export csv.")
    }
    append(0x0403_4b50, bytes: 4)
    appendProperties(of: entry)
    writer.append(name)
    let copy = ExportWriter(isPacked: false) { [writer] piece in
      piece.withUnsafeBytes { writer.append($0) }
      try writer.passOn()
    }
    try content(copy)
    try copy.finish()
    offset += 30 + name.utf8.count + entry.bytes
    entries.append(entry)
  }

  /// Ends the archive with the list of its files.
  mutating func finish() {
    var directoryBytes = 0
    for entry in entries {
      append(0x0201_4b50, bytes: 4)
      append(20, bytes: 2)
      appendProperties(of: entry)
      // No comment, the first disk, no attributes.
      append(0, bytes: 10)
      append(entry.offset, bytes: 4)
      writer.append(entry.name)
      directoryBytes += 46 + entry.name.utf8.count
    }
    append(0x0605_4b50, bytes: 4)
    append(0, bytes: 4)
    append(entries.count, bytes: 2)
    append(entries.count, bytes: 2)
    append(directoryBytes, bytes: 4)
    append(offset, bytes: 4)
    append(0, bytes: 2)
  }

  private static func measured(
    _ content: (ExportWriter) throws -> Void
  ) throws -> (bytes: Int, checksum: UInt32) {
    var (bytes, checksum) = (0, UInt32(0))
    let writer = ExportWriter(isPacked: false) { piece in
      bytes += piece.count
      checksum = piece.withUnsafeBytes { Checksum.crc32($0, continuing: checksum) }
    }
    try content(writer)
    try writer.finish()
    return (bytes, checksum)
  }

  /// What both headers of a file have: version 2.0, stored, of 1 January 1980.
  private func appendProperties(of entry: Entry) {
    append(20, bytes: 2)
    append(0, bytes: 6)
    append(0x21, bytes: 2)
    append(Int(entry.checksum), bytes: 4)
    append(entry.bytes, bytes: 4)
    append(entry.bytes, bytes: 4)
    append(entry.name.utf8.count, bytes: 2)
    append(0, bytes: 2)
  }

  /// Appends a number, its lowest byte first.
  private func append(_ number: Int, bytes: Int) {
    for index in 0..<bytes { writer.append(UInt8(truncatingIfNeeded: number >> (8 * index))) }
  }
}
