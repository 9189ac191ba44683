import DurableFiles

/// The entries of one table until the release is finished, by day, in the order of partitions.
///
/// Frames gather in memory per day. When the release's memory limit is reached they are appended,
/// day by day, to one unnamed file whose runs are remembered as (day, offset, length):
///
///     memory   day 3: [frame frame]  day 5: [frame]        file  |3: frame frame|5: frame|3: …|
///
/// A day's runs are those of the file, oldest first, then what is in memory, so the order of a
/// day's entries is their order of arrival wherever they were kept.
final class EntrySpool {
  private var frames: [Int32: [SpoolSlice]] = [:]
  private var rowCounts: [Int32: Int] = [:]
  private var places: [Int32: [SpooledEntries.Place]] = [:]
  private var file: UnnamedFile?
  private var fileBytes: UInt64 = 0
  /// The bytes of the frames being written, kept from day to day.
  private var buffers: [UnsafeRawBufferPointer] = []
  private let directory: String
  private let name: String

  /// An empty spool of a table, which overflows to a file in a directory.
  init(directory: String, table: String) {
    self.directory = directory
    name = ".rows-" + table
  }

  /// Keeps the frames of a partition and returns how many bytes they have.
  func append(_ table: SealedTable) -> Int {
    for frame in table.frames {
      frames[frame.day, default: []].append(
        SpoolSlice(piece: table.memory, offset: frame.offset, count: frame.byteCount))
      rowCounts[frame.day, default: 0] += frame.rowCount
    }
    return table.memory.count
  }

  /// Moves all frames in memory to the spool file; the lists of the days keep their memory.
  func overflow() throws(FileError) {
    for day in frames.keys.sorted() where frames[day]?.isEmpty == false {
      if file == nil { file = try UnnamedFile(in: directory, name: name) }
      try write(frames[day] ?? [], of: day)
      frames[day]?.removeAll(keepingCapacity: true)
    }
  }

  private func write(_ waiting: [SpoolSlice], of day: Int32) throws(FileError) {
    buffers.removeAll(keepingCapacity: true)
    for frame in waiting { buffers.append(frame.bytes) }
    // The bytes lie in pieces that only this list keeps.
    defer { withExtendedLifetime(waiting) {} }
    try file?.write(buffers, at: fileBytes)
    var count = 0
    for (index, frame) in waiting.enumerated() {
      count += frame.count
      guard count >= EntrySpool.runBytes || index + 1 == waiting.count else { continue }
      places[day, default: []].append(SpooledEntries.Place(offset: fileBytes, count: count))
      fileBytes += UInt64(count)
      count = 0
    }
  }

  /// A run of a day in the file is read back whole, so it ends once it has so many bytes.
  private static let runBytes = 2 << 20

  /// Hands over all entries, for any thread to read; none may be added afterwards.
  func finished() -> SpooledEntries {
    defer { frames = [:] }
    return SpooledEntries(
      frames: frames, places: places, rowCounts: rowCounts, file: file.take())
  }
}

/// The entries of an `EntrySpool` that is complete; nobody changes them any more.
struct SpooledEntries: @unchecked Sendable {
  /// A place in the spool file.
  struct Place {
    var offset: UInt64
    var count: Int
  }

  fileprivate let frames: [Int32: [SpoolSlice]]
  fileprivate let places: [Int32: [Place]]
  fileprivate let rowCounts: [Int32: Int]
  fileprivate let file: UnnamedFile?

  /// The days that have entries, sorted.
  var days: [Int32] { rowCounts.keys.sorted() }

  /// How many entries a day has.
  func rowCount(of day: Int32) -> Int { rowCounts[day] ?? 0 }

  /// How many pieces a day's frames are kept in.
  func pieceCount(of day: Int32) -> Int {
    (places[day]?.count ?? 0) + (frames[day]?.count ?? 0)
  }

  /// A run of whole frames; runs in order are the day's entries in the order of arrival.
  func piece(_ index: Int, of day: Int32) throws(FileError) -> SpoolSlice {
    let spilled = places[day] ?? []
    guard index < spilled.count, let file else {
      guard let waiting = frames[day] else { preconditionFailure("a run is one of its day's") }
      return waiting[index - spilled.count]
    }
    let place = spilled[index]
    let piece = SpoolPiece(count: place.count)
    let room = UnsafeMutableRawBufferPointer(start: piece.start, count: place.count)
    let count = try file.read(into: [room], at: place.offset)
    precondition(count == place.count, "the spool file holds what was appended")
    return SpoolSlice(piece: piece, offset: 0, count: place.count)
  }
}
