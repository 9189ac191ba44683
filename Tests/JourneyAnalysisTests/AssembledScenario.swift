import JourneyAnalysis
import JourneyModel

/// The vertices of a scenario's records.
struct AssembledScenario {
  /// The rows and the texts of their symbols.
  let content: Content
  /// The ids the records were given, in the order of their lines.
  let ids: [RecordID]
  /// Events after as-of.
  let futureEvents: Int64
  /// Whether an event states that something was bought.
  let hasOrders: Bool

  /// Rows are moved, not copied, so they lie in an object.
  final class Content {
    var lists: VertexLists
    let words: WordBook

    init(_ assembler: consuming VertexAssembler) {
      words = assembler.words
      lists = assembler.finish()
    }
  }

  /// The vertices of records, in the order of their names.
  init(_ records: [NormalizedRecord], asOf: Instant) {
    let encoded = EncodedRecords(records)
    var groups: [StableHash128: [Int]] = [:]
    for (number, record) in records.enumerated() {
      groups[record.interaction?.reference.exact ?? record.key, default: []].append(number)
    }
    var assembler = VertexAssembler(asOf: asOf, words: encoded.words)
    encoded.withRecords { stored in
      for (_, numbers) in groups.sorted(by: { $0.key < $1.key }) {
        assembler.add(numbers.map { SourcedRecord(record: stored[$0], source: 0) })
      }
    }
    futureEvents = assembler.futureEvents
    hasOrders = assembler.hasOrders
    content = Content(assembler)
    ids = encoded.ids
  }

  /// How many vertices.
  var count: Int { content.lists.vertices.count }

  /// The vertex of a number.
  subscript(number: Int) -> VertexRow { content.lists.vertices[number] }

  /// The events of a vertex.
  func events(_ number: Int) -> [EventRow] { Array(content.lists.events[self[number].events]) }

  /// The counters of a vertex.
  func counters(_ number: Int) -> [CounterRow] {
    Array(content.lists.counters[self[number].counters])
  }

  /// The text of a symbol.
  func text(_ symbol: Symbol) -> String? {
    symbol.isNone ? nil : content.words.withText(symbol) { String(decoding: $0, as: UTF8.self) }
  }

  /// The analysis of all vertices as one customer.
  func analysed(
    _ settings: AnalysisSettings, isAnonymous: Bool, order: ([Int]) -> [Int]
  ) -> AnalysedCustomer {
    var book = content.words
    for word in CustomerAnalyzer.ownWords(settings) { _ = book.symbol(of: word) }
    let (words, ranks) = Words.ranking(book)
    var partition = Partition()
    for number in order(Array(0..<count)) {
      partition.vertices.append(self[number], from: content.lists)
    }
    let none = VertexLists().counts
    RowSlice.withRows(of: ranks) { partition.vertices.exchange(by: $0, behind: none) }
    for number in 0..<partition.vertices.vertices.count {
      partition.vertices.vertices.update(number) { vertex in
        vertex.customer = Scenario.customer
        vertex.isAnonymous = isAnonymous
      }
    }
    var analyzer = CustomerAnalyzer(
      settings: settings, words: words, tree: ReasonTree(words), hasOrders: hasOrders)
    let text = FindingText(parameters: settings.parameters, words: words)
    var analysed: AnalysedCustomer?
    let all = RowRange<VertexRow>(first: 0, count: partition.vertices.vertices.count)
    let cellWords = CellWords(
      sources: [Scenario.source.name], detectors: Detectors.descriptions.map(\.id),
      measures: Measures.descriptions.map(\.id)
    ) { words[$0] ?? "" }
    var counting = CustomerCells(settings: settings, sources: [Scenario.source], text: text)
    analyzer.analyze(all, in: &partition) { frame, feedback in
      counting.count(CustomerView(frame: frame), feedback)
      analysed = AnalysedCustomer(
        frame.pointee, words, text, feedback: feedback,
        cells: CountedCells(counting.tallies.seal(), cellWords))
    }
    guard var analysed else { preconditionFailure("a customer is analysed") }
    analysed.set(partition.customers[0], partition.vertices, words)
    return analysed
  }
}
