import CivilTime
package import JourneyModel

/// Writes the content of a release into a staging directory: datasets, report, data package,
/// views and manifest.
///
/// Rows of each table arrive in dataset order; cells arrive sorted and unique. Nothing but their
/// values and the settings decides the bytes. Memory: `settings.memoryLimit` of waiting rows, one
/// Parquet row group for each of `settings.workers`, and the report's rollups.
package struct ReleaseWriter: ~Copyable {
  private let settings: ReleaseSettings
  private var directory: ReleaseDirectory
  private var spool: DatasetSpool
  /// The rows of measures, which come one by one, with their texts.
  private var rows = PublishedRows()
  private var texts = RowList<UInt8>()
  /// The sets of customers of the cell that is appended, and where they are written.
  private var written: [(set: UInt64, text: RowRange<UInt8>)] = []
  private var index: CellIndex
  /// The cells that are no measures; nil before the first.
  private var archive: CellArchiveWriter?
  private let scratch: any Scratch

  /// A writer into an existing directory; rows that memory has no room for go to scratch space.
  package init(directory: String, settings: ReleaseSettings, scratch: any Scratch) {
    self.settings = settings
    self.scratch = scratch
    index = CellIndex(words: CellWords { "\($0.number)" })
    self.directory = ReleaseDirectory(root: directory)
    spool = DatasetSpool(scratch, memoryLimit: settings.memoryLimit)
  }

  /// Keeps the rows of a partition; partitions come in the order of their customers.
  package mutating func append(_ rows: SealedRows) throws(ReleaseError) {
    try spool.append(rows)
  }

  /// Writes the rows in memory to scratch space, too, and says where all are.
  package func keptRows() throws(ReleaseError) -> KeptRows { try spool.kept() }

  /// Goes on with the rows that another process kept, instead of appending any.
  package func resume(_ rows: KeptRows, from scratch: any KeptScratch) throws(ReleaseError) {
    try spool.resume(rows, from: scratch)
  }

  /// Hands rows that came one by one to the spool once they are many.
  private mutating func sealLargeRows(evenIfFew: Bool = false) throws(ReleaseError) {
    guard evenIfFew || rows.byteCount + texts.byteCount >= ReleaseWriter.rowBytes else { return }
    try spool.append(rows.seal(texts: texts.all))
    texts.removeAll()
  }

  private static let rowBytes = 4 << 20

  /// Says what the numbers in cells stand for, before the first cell.
  package mutating func begin(cells words: CellWords) { index = emptyIndex(words) }

  private func emptyIndex(_ words: CellWords) -> CellIndex {
    CellIndex(words: words, periods: settings.periods, detail: settings.measureDetail)
  }

  /// Counts a cell for the report, and appends a measure's as a row of `measures`.
  package mutating func append(cell: Cell) throws(ReleaseError) {
    index.add(cell)
    guard cell.key.table.kind == .measures else { return try keep(cell) }
    written.removeAll(keepingCapacity: true)
    cell.forEachMeasure { measure in
      let customers = customers(of: measure)
      rows.append(
        MeasureEntry(measure, customers: customers, texts: &texts), day: cell.key.day)
    }
    try sealLargeRows()
  }

  /// Where the customers of a measure are written; most measures of a cell have the same.
  private mutating func customers(of measure: MeasureCell) -> RowRange<UInt8> {
    guard let set = measure.customerSet else {
      return PublishedTexts.append(customersOf: measure, to: &texts)
    }
    if let same = written.first(where: { $0.set == set }) { return same.text }
    let text = PublishedTexts.append(customersOf: measure, to: &texts)
    written.append((set, text))
    return text
  }

  /// Keeps a cell for reports of other days.
  private mutating func keep(_ cell: Cell) throws(ReleaseError) {
    let archive = try openArchive()
    do throws(ScratchError) { try archive.append(cell) } catch { throw .scratch(error) }
  }

  private mutating func openArchive() throws(ReleaseError) -> CellArchiveWriter {
    if let archive { return archive }
    do throws(ScratchError) {
      let writer = try CellArchiveWriter(scratch)
      archive = writer
      return writer
    } catch {
      throw .scratch(error)
    }
  }

  /// Adds to a list what all cells became, once no more come: where the rows of `measures` lie, and
  /// the rollups.
  package mutating func addCells(to list: inout NumberList) throws(ReleaseError) {
    try sealLargeRows(evenIfFew: true)
    let archive = try openArchive()
    do throws(ScratchError) { try archive.add(to: &list) } catch { throw .scratch(error) }
    try spool.keptMeasures().add(to: &list)
    index.add(to: &list)
  }

  /// Goes on with what all cells became in another process, instead of appending any.
  package mutating func resume(
    cells words: CellWords, _ numbers: [Int64], from scratch: any KeptScratch
  ) throws(ReleaseError) {
    var reader = NumberReader(numbers)
    do throws(ScratchError) {
      archive = try CellArchiveWriter(&reader, from: scratch)
    } catch {
      throw .scratch(error)
    }
    try spool.resumeMeasures(KeptRows(&reader), from: scratch)
    index = emptyIndex(words)
    index.take(&reader)
  }

  /// What writes the datasets of all rows appended, once no more come; cells may still.
  package mutating func datasets(_ words: PublishedWords) throws(ReleaseError) -> DatasetWriting {
    try writing(spool.files(), words)
  }

  private mutating func writing(
    _ files: [DatasetFile], _ words: PublishedWords
  ) throws(ReleaseError) -> DatasetWriting {
    try directory.makeFolders(of: files.map(\.path))
    return DatasetWriting(files: files, directory: directory, words: words, settings: settings)
  }

  /// Writes all other files, each read back once it is written; the caller forces them to the disk.
  ///
  /// - Parameter datasets: What `datasets` wrote.
  package consuming func finish(
    _ sources: [String: SourceContribution], _ words: PublishedWords, datasets: [ContentFile],
    stateID: String
  ) throws(ReleaseError) -> ReleaseSummary {
    try sealLargeRows(evenIfFew: true)
    directory.list(datasets)
    let archive = try openArchive()
    let archived = try archive.write(into: &directory)
    directory.list([archived])
    let archiveWords = CellArchiveWords(settings, index.words, words.words, sources)
    try directory.write(archiveWords.text, to: CellArchiveWords.path)
    directory.list(try writing(spool.measureFiles(), words).run())
    directory.forget { $0.hasPrefix("provenance/") }
    return try ReleaseWriter.finish(
      &directory, ReportInput(settings: settings, sources: sources, cells: index), stateID)
  }

  /// Writes everything but the datasets.
  private static func finish(
    _ directory: inout ReleaseDirectory, _ input: ReportInput, _ stateID: String
  ) throws(ReleaseError) -> ReleaseSummary {
    let settings = input.settings
    let report = Report(input)
    try ReleaseWriter.write(report, settings, into: &directory)
    try ReleaseWriter.writeDescriptions(settings, into: &directory)
    let manifest = Manifest(settings: settings, stateID: stateID, files: directory.files)
    try directory.write(manifest.text, to: "manifest.json")
    return ReleaseSummary(
      files: directory.files.sorted { $0.path < $1.path },
      manifestSHA256: directory.files.last?.sha256 ?? "",
      rows: ReleaseWriter.rowCounts(directory.files), totals: input.totals, checks: input.checks,
      ties: input.sources.mapValues(\.ties).filter { $0.value > 0 },
      danglingLinks: input.sources.mapValues { $0.notes.of(.danglingLink) }
        .filter { !$0.value.isEmpty }, text: report.text)
  }

  private static func write(
    _ report: Report, _ settings: ReleaseSettings, into directory: inout ReleaseDirectory
  ) throws(ReleaseError) {
    for (path, text) in report.files { try directory.write(text, to: "report/" + path) }
  }

  private static func writeDescriptions(
    _ settings: ReleaseSettings, into directory: inout ReleaseDirectory
  ) throws(ReleaseError) {
    let datasets = directory.files.filter { $0.rows != nil }
    let package = DataPackage(settings: settings, files: datasets)
    try directory.write(package.text, to: "datapackage.json")
    let views = ViewsScript(tablesWithFiles: Set(datasets.compactMap { $0.rows?.table }))
    try directory.write(views.text, to: "views.sql")
  }

  private static func rowCounts(_ files: [ContentFile]) -> [(table: String, count: Int64)] {
    Tables.all.map { table in
      let count = files.reduce(0) { sum, file in
        sum + (file.rows.map { $0.table == table.name ? $0.count : 0 } ?? 0)
      }
      return (table.name, count)
    }
  }
}
