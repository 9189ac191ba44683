internal import JourneyAnalysis
internal import JourneyModel

/// Analyses the customers of one partition, in the order of their ids.
struct PartitionAnalysis: Sendable {
  private let settings: AnalysisSettings
  private let words: Words
  private let levels: ReasonLevels
  private let sources: [SourceDescription]

  init(settings: AnalysisSettings, words: Words, sources: [SourceDescription]) {
    self.settings = settings
    self.words = words
    self.sources = sources
    levels = ReasonLevels(words)
  }

  func analyse(
    _ number: Int, of partitions: CustomerPartitions
  ) throws(RunFailure) -> [RichCustomer] {
    var partition = Partition()
    try partitions.read(number, into: &partition.vertices)
    var analyzer = CustomerAnalyzer(settings: settings, words: words, levels: levels)
    var rich: [RichCustomer] = []
    var start = 0
    let total = partition.vertices.vertices.count
    let text = FindingText(parameters: settings.parameters, words: words)
    while start < total {
      let customer = partition.vertices.vertices[start].customer
      var end = start + 1
      while end < total, partition.vertices.vertices[end].customer == customer { end += 1 }
      analyzer.analyze(RowRange(first: start, count: end - start), in: &partition) { frame, _ in
        rich.append(RichCustomer(frame.pointee, words, sources, text))
      }
      let row = partition.customers[partition.customers.count - 1]
      rich[rich.count - 1].customer = RichCustomer.customer(row, partition, words)
      start = end
    }
    return rich
  }
}
