internal import JourneyAnalysis
internal import JourneyModel
internal import Publishing

/// What rows of a run refer to: texts of symbols, first levels of reasons, sources by position.
struct RunWords: Sendable {
  /// The texts of all symbols.
  let words: Words
  /// The first levels of reasons.
  let levels: ReasonLevels
  /// The sources.
  let sources: [SourceDescription]

  init(_ words: Words, sources: [SourceDescription]) {
    self.words = words
    self.sources = sources
    levels = ReasonLevels(words)
  }
}

/// Takes partitions from vertices to published rows and cells, one after the other, on one thread.
///
/// It keeps its memory from partition to partition. What it hands over no longer belongs to it.
final class PartitionWorker: @unchecked Sendable {
  private let partitions: CustomerPartitions
  private var analyzer: CustomerAnalyzer
  private var partition = Partition()
  private var rows: PartitionRows
  private var cells: CustomerCells
  /// Cells are sealed when they take so many bytes.
  private let cellBytes: Int

  /// A worker on a run's partitions.
  init(
    _ partitions: CustomerPartitions, _ run: RunWords, _ settings: AnalysisSettings,
    cellBytes: Int
  ) {
    self.partitions = partitions
    self.cellBytes = cellBytes
    let text = FindingText(parameters: settings.parameters, words: run.words)
    analyzer = CustomerAnalyzer(settings: settings, words: run.words, levels: run.levels)
    rows = PartitionRows(run.words, text, zone: settings.zone)
    cells = CustomerCells(settings: settings, sources: run.sources, text: text)
  }

  /// What one partition contributes to a release.
  struct Output: Sendable {
    /// Its rows.
    var rows: SealedRows
    /// The cells counted since the last were sealed, if they were enough to be sealed.
    var cells: CellRuns.Block?
  }

  /// Analyses a partition.
  func analyse(_ number: Int) throws(RunFailure) -> Output {
    partition.removeAll()
    try partitions.read(number, into: &partition.vertices)
    let total = partition.vertices.vertices.count
    var start = 0
    while start < total {
      let customer = partition.vertices.vertices[start].customer
      var end = start + 1
      while end < total, partition.vertices.vertices[end].customer == customer { end += 1 }
      analyzer.analyze(RowRange(first: start, count: end - start), in: &partition) {
        cells.count(CustomerView(frame: $0), $1)
      }
      rows.append(lastOf: &partition)
      start = end
    }
    var output = Output(rows: rows.seal(partition), cells: nil)
    if cells.tallies.byteCount > cellBytes { output.cells = sealedCells() }
    return output
  }

  /// The cells counted since the last were sealed.
  func sealedCells() -> CellRuns.Block { CellRuns.Block(cells.tallies.seal()) }
}
