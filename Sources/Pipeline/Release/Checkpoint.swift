internal import DurableFiles
internal import Foundation
internal import JourneyModel
internal import Publishing
internal import Synchronization

/// What analysis made and what was published of it so far, for the run after one that is killed.
///
/// ```
/// .throughline/checkpoint/
///   rows-<table>  cells  words   what analysis made, each piece with a CRC-32
///   runs                         where the rows of each day lie
///   merged                       what all cells became, in the place of `cells`
///   index                        written last and renamed: only with it all counts
///   finished                     a sealed line for each dataset file in the staging directory
/// ```
///
/// Nothing is forced to the disk: what was written survives the process, and the boot is in the
/// index.
final class Checkpoint: KeptScratch, FinishedFiles, Sendable {
  /// The name of the staging directory.
  let staging: String
  private let folder: String
  private let origin: CheckpointIndex.Origin?
  private let journal: Mutex<Journal>
  /// What the index says; nil before there is one.
  private let index: Mutex<CheckpointIndex?>
  /// The files in use: their names go before they are closed.
  private let files = Mutex<[SharedFile]>([])
  private let isWhole: Atomic<Bool>

  private struct Journal: ~Copyable {
    var file: File
    var finished: [String: ContentFile] = [:]
  }

  /// Begins one for a publication into a staging directory.
  init(
    in folder: String, origin: CheckpointIndex.Origin?, staging: String
  ) throws(RunFailure) {
    (self.folder, self.origin, self.staging) = (folder, origin, staging)
    isWhole = Atomic(false)
    index = Mutex(nil)
    do throws(FileError) {
      try Directory.create(folder)
      journal = Mutex(Journal(file: try File.create(folder + "/finished")))
    } catch {
      throw .creating(error)
    }
  }

  /// Goes on with one that is there.
  init(in folder: String, resuming index: CheckpointIndex) throws(RunFailure) {
    (self.folder, origin, staging) = (folder, index.origin, index.staging)
    isWhole = Atomic(true)
    self.index = Mutex(index)
    do throws(FileError) {
      let path = folder + "/finished"
      var journal = Journal(file: try File.append(to: path))
      for line in try WholeFile.read(path, limit: 1 << 30).split(separator: UInt8(ascii: "\n")) {
        // A line that the kill cut is no line.
        guard let text = SealedLine.open(line),
          let file = try? JSONDecoder().decode(ContentFile.self, from: text)
        else { continue }
        journal.finished[file.path] = file
      }
      self.journal = Mutex(journal)
    } catch {
      throw error.isMissing ? .scratch(.damaged) : .reading(error)
    }
  }

  /// The folder of a store's checkpoint.
  static func folder(in store: String) -> String { store + "/checkpoint" }

  /// The index of the checkpoint in a folder; nil if there is none that counts.
  static func index(in folder: String) -> CheckpointIndex? {
    CheckpointIndex.read(folder + "/index")
  }

  /// Removes a checkpoint, the index first; fine if there is none.
  static func remove(_ folder: String) throws(FileError) {
    try Directory.removeTree(folder + "/index")
    try Directory.removeTree(folder)
  }

  // MARK: What analysis made

  /// Makes all that analysis made a checkpoint.
  func keep(
    _ result: inout AnalysisRun.Result, _ writer: borrowing ReleaseWriter
  ) throws(RunFailure) {
    let rows: KeptRows
    do throws(ReleaseError) { rows = try writer.keptRows() } catch { throw .release(error) }
    let index = CheckpointIndex(
      origin: origin, staging: staging, rows: try keep(as: "runs") { rows.add(to: &$0) },
      cells: try result.cells.kept(), words: try keep(result.words.words), sources: result.sources,
      idleOverrides: result.idleOverrides,
      state: [result.state.high, result.state.low])
    try write(index)
    isWhole.store(true, ordering: .relaxed)
  }

