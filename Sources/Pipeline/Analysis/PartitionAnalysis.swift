internal import JourneyAnalysis
internal import JourneyModel

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

/// Takes partitions from vertices to rows and cells, one after the other, on one thread.
///
/// It keeps its memory from partition to partition.
final class PartitionWorker: @unchecked Sendable {
  private let partitions: CustomerPartitions
  private let run: RunWords
  private let text: FindingText
  private var analyzer: CustomerAnalyzer
  private var partition = Partition()
  private var cells: CustomerCells
  /// Cells are sealed when they take so many bytes.
  private let cellBytes: Int

  /// A worker on a run's partitions.
  init(
    _ partitions: CustomerPartitions, _ run: RunWords, _ settings: AnalysisSettings,
    cellBytes: Int
  ) {
    self.partitions = partitions
    self.run = run
    self.cellBytes = cellBytes
    text = FindingText(parameters: settings.parameters, words: run.words)
    analyzer = CustomerAnalyzer(settings: settings, words: run.words, levels: run.levels)
    cells = CustomerCells(settings: settings, sources: run.sources, text: text)
  }

  /// What one partition contributes to a release.
  struct Output: Sendable {
    var customers: [RichCustomer] = []
    /// The cells counted since the last were sealed, if they were enough to be sealed.
    var cells: CellRuns.Block?
  }

  /// Analyses a partition.
  func analyse(_ number: Int) throws(RunFailure) -> Output {
    partition.removeAll()
    try partitions.read(number, into: &partition.vertices)
    var output = Output()
    var start = 0
    let total = partition.vertices.vertices.count
    while start < total {
      let customer = partition.vertices.vertices[start].customer
      var end = start + 1
      while end < total, partition.vertices.vertices[end].customer == customer { end += 1 }
      analyzer.analyze(RowRange(first: start, count: end - start), in: &partition) {
        cells.count(CustomerView(frame: $0), $1)
        output.customers.append(RichCustomer($0.pointee, run.words, run.sources, text))
      }
      let row = partition.customers[partition.customers.count - 1]
      output.customers[output.customers.count - 1].customer = RichCustomer.customer(
        row, partition, run.words)
      start = end
    }
    if cells.tallies.byteCount > cellBytes { output.cells = sealedCells() }
    return output
  }

  /// The cells counted since the last were sealed.
  func sealedCells() -> CellRuns.Block { CellRuns.Block(cells.tallies.seal()) }
}
