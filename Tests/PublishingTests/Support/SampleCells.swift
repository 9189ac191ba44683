import JourneyModel
import Publishing

/// What a sample counts, in words, until all texts are known and cells can be made of it.
struct SampleCells {
  /// A coordinate in words.
  enum Word {
    case number(Coordinate)
    case text(String?)
    /// A text of a dimension that has words of a vocabulary too.
    case besideWords(String)
  }

  /// What is counted at a place.
  enum Amount {
    case sum(Int64, count: Int64 = 1, isProvisional: Bool = false)
    case measured(Int64)
    case once(UInt32, value: Int64?)
    case example(StableHash128, @Sendable (inout ByteWriter) -> Void)
    /// A journey under a key, made when the numbers of texts are known.
    case journey(StableHash128, @Sendable (Words) -> JourneyExample)
  }

  private struct Item {
    /// The key without its coordinates.
    var key: CellKey
    var place: [Word]
    var amount: Amount
  }

  private var items: [CustomerID: [Item]] = [:]
  /// What the index compares.
  var periods: ReportPeriods?
  private let measures: [String]
  private let sources: [String]
  private let detectors: [String]

  init(measures: [String], sources: [String], detectors: [String]) {
    self.measures = measures.sorted()
    self.sources = sources
    self.detectors = detectors
  }

  /// Counts something of a customer.
  mutating func add(
    _ key: CellKey, of customer: CustomerID, _ place: [Word] = [], _ amount: Amount = .sum(0)
  ) {
    items[customer, default: []].append(
      Item(key: key, place: place, amount: amount))
  }

  /// The table of a measure.
  func measure(_ id: String) -> CellTable { .measure(measures.firstIndex(of: id) ?? 0) }

  /// Adds all texts to a book.
  func addTexts(to book: inout WordBook) {
    for word in items.values.joined().flatMap(\.place) {
      switch word {
      case .text(let text?), .besideWords(let text): _ = book.symbol(of: text)
      case .text(nil), .number: break
      }
    }
  }

  /// Everything as cells of words that have all texts, and the words of their numbers, in the order
  /// of the keys or against it.
  func forEachCell(
    _ words: Words, isReversed: Bool = false, _ body: (Cell, CellWords) throws -> Void
  ) rethrows {
    var tallies = CellTallies(measures: Array(measures.indices))
    for (customer, items) in items.sorted(by: { $0.key < $1.key }) {
      tallies.begin(customer)
      for item in items { SampleCells.count(item, words, in: &tallies) }
    }
    let block = tallies.seal()
    let cellWords = cellWords(words)
    let order = Array(0..<block.cells.count)
    for position in isReversed ? order.reversed() : order { try body(block[position], cellWords) }
  }

  /// The cells rolled up.
  func index(isReversed: Bool = false) -> CellIndex {
    var book = WordBook()
    addTexts(to: &book)
    let words = Words.ranking(book).words
    var index = CellIndex(words: cellWords(words), periods: periods)
    forEachCell(words, isReversed: isReversed) { cell, _ in index.add(cell) }
    return index
  }

  /// What the numbers in cells stand for.
  func cellWords(_ words: Words) -> CellWords {
    CellWords(sources: sources, detectors: detectors, measures: measures) { words[$0] ?? "" }
  }

  private static func count(_ item: Item, _ words: Words, in tallies: inout CellTallies) {
    var place = item.place.map { word -> Coordinate in
      switch word {
      case .number(let coordinate): coordinate
      case .text(let text): text.map { Coordinate(words.symbol(of: $0)) } ?? .unknown
      case .besideWords(let text): Coordinate(besideWords: words.symbol(of: text))
      }
    }
    while place.count < 5 { place.append(.unknown) }
    var key = item.key
    key.coordinates = Coordinates(place[0], place[1], place[2], place[3], place[4])
    switch item.amount {
    case .sum(let sum, let count, let isProvisional):
      tallies.add(key, sum: sum, count: count, isProvisional: isProvisional)
    case .measured(let value): tallies.add(key, measured: value)
    case .once(let mark, let value): tallies.add(key, once: mark, value: value)
    case .example(let id, let write): tallies.offer(key, id, write)
    case .journey(let id, let make): tallies.offer(key, id) { make(words).write(to: &$0) }
    }
  }
}
