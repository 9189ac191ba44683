import DurableFiles
import JourneyModel
import ParquetFiles

/// Gathers the entries of all tables in bounded memory and writes them as Parquet files by date.
///
/// Sealed entries wait in one `EntrySpool` per table; when they outgrow the memory limit all spools
/// overflow to files of scratch space.
struct DatasetSpool: ~Copyable {
  private let memoryLimit: Int
  private let spools: [EntrySpool]
  private var bytesInMemory = 0

  /// The order of `PublishedRows.seal`.
  private static let names = Tables.all.map(\.name) + [Tables.lineage.description.name]

  /// A spool without entries, which overflows to scratch space.
  init(_ scratch: any Scratch, memoryLimit: Int) {
    self.memoryLimit = memoryLimit
    spools = DatasetSpool.names.map { EntrySpool(scratch, table: $0) }
  }

  /// Keeps the entries of a partition; partitions come in the order of their customers.
  mutating func append(_ rows: SealedRows) throws(ReleaseError) {
    for (spool, table) in zip(spools, rows.tables) { bytesInMemory += spool.append(table) }
    guard bytesInMemory > memoryLimit else { return }
    do throws(ScratchError) { for spool in spools { try spool.overflow() } } catch {
      throw .scratch(error)
    }
    bytesInMemory = 0
  }

  /// Writes the entries in memory to scratch space, too, and says where all are.
  func kept() throws(ReleaseError) -> KeptRows {
    var rows = KeptRows(tables: [])
    do throws(ScratchError) { for spool in spools { rows.tables.append(try spool.kept()) } } catch {
      throw .scratch(error)
    }
    return rows
  }

  /// Takes what another process kept.
  func resume(_ rows: KeptRows, from scratch: any KeptScratch) throws(ReleaseError) {
    do throws(ScratchError) {
      for (spool, days) in zip(spools, rows.tables) { try spool.resume(days, from: scratch) }
    } catch {
      throw .scratch(error)
    }
  }

  /// The files of all tables but `measures`, and of the lineage, whose entries are complete.
  ///
  /// A table without date folders always has its one file, even without rows.
  func files() -> [DatasetFile] {
    // The files without folders hold all days and take longest: they begin first.
    let lineage = DatasetFile.files(
      of: Tables.lineage, spools[7].finished(), folder: "provenance")
    return lineage + DatasetFile.files(of: Tables.customers, spools[5].finished())
      + DatasetFile.files(of: Tables.rejects, spools[6].finished())
      + DatasetFile.files(of: Tables.events, spools[1].finished())
      + DatasetFile.files(of: Tables.interactions, spools[0].finished())
      + DatasetFile.files(of: Tables.journeys, spools[2].finished())
      + DatasetFile.files(of: Tables.findings, spools[3].finished())
  }

  /// Writes the entries of `measures` in memory to scratch space, too, and says where all are.
  func keptMeasures() throws(ReleaseError) -> KeptRows {
    do throws(ScratchError) { return KeptRows(tables: [try spools[4].kept()]) } catch {
      throw .scratch(error)
    }
  }

  /// Takes the entries of `measures` that another process kept.
  func resumeMeasures(
    _ rows: KeptRows, from scratch: any KeptScratch
  ) throws(ReleaseError) {
    do throws(ScratchError) {
      for days in rows.tables { try spools[4].resume(days, from: scratch) }
    } catch {
      throw .scratch(error)
    }
  }

  /// The files of `measures`.
  func measureFiles() -> [DatasetFile] {
    DatasetFile.files(of: Tables.measures, spools[4].finished())
  }
}

/// Writes files of datasets, on any thread, while the release goes on elsewhere.
package struct DatasetWriting: Sendable {
  /// The files; their folders exist.
  let files: [DatasetFile]
  /// Where they are written.
  let directory: ReleaseDirectory
  /// What their symbols stand for.
  let words: PublishedWords
  /// The settings of the release.
  let settings: ReleaseSettings

  /// Writes all, each read back once it is written.
  package func run() throws(ReleaseError) -> [ContentFile] {
    try settings.workers(files.count) { index throws(ReleaseError) in
      try DatasetWriting.write(files[index], words, settings, into: directory)
    }
  }

  /// Writes a file unless it was finished before.
  private static func write(
    _ file: DatasetFile, _ words: PublishedWords, _ settings: ReleaseSettings,
    into directory: ReleaseDirectory
  ) throws(ReleaseError) -> ContentFile {
    if let finished = settings.finished?.file(at: file.path) {
      if finished.rows?.count == Int64(file.rowCount), directory.holds(finished) { return finished }
      try directory.remove(file.path)
    }
    let written = try write(file, words, settings.previous, into: directory)
    try settings.finished?.add(written)
    return written
  }

  /// Writes a file, or links that of the release before where its rows are the same.
  private static func write(
    _ file: DatasetFile, _ words: PublishedWords, _ previous: PreviousRelease?,
    into directory: ReleaseDirectory
  ) throws(ReleaseError) -> ContentFile {
    try words.words.withTexts { texts, ends throws(ReleaseError) in
      let none: [UInt32] = [0]
      let result = none.withUnsafeBufferPointer { numbers -> Result<ContentFile, ReleaseError> in
        guard let noNumbers = numbers.baseAddress else {
          preconditionFailure("an array of one has an address")
        }
        let symbols =
          texts.baseAddress.flatMap { bytes in
            ends.baseAddress.map { WordTable(bytes: bytes, ends: $0, count: ends.count) }
          } ?? .empty
        let surroundings = ColumnWords(symbols: symbols, run: words, noNumbers: noNumbers)
        do throws(ReleaseError) {
          return .success(try write(file, surroundings, previous, into: directory))
        } catch {
          return .failure(error)
        }
      }
      return try result.get()
    }
  }

  private static func write(
    _ file: DatasetFile, _ words: ColumnWords, _ previous: PreviousRelease?,
    into directory: ReleaseDirectory
  ) throws(ReleaseError) -> ContentFile {
    var known: String?
    if let before = previous?.file(at: file.path), before.rows?.count == Int64(file.rowCount) {
      known = try file.digest(words)
      if before.rows?.sha256 == known, let previous,
        try directory.link(before, from: previous.directory)
      {
        var linked = before
        linked.rows?.day = file.day
        return linked
      }
    }
    var target = try directory.create(file.path)
    let rowsDigest = try file.encode(words, known) { bytes throws(ReleaseError) in
      try target.write(bytes)
    }
    var finished = try target.finish()
    try directory.verify(finished)
    finished.rows = ContentFile.RowSummary(
      table: file.table, count: Int64(file.rowCount), sha256: rowsDigest, day: file.day)
    return finished
  }
}
