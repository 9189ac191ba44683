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
  private var chunks: [Int32: [SpooledRows.Chunk]] = [:]
  private var file: File?
  private var fileBytes: UInt64 = 0
  private let path: String

  /// An empty spool that overflows to a file of this path.
  init(path: String) { self.path = path }

  /// Keeps one encoded row.
  func append(_ row: [UInt8], day: Int32) {
    rows[day, default: []].append(contentsOf: row)
  }

  /// Moves all rows in memory to the spool file.
  func overflow() throws(FileError) {
    if file == nil { file = try File.create(path) }
    for day in rows.keys.sorted() {
      guard let bytes = rows.removeValue(forKey: day) else { continue }
      chunks[day, default: []].append(SpooledRows.Chunk(offset: fileBytes, count: bytes.count))
      try file?.write(bytes)
      fileBytes += UInt64(bytes.count)
    }
  }

  /// All rows, for any thread to read; none may be added afterwards.
  func finished() -> SpooledRows {
    var shared: SpooledRows.SpoolFile?
    if let file = file.take() { shared = SpooledRows.SpoolFile(file) }
    return SpooledRows(rows: rows, chunks: chunks, file: shared)
  }
}

/// The rows of a `TableSpool` that is complete.
struct SpooledRows: Sendable {
  /// A place in the spool file.
  struct Chunk {
    var offset: UInt64
    var count: Int
  }

  /// A file several threads read.
  final class SpoolFile: Sendable {
    fileprivate let file: File

    init(_ file: consuming File) { self.file = file }
  }

  fileprivate let rows: [Int32: [UInt8]]
  fileprivate let chunks: [Int32: [Chunk]]
  fileprivate let file: SpoolFile?

  /// The days that have rows, sorted.
  var days: [Int32] { Set(rows.keys).union(chunks.keys).sorted() }

  /// How many chunks a day's rows are kept in.
  func chunkCount(of day: Int32) -> Int { (chunks[day]?.count ?? 0) + 1 }

  /// A chunk of whole rows; chunks in order are the day's rows in arrival order.
  func chunk(_ index: Int, of day: Int32) throws(FileError) -> [UInt8] {
    guard let file, let spilled = chunks[day], index < spilled.count else {
      return rows[day] ?? []
    }
    let bytes = try file.file.read(at: spilled[index].offset, count: spilled[index].count)
    precondition(bytes.count == spilled[index].count, "the spool file holds what was appended")
    return bytes
  }
}
