package import JourneyModel

/// The most general part of every reason: what stands before the first " / ", as a number.
package struct ReasonLevels: Sendable {
  /// For each symbol the number of its first level; equal levels have equal numbers.
  private let levels: [UInt32]
  /// How many different numbers there are, that of no reason included.
  let count: Int

  /// The levels of all words.
  package init(_ words: Words) {
    var levels: [UInt32] = [0]
    levels.reserveCapacity(words.count + 1)
    var book = WordBook()
    for number in 0..<words.count {
      words.withUTF8(Symbol(UInt32(number + 1))) { text in
        let end = ReasonLevels.endOfFirst(in: text)
        levels.append(book.symbol(of: UnsafeRawBufferPointer(rebasing: text[..<end])).number)
      }
    }
    self.levels = levels
    count = book.count + 1
  }

  /// The first level of a reason.
  package func first(of reason: Symbol) -> UInt32 { levels[Int(reason.number)] }

  /// Where the first level ends.
  static func endOfFirst(in text: UnsafeRawBufferPointer) -> Int {
    var index = 0
    while index + 3 <= text.count {
      if text[index] == UInt8(ascii: " "), text[index + 1] == UInt8(ascii: "/"),
        text[index + 2] == UInt8(ascii: " ")
      {
        return index
      }
      index += 1
    }
    return text.count
  }
}
