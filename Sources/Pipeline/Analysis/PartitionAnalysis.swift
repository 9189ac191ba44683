internal import JourneyAnalysis
internal import JourneyModel
internal import Publishing

/// What rows of a run refer to: texts of symbols, levels of reasons, sources by position.
struct RunWords: Sendable {
  /// The texts of all symbols.
  let words: Words
  /// The levels of reasons.
  let tree: ReasonTree
  /// In the order of `SourceList`: rows name them by index.
  let sources: [SourceDescription]
  /// Whether any source states orders.
  var hasOrders = false

  init(_ words: Words, sources: [SourceDescription]) {
    self.words = words
    self.sources = sources
    tree = ReasonTree(words)
  }

  /// What the numbers in cells stand for.
  var ofCells: CellWords {
    CellWords(
      sources: sources.map(\.name), detectors: Detectors.descriptions.map(\.id),
      measures: Measures.descriptions.map(\.id)
    ) { [words] in words[$0] ?? "" }
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
  /// The memory of this worker.
  private let memoryBytes: Int

  /// Cells are sealed when they take so many bytes; sealed they take as much again.
  private var cellBytes: Int { max(memoryBytes / 16, memoryBytes / 5 - 8 << 20) }

  /// The bytes of a partition's vertices; what is made of them takes five times as much again.
  private var partitionBytes: Int { memoryBytes / 6 }

  /// A worker on a run's partitions.
  init(
    _ partitions: CustomerPartitions, _ run: RunWords, _ settings: AnalysisSettings,
    memoryBytes: Int
  ) {
    self.partitions = partitions
    self.memoryBytes = memoryBytes
    let text = FindingText(parameters: settings.parameters, words: run.words)
    analyzer = CustomerAnalyzer(
      settings: settings, words: run.words, tree: run.tree, hasOrders: run.hasOrders)
    rows = PartitionRows(run.words, text, zone: settings.zone)
    cells = CustomerCells(settings: settings, sources: run.sources, text: text)
  }

  /// What one partition contributes to a release.
  struct Output: Sendable {
    /// The rows of its customers, ready to be written.
    var rows: SealedRows
    /// The cells counted since the last were sealed, if they were enough to be sealed.
    var cells: CellRuns.Block?
  }

  /// Reads and analyses one partition; R504 if it needs more than the worker's memory.
  func analyse(_ number: Int) throws(RunFailure) -> Output {
    partition.removeAll()
    if partitions.byteCount(of: number) > partitionBytes { throw try tooLarge(number) }
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

  /// Partitions are small; only a customer who is enormous makes one that is not.
  private func tooLarge(_ number: Int) throws(RunFailure) -> RunFailure {
    let (customer, vertices) = try partitions.largestCustomer(of: number)
    var failure = RunFailure(
      .ioError, .r504,
      "customer \(customer) has \(vertices.count) contacts, profiles and surveys, which take more "
        + "than the \(memoryBytes >> 20) MiB of a worker",
      help: "Allow more with --memory, use fewer --jobs, or look for an id that stands for many "
        + "people, such as that of a switchboard or of unknown callers.")
    failure.vertices = vertices
    return failure
  }

  /// The cells counted since the last were sealed.
  func sealedCells() -> CellRuns.Block { CellRuns.Block(cells.tallies.seal()) }
}
