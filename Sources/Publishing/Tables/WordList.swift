package import JourneyModel
import ParquetFiles

/// The texts of a list by position, and the distinct ones among them in the order of their bytes.
package final class WordList: @unchecked Sendable {
  /// The distinct texts, sorted by UTF-8 bytes; freed with the list.
  let table: WordTable
  /// For each position the number of its text in the table.
  let numbers: UnsafePointer<UInt32>
  /// The number of a position without a text.
  static let absent = UInt32.max

  /// The list of texts; several positions may have the same one, or none.
  package convenience init(_ texts: [String?]) {
    self.init(
      count: texts.count,
      texts.indices.lazy.compactMap { index in texts[index].map { (index, $0) } })
  }

  /// A list of so many positions, of which some have a text: there may be a million.
  package init(count: Int, _ texts: some Sequence<(position: Int, text: String)>) {
    var given = GivenTexts()
    for (position, text) in texts { given.append(text, at: position) }
    let order = given.sortedNumbers()
    let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: given.bytes.count + 1)
    let ends = UnsafeMutablePointer<Int>.allocate(capacity: order.count + 1)
    let numbers = UnsafeMutablePointer<UInt32>.allocate(capacity: count + 1)
    numbers.initialize(repeating: WordList.absent, count: count + 1)
    var (distinct, end) = (0, 0)
    for (index, number) in order.enumerated() {
      if index == 0 || !given.isSame(order[index - 1], number) {
        for byte in given[number] {
          bytes[end] = byte
          end += 1
        }
        ends[distinct] = end
        distinct += 1
      }
      numbers[given.position(of: number)] = UInt32(distinct - 1)
    }
    table = WordTable(
      bytes: UnsafeRawPointer(bytes), ends: UnsafePointer(ends), count: distinct)
    self.numbers = UnsafePointer(numbers)
  }

  deinit {
    table.deallocate()
    numbers.deallocate()
  }
}

/// Texts with positions, back to back.
private struct GivenTexts {
  private(set) var bytes: [UInt8] = []
  private var ends: [Int] = []
  private var positions: [UInt32] = []

  mutating func append(_ text: String, at position: Int) {
    bytes.append(contentsOf: text.utf8)
    ends.append(bytes.count)
    positions.append(UInt32(position))
  }

  /// The bytes of a text.
  subscript(number: Int) -> ArraySlice<UInt8> {
    bytes[(number == 0 ? 0 : ends[number - 1])..<ends[number]]
  }

  func position(of number: Int) -> Int { Int(positions[number]) }

  func isSame(_ number: Int, _ other: Int) -> Bool { self[number].elementsEqual(self[other]) }

  /// The numbers of all texts in the order of their bytes.
  func sortedNumbers() -> [Int] {
    // Of strings an order would keep one of two spellings of a letter.
    ends.indices.sorted { self[$0].lexicographicallyPrecedes(self[$1]) }
  }
}

/// The texts that positions in entries stand for, of one run.
package struct PublishedWords: Sendable {
  /// The texts of all symbols.
  package let words: Words
  let systems: WordList
  let instances: WordList
  let sources: WordList
  let detectors: WordList
  let measures: WordList
  let units: WordList
  let inputs: WordList

  /// The words of a run: its symbols, its sources by position, the paths of its inputs by number.
  package init(
    _ words: Words, sources: [SourceDescription], inputs: WordList,
    settings: ReleaseSettings
  ) {
    self.words = words
    systems = WordList(sources.map { $0.system })
    instances = WordList(sources.map { $0.instance })
    self.sources = WordList(sources.map { $0.name })
    detectors = WordList(settings.detectors.map { $0.id })
    let measures = settings.measures.sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
    self.measures = WordList(measures.map { $0.id })
    units = WordList(measures.map { $0.unit?.name })
    self.inputs = inputs
  }
}
