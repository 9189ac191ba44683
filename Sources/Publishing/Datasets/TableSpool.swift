import DurableFiles

/// The rows of one table until the release is finished, by day, in arrival order.
///
/// Rows gather in memory per day. When the release's memory limit is reached they are appended,
/// day by day, to one spool file whose chunks are remembered as (day, offset, length):
///
///     memory   day 3: [row row]  day 5: [row]        file  |3: row row row|5: row|3: row|…
///
/// A day's chunks are those of the file, oldest first, then what is in memory, so the order of a
/// day's rows is their arrival order wherever they were kept.
final class TableSpool {
  /// The day of rows without a date folder.
  static let undated = Int32.min

  private var rows: [Int32: [UInt8]] = [:]
  private var chunks: [Int32: [Chunk]] = [:]
  private var counts: [Int32: Int64] = [:]
  private var file: SpoolFile?
  private let path: String

  /// A place in the spool file.
  private struct Chunk {
    var offset: UInt64
    var count: Int
  }

  /// An empty spool that overflows to a file of this path.
  init(path: String) { self.path = path }

  /// The days that have rows, sorted.
  var days: [Int32] { counts.keys.sorted() }

  /// How many rows a day has.
  func rowCount(of day: Int32) -> Int64 { counts[day] ?? 0 }

  /// Keeps one encoded row.
  func append(_ row: [UInt8], day: Int32) {
    rows[day, default: []].append(contentsOf: row)
    counts[day, default: 0] += 1
  }

  /// Moves all rows in memory to the spool file.
  func overflow() throws(FileError) {
    let file = try openFile()
    for day in rows.keys.sorted() {
      guard let bytes = rows.removeValue(forKey: day) else { continue }
      chunks[day, default: []].append(Chunk(offset: file.count, count: bytes.count))
      try file.append(bytes)
    }
  }

  private func openFile() throws(FileError) -> SpoolFile {
    if let file { return file }
    let created = try SpoolFile(path: path)
    file = created
    return created
  }

  /// How many chunks a day's rows are kept in.
  func chunkCount(of day: Int32) -> Int { (chunks[day]?.count ?? 0) + 1 }

  /// A chunk of whole rows; chunks in order are the day's rows in arrival order.
  func chunk(_ index: Int, of day: Int32) throws(FileError) -> [UInt8] {
    guard let file, let spilled = chunks[day], index < spilled.count else {
      return rows[day] ?? []
    }
    return try file.read(at: spilled[index].offset, count: spilled[index].count)
  }
}

/// An append-only file of spooled rows.
private final class SpoolFile {
  private var file: File
  /// Bytes appended.
  private(set) var count: UInt64 = 0

  init(path: String) throws(FileError) {
    file = try File.create(path)
  }

  func append(_ bytes: [UInt8]) throws(FileError) {
    try file.write(bytes)
    count += UInt64(bytes.count)
  }

  func read(at offset: UInt64, count: Int) throws(FileError) -> [UInt8] {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 1)
    defer { buffer.deallocate() }
    let done = try file.read(into: buffer, at: offset)
    precondition(done == count, "the spool file holds what was appended")
    return Array(buffer)
  }
}