  /// Adds what all cells became, for which the cells themselves are no longer needed.
  func keepMerged(_ writer: inout ReleaseWriter) throws(RunFailure) {
    guard var index = index.withLock({ $0 }) else { return }
    index.merged = try keep(as: "merged") { list throws(RunFailure) in
      do throws(ReleaseError) { try writer.addCells(to: &list) } catch { throw .release(error) }
    }
    index.cells = []
    try write(index)
    do throws(FileError) { try Directory.removeTree(folder + "/cells") } catch {
      throw .writing(error)
    }
  }

  private func write(_ index: CheckpointIndex) throws(RunFailure) {
    try index.write(to: folder + "/index")
    self.index.withLock { $0 = index }
  }

  /// What analysis made, the rows being those of the writer.
  func resume(
    _ index: CheckpointIndex, sources: [SourceDescription], into writer: inout ReleaseWriter
  ) throws(RunFailure) -> AnalysisRun.Result {
    let rows: KeptRows
    do throws(ScratchError) {
      var reader = NumberReader(try numbers(index.rows, in: "runs"))
      rows = KeptRows(&reader)
    } catch {
      throw .scratch(error)
    }
    try writer.appending { writer throws(ReleaseError) in
      try writer.resume(rows, from: self)
    }
    guard index.state.count == 2 else { throw .scratch(.damaged) }
    let words = RunWords(try words(index.words), sources: sources)
    if let merged = index.merged {
      let numbers: [Int64]
      do throws(ScratchError) { numbers = try self.numbers(merged, in: "merged") } catch {
        throw .scratch(error)
      }
      try writer.appending { writer throws(ReleaseError) in
        try writer.resume(cells: words.ofCells, numbers, from: self)
      }
    }
    return AnalysisRun.Result(
      words: words,
      cells: try CellRuns(index.cells, in: self), sources: index.sources,
      idleOverrides: index.idleOverrides,
      state: StableHash128(high: index.state[0], low: index.state[1]))
  }

  /// Writes the numbers that are added, piece by piece.
  private func keep(
    as name: String, _ add: (inout NumberList) throws(RunFailure) -> Void
  ) throws(RunFailure) -> CheckpointIndex.KeptNumbers {
    let file: any ScratchFile
    do throws(ScratchError) { file = try makeFile(name) } catch { throw .scratch(error) }
    let kept = Mutex(CheckpointIndex.KeptNumbers(count: 0, checksums: []))
    let failure = Mutex<ScratchError?>(nil)
    var list = NumberList { piece in
      piece.withUnsafeBytes { bytes in
        kept.withLock { kept in
          do throws(ScratchError) {
            let offset = UInt64(kept.count * MemoryLayout<Int64>.stride)
            kept.checksums.append(try file.write([bytes], at: offset))
            kept.count += piece.count
          } catch {
            failure.withLock { $0 = $0 ?? error }
          }
        }
      }
    }
    try add(&list)
    list.finish()
    if let failure = failure.withLock({ $0 }) { throw .scratch(failure) }
    return kept.withLock { $0 }
  }

  private func numbers(
    _ kept: CheckpointIndex.KeptNumbers, in name: String
  ) throws(ScratchError) -> [Int64] {
    var numbers = [Int64](repeating: 0, count: kept.count)
    let file = try openFile(name)
    let pieceBytes = NumberList.pieceCount * MemoryLayout<Int64>.stride
    let result = numbers.withUnsafeMutableBytes { room -> Result<Void, ScratchError> in
      do throws(ScratchError) {
        for (number, checksum) in kept.checksums.enumerated() {
          let piece = room[number * pieceBytes..<min((number + 1) * pieceBytes, room.count)]
          try file.read(
            into: [UnsafeMutableRawBufferPointer(rebasing: piece)],
            at: UInt64(piece.startIndex), checksum: checksum)
        }
        return .success(())
      } catch {
        return .failure(error)
      }
    }
    try result.get()
    return numbers
  }

