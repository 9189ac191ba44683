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
  private let units: [String: MeasureUnit]
  private var directory: ReleaseDirectory
  private var datasets: DatasetWriter
  private var spool: DatasetSpool
  /// Rows that come one by one: rejects and measures, with their texts.
  private var rows = PublishedRows()
  private var texts = RowList<UInt8>()
  private var index: CellIndex

  /// A writer into an existing, empty directory.
  package init(
    directory: String, settings: ReleaseSettings
  ) throws(ReleaseError) {
    self.settings = settings
    index = CellIndex(words: CellWords { "\($0.number)" })
    var units: [String: MeasureUnit] = [:]
    for measure in settings.measures { units[measure.id] = measure.unit }
    self.units = units
    self.directory = ReleaseDirectory(root: directory)
    datasets = try DatasetWriter(directory: directory, memoryLimit: settings.memoryLimit)
    spool = try DatasetSpool(directory: directory, memoryLimit: settings.memoryLimit)
  }

  /// Keeps the rows of a partition; partitions come in the order of their customers.
  package mutating func append(_ rows: SealedRows) throws(ReleaseError) {
    try spool.append(rows)
  }

  /// Keeps where statements were read; those of a part come in the order of their ids.
  package mutating func append(lineage: some Sequence<LineageEntry>) throws(ReleaseError) {
    for entry in lineage { rows.lineage.append(entry, day: nil) }
    try sealLargeRows()
  }

  /// Hands rows that came one by one to the spool once they are many.
  private mutating func sealLargeRows(evenIfFew: Bool = false) throws(ReleaseError) {
    guard evenIfFew || rows.byteCount + texts.byteCount >= ReleaseWriter.rowBytes else { return }
    try spool.append(rows.seal(texts: texts.all))
    texts.removeAll()
  }

  private static let rowBytes = 4 << 20

  /// Appends a row of `interactions`, dated by its start.
  package mutating func append(interaction: Interaction) throws(ReleaseError) {
    let day = day(of: interaction.startedAt)
    try datasets.append(interaction, to: InteractionsTable.self, day: day)
  }

  /// Appends a row of `events`, dated by its own instant.
  package mutating func append(
    event: JourneyEvent, in interaction: Interaction
  ) throws(ReleaseError) {
    let row = OldEventRow(event: event, interaction: interaction)
    try datasets.append(row, to: EventsTable.self, day: day(of: event.at))
  }

  /// Appends a row of `journeys`, dated by its start.
  package mutating func append(journey: Journey) throws(ReleaseError) {
    try datasets.append(journey, to: JourneysTable.self, day: day(of: journey.startedAt))
  }

  /// Appends a row of `findings`, dated by its instant.
  package mutating func append(finding: Finding) throws(ReleaseError) {
    try datasets.append(finding, to: FindingsTable.self, day: day(of: finding.at))
  }

  /// Appends a row of `customers`.
  package mutating func append(customer: Customer) throws(ReleaseError) {
    try datasets.append(customer, to: CustomersTable.self, day: nil)
  }

  /// Appends a row of `rejects`.
  package mutating func append(reject: RejectedRecord) throws(ReleaseError) {
    try datasets.append(reject, to: RejectsTable.self, day: nil)
    rows.rejects.append(RejectEntry(reject, texts: &texts), day: nil)
    try sealLargeRows()
  }

  /// Says what the numbers in cells stand for, before the first cell.
  package mutating func begin(cells words: CellWords) { index = CellIndex(words: words) }

  /// Counts a cell for the report, and appends a measure's as a row of `measures`.
  package mutating func append(cell: Cell) throws(ReleaseError) {
    index.add(cell)
    guard let place = cell.key.table.measure else { return }
    let measure = index.words.measures[place]
    let row = MeasuresTable.Row(
      cell: cell, words: index.words, measure: measure, unit: units[measure])
    try datasets.append(row, to: MeasuresTable.self, day: cell.key.day)
    rows.measures.append(MeasureEntry(cell, measure: place, texts: &texts), day: cell.key.day)
    try sealLargeRows()
  }

  /// Writes all files and reads them back; the caller forces them to the disk.
  package consuming func finish(
    _ sources: [String: SourceContribution], stateID: String
  ) throws(ReleaseError) -> ReleaseSummary {
    try datasets.finish(into: &directory, settings.workers)
    return try ReleaseWriter.finish(
      &directory, ReportInput(settings: settings, sources: sources, cells: index), stateID)
  }

  /// Writes all files, of rows that came as entries, each read back once it is written; the caller
  /// forces them to the disk.
  package consuming func finish(
    _ sources: [String: SourceContribution], _ words: PublishedWords, stateID: String
  ) throws(ReleaseError) -> ReleaseSummary {
    try sealLargeRows(evenIfFew: true)
    try spool.finish(into: &directory, words, settings)
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
      text: report.text)
  }

  private func day(of instant: Instant) -> Int32 {
    settings.zone.localDay(at: instant.microseconds)
  }

  private static func write(
    _ report: Report, _ settings: ReleaseSettings, into directory: inout ReleaseDirectory
  ) throws(ReleaseError) {
    try directory.write(report.html, to: "report/index.html")
    try directory.write(report.json, to: "report/summary.json")
    try directory.write(report.text, to: "report/summary.txt")
    for table in report.tables {
      try directory.write(
        SpreadsheetCSV.text(of: table), to: "report/tables/\(table.id).csv")
    }
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
