import DurableFiles

/// The entries of one table until the release is finished, by day, in the order of partitions.
///
/// Frames gather in memory per day. When the release's memory limit is reached they are appended,
/// day by day, to one spool file whose pieces are remembered as (day, offset, length):
///
///     memory   day 3: [frame frame]  day 5: [frame]        file  |3: frame frame|5: frame|3: …|
///
/// A day's pieces are those of the file, oldest first, then what is in memory, so the order of a
/// day's entries is their order of arrival wherever they were kept.
final class EntrySpool {
  private var pieces: [Int32: SpoolPiece] = [:]
  private var rowCounts: [Int32: Int] = [:]
  private var places: [Int32: [SpooledEntries.Place]] = [:]
  private var file: File?
  private var fileBytes: UInt64 = 0
  private let path: String

  /// An empty spool that overflows to a file of this path.
  init(path: String) { self.path = path }

  /// Keeps the frames of a partition and returns how many bytes they have.
  func append(_ table: SealedTable) -> Int {
    for frame in table.frames {
      let piece = pieces[frame.day] ?? SpoolPiece()
      piece.append(table.bytes(of: frame))
      pieces[frame.day] = piece
      rowCounts[frame.day, default: 0] += frame.rowCount
    }
    return table.memory.count
  }

  /// Moves all frames in memory to the spool file.
  func overflow() throws(FileError) {
    if file == nil { file = try File.create(path) }
    for day in pieces.keys.sorted() {
      guard let piece = pieces.removeValue(forKey: day) else { continue }
      places[day, default: []].append(
        SpooledEntries.Place(offset: fileBytes, count: piece.count))
      try file?.write(piece.bytes)
      fileBytes += UInt64(piece.count)
    }
  }

  /// All entries, for any thread to read; none may be added afterwards.
  func finished() -> SpooledEntries {
    var shared: SpooledEntries.SpoolFile?
    if let file = file.take() { shared = SpooledEntries.SpoolFile(file) }
    return SpooledEntries(pieces: pieces, places: places, rowCounts: rowCounts, file: shared)
  }
}

/// The entries of an `EntrySpool` that is complete; nobody changes them any more.
struct SpooledEntries: @unchecked Sendable {
  /// A place in the spool file.
  struct Place {
    var offset: UInt64
    var count: Int
  }

  /// A file several threads read.
  final class SpoolFile: Sendable {
    fileprivate let file: File

    init(_ file: consuming File) { self.file = file }
  }

  fileprivate let pieces: [Int32: SpoolPiece]
  fileprivate let places: [Int32: [Place]]
  fileprivate let rowCounts: [Int32: Int]
  fileprivate let file: SpoolFile?

  /// The days that have entries, sorted.
  var days: [Int32] { rowCounts.keys.sorted() }

  /// How many entries a day has.
  func rowCount(of day: Int32) -> Int { rowCounts[day] ?? 0 }

  /// How many pieces a day's frames are kept in.
  func pieceCount(of day: Int32) -> Int {
    (places[day]?.count ?? 0) + (pieces[day] == nil ? 0 : 1)
  }

  /// A piece of whole frames; pieces in order are the day's entries in the order of arrival.
  func piece(_ index: Int, of day: Int32) throws(FileError) -> SpoolPiece {
    guard let file, let spilled = places[day], index < spilled.count else {
      guard let piece = pieces[day] else { preconditionFailure("a piece is one of its day's") }
      return piece
    }
    let place = spilled[index]
    let piece = SpoolPiece()
    piece.appendZeros(place.count)
    let room = UnsafeMutableRawBufferPointer(start: piece.start, count: place.count)
    let count = try file.file.read(into: room, at: place.offset)
    precondition(count == place.count, "the spool file holds what was appended")
    return piece
  }
}