  private func keep(_ words: Words) throws(RunFailure) -> CheckpointIndex.KeptWords {
    do throws(ScratchError) {
      let file = try makeFile("words")
      return try words.withTexts { texts, ends throws(ScratchError) in
        CheckpointIndex.KeptWords(
          bytes: texts.count, count: ends.count,
          checksum: try file.write([texts, UnsafeRawBufferPointer(ends)], at: 0))
      }
    } catch {
      throw .scratch(error)
    }
  }

  private func words(_ kept: CheckpointIndex.KeptWords) throws(RunFailure) -> Words {
    var texts = [UInt8](repeating: 0, count: kept.bytes)
    var ends = [Int](repeating: 0, count: kept.count)
    do throws(ScratchError) {
      let file = try openFile("words")
      let result = texts.withUnsafeMutableBytes { texts in
        ends.withUnsafeMutableBytes { ends -> Result<Void, ScratchError> in
          do throws(ScratchError) {
            return .success(try file.read(into: [texts, ends], at: 0, checksum: kept.checksum))
          } catch {
            return .failure(error)
          }
        }
      }
      try result.get()
    } catch {
      throw .scratch(error)
    }
    return Words(texts: texts, ends: ends)
  }

  /// Makes a file, in place of one of the run before.
  func makeFile(_ name: String) throws(ScratchError) -> any ScratchFile {
    try file { () throws(FileError) in
      try Directory.removeTree(folder + "/" + name)
      return try SharedFile(creating: folder + "/" + name)
    }
  }

  func openFile(_ name: String) throws(ScratchError) -> any ScratchFile {
    do throws(ScratchError) {
      return try file { () throws(FileError) in try SharedFile(opening: folder + "/" + name) }
    } catch {
      if case .file(let error as FileError) = error, error.isMissing { return MissingFile() }
      throw error
    }
  }

  private func file(
    _ open: () throws(FileError) -> SharedFile
  ) throws(ScratchError) -> any ScratchFile {
    do throws(FileError) {
      let file = try open()
      files.withLock { $0.append(file) }
      return DiskScratchFile(file)
    } catch {
      throw .file(error)
    }
  }

  // MARK: What was published of it

  /// The paths of the files finished.
  var finishedPaths: Set<String> { journal.withLock { Set($0.finished.keys) } }

  func file(at path: String) -> ContentFile? { journal.withLock { $0.finished[path] } }

  func add(_ file: ContentFile) throws(ReleaseError) {
    // The end of line comes first: what a kill cut may lie before it.
    let line = [UInt8(ascii: "\n")] + SealedLine.seal(file)
    let failure = journal.withLock { journal -> FileError? in
      do throws(FileError) { try journal.file.write(line) } catch { return error }
      return nil
    }
    if let failure { throw .file(failure) }
  }

  // MARK: The end

  /// Whether the next run could go on from here after a failure: if somebody asked to stop.
  func survives(_ failure: RunFailure) -> Bool {
    failure.code == .r501 && isWhole.load(ordering: .relaxed)
  }

  /// Removes what only unfinished files need, before all that was written is forced to the disk.
  func removeRows() throws(RunFailure) {
    do throws(FileError) {
      for name in try Directory.entries(of: folder) where name.hasPrefix("rows-") {
        try Directory.removeTree(folder + "/" + name)
      }
    } catch {
      throw .writing(error)
    }
    files.withLock { $0 = [] }
  }

  /// Removes the rest.
  func remove() throws(FileError) {
    isWhole.store(false, ordering: .relaxed)
    try Checkpoint.remove(folder)
    files.withLock { $0 = [] }
  }
}

/// A file of a checkpoint that is gone.
private final class MissingFile: ScratchFile {
  func write(_ pieces: [UnsafeRawBufferPointer], at offset: UInt64) throws(ScratchError) -> UInt32 {
    throw .damaged
  }

  func read(
    into rooms: [UnsafeMutableRawBufferPointer], at offset: UInt64, checksum: UInt32
  ) throws(ScratchError) {
    throw .damaged
  }
}
