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
  package init(_ texts: [String?]) {
    // Of strings a set would keep one of two spellings of a letter.
    let distinct = Set(texts.compactMap { $0.map { Array($0.utf8) } })
      .sorted { $0.lexicographicallyPrecedes($1) }
    let bytes = UnsafeMutablePointer<UInt8>.allocate(
      capacity: distinct.reduce(1) { $0 + $1.count })
    let ends = UnsafeMutablePointer<Int>.allocate(capacity: distinct.count + 1)
    var end = 0
    var numberOfText: [[UInt8]: UInt32] = [:]
    for (number, text) in distinct.enumerated() {
      for byte in text {
        bytes[end] = byte
        end += 1
      }
      ends[number] = end
      numberOfText[text] = UInt32(number)
    }
    let numbers = UnsafeMutablePointer<UInt32>.allocate(capacity: texts.count + 1)
    for (position, text) in texts.enumerated() {
      numbers[position] = text.flatMap { numberOfText[Array($0.utf8)] } ?? WordList.absent
    }
    table = WordTable(
      bytes: UnsafeRawPointer(bytes), ends: UnsafePointer(ends), count: distinct.count)
    self.numbers = UnsafePointer(numbers)
  }

  deinit {
    table.deallocate()
    numbers.deallocate()
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
    _ words: Words, sources: [SourceDescription], inputs: [UInt32: String],
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
    let last = Int(inputs.keys.max() ?? 0)
    self.inputs = WordList((0...last).map { inputs[UInt32($0)] })
  }
}
