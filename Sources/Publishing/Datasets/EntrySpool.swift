import JourneyModel

/// The entries of one table until the release is finished, by day, in the order of partitions.
///
/// Frames gather in memory per day. When the release's memory limit is reached they are appended,
/// day by day, to one file of scratch space whose runs are remembered as (day, offset, length):
///
///     memory   day 3: [frame frame]  day 5: [frame]        file  |3: frame frame|5: frame|3: …|
///
/// A day's runs are those of the file, oldest first, then what is in memory, so the order of a
/// day's entries is their order of arrival wherever they were kept.
final class EntrySpool {
  private var frames: [Int32: [SpoolSlice]] = [:]
  private var rowCounts: [Int32: Int] = [:]
  private var runs: [Int32: [SpooledRun]] = [:]
  /// The runs of all entries once they were kept, those still in memory too.
  private var keptRuns: [Int32: [SpooledRun]]?
  private var file: (any ScratchFile)?
  private var fileBytes: UInt64 = 0
  /// The bytes of the frames being written, kept from day to day.
  private var buffers: [UnsafeRawBufferPointer] = []
  private let scratch: any Scratch
  private let name: String

  /// An empty spool of a table, which overflows to a file of scratch space.
  init(_ scratch: any Scratch, table: String) {
    self.scratch = scratch
    name = "rows-" + table
  }

  /// Keeps the frames of a partition and returns how many bytes they have.
  func append(_ table: SealedTable) -> Int {
    for frame in table.frames {
      keptRuns = nil
      frames[frame.day, default: []].append(
        SpoolSlice(piece: table.memory, offset: frame.offset, count: frame.byteCount))
      rowCounts[frame.day, default: 0] += frame.rowCount
    }
    return table.memory.count
  }

  /// Moves all frames in memory to the spool file; the lists of the days keep their memory.
  func overflow() throws(ScratchError) {
    if let keptRuns {
      runs = keptRuns
      return frames = [:]
    }
    for day in frames.keys.sorted() where frames[day]?.isEmpty == false {
      runs[day, default: []] += try write(frames[day] ?? [])
      frames[day]?.removeAll(keepingCapacity: true)
    }
  }

  private func write(_ waiting: [SpoolSlice]) throws(ScratchError) -> [SpooledRun] {
    if file == nil { file = try scratch.makeFile(name) }
    guard let file else { preconditionFailure("the file was just made") }
    // The bytes lie in pieces that only this list keeps.
    defer { withExtendedLifetime(waiting) {} }
    var written: [SpooledRun] = []
    var count = 0
    for (index, frame) in waiting.enumerated() {
      buffers.append(frame.bytes)
      count += frame.count
      guard count >= EntrySpool.runBytes || index + 1 == waiting.count else { continue }
      let checksum = try file.write(buffers, at: fileBytes)
      written.append(SpooledRun(offset: fileBytes, count: count, checksum: checksum))
      fileBytes += UInt64(count)
      count = 0
      buffers.removeAll(keepingCapacity: true)
    }
    return written
  }

  /// Writes the entries in memory to the spool file, too, and says where all are.
  func kept() throws(ScratchError) -> [SpooledDay] {
    var kept = runs
    for (day, waiting) in frames.sorted(by: { $0.key < $1.key }) where !waiting.isEmpty {
      kept[day, default: []] += try write(waiting)
    }
    keptRuns = kept
    return rowCounts.sorted { $0.key < $1.key }.map { day, rowCount in
      SpooledDay(day: day, rowCount: rowCount, runs: kept[day] ?? [])
    }
  }

  /// Takes what another process kept; the spool is empty.
  func resume(_ days: [SpooledDay], from scratch: any KeptScratch) throws(ScratchError) {
    if days.isEmpty { return }
    file = try scratch.openFile(name)
    for day in days {
      rowCounts[day.day] = day.rowCount
      runs[day.day] = day.runs
    }
  }

  /// A run of a day in the file is read back whole, so it ends once it has so many bytes.
  private static let runBytes = 2 << 20

  /// Hands over all entries, for any thread to read; none may be added afterwards.
  func finished() -> SpooledEntries {
    defer { frames = [:] }
    return SpooledEntries(
      frames: frames, runs: runs, rowCounts: rowCounts, file: file.take())
  }
}

/// The entries of an `EntrySpool` that is complete; nobody changes them any more.
struct SpooledEntries: @unchecked Sendable {
  fileprivate let frames: [Int32: [SpoolSlice]]
  fileprivate let runs: [Int32: [SpooledRun]]
  fileprivate let rowCounts: [Int32: Int]
  fileprivate let file: (any ScratchFile)?

  /// The days that have entries, sorted.
  var days: [Int32] { rowCounts.keys.sorted() }

  /// How many entries a day has.
  func rowCount(of day: Int32) -> Int { rowCounts[day] ?? 0 }

  /// How many pieces a day's frames are kept in.
  func pieceCount(of day: Int32) -> Int {
    (runs[day]?.count ?? 0) + (frames[day]?.count ?? 0)
  }

  /// A run of whole frames; runs in order are the day's entries in the order of arrival.
  func piece(_ index: Int, of day: Int32) throws(ScratchError) -> SpoolSlice {
    let spilled = runs[day] ?? []
    guard index < spilled.count, let file else {
      guard let waiting = frames[day] else { preconditionFailure("a run is one of its day's") }
      return waiting[index - spilled.count]
    }
    let run = spilled[index]
    let piece = SpoolPiece(count: run.count)
    let room = UnsafeMutableRawBufferPointer(start: piece.start, count: run.count)
    try file.read(into: [room], at: run.offset, checksum: run.checksum)
    return SpoolSlice(piece: piece, offset: 0, count: run.count)
  }
}

/// Frames of a day back to back in the spool file, written by one call.
struct SpooledRun: Sendable {
  var offset: UInt64
  var count: Int
  var checksum: UInt32
}

/// The entries of a day of a table, all in the spool file.
struct SpooledDay: Sendable {
  var day: Int32
  var rowCount: Int
  var runs: [SpooledRun]
}

/// Where all rows appended to a release lie, for another process to go on with them.
package struct KeptRows: Sendable {
  /// By table, in the order of `DatasetSpool`'s spools.
  var tables: [[SpooledDay]]
}

extension KeptRows {
  /// Adds all numbers of it to a list: there may be a hundred thousand runs.
  package func add(to list: inout NumberList) {
    list.add(Int64(tables.count))
    for days in tables {
      list.add(Int64(days.count))
      for day in days {
        list.add([Int64(day.day), Int64(day.rowCount), Int64(day.runs.count)])
        for run in day.runs {
          list.add([Int64(run.offset), Int64(run.count), Int64(run.checksum)])
        }
      }
    }
  }

  /// The rows that `numbers` tells.
  package init(_ numbers: inout NumberReader) {
    func next() -> Int { Int(numbers.next()) }
    tables = (0..<next()).map { _ in
      (0..<next()).map { _ in
        let (day, rowCount, count) = (Int32(next()), next(), next())
        let runs = (0..<count).map { _ in
          SpooledRun(offset: UInt64(next()), count: next(), checksum: UInt32(next()))
        }
        return SpooledDay(day: day, rowCount: rowCount, runs: runs)
      }
    }
  }
}
