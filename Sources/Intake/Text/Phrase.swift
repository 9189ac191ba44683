/// What a rule or a lexicon looks for: words in a row, as they are after folding.
///
/// `refund` is that word, `cancel*` words that begin so, `*kündigung` words that end so, and
/// `*kund*` the letters anywhere.
struct Phrase: Sendable, Hashable {
  /// The words, single blanks between them.
  let words: [UInt8]
  /// Whether something may stand before the first letter, behind the last one.
  let isOpenAtStart, isOpenAtEnd: Bool

  /// Why a text is no phrase.
  enum Failure: Error {
    /// Nothing of it is a letter or digit.
    case empty
    /// A `*` stands inside it.
    case star
    /// It has more than 200 bytes.
    case long
  }

  /// A phrase as the configuration writes it.
  init(_ text: String) throws(Failure) {
    isOpenAtStart = text.hasPrefix("*")
    isOpenAtEnd = text.count > 1 && text.hasSuffix("*")
    let inner = text.dropFirst(isOpenAtStart ? 1 : 0).dropLast(isOpenAtEnd ? 1 : 0)
    if inner.contains("*") { throw .star }
    words = Array(TextFolder.folded(String(inner)).dropFirst().dropLast())
    if words.isEmpty { throw .empty }
    if words.count > 200 { throw .long }
  }

  /// The bytes to be found in a folded text.
  var inText: [UInt8] {
    (isOpenAtStart ? [] : [0x20]) + words + (isOpenAtEnd ? [] : [0x20])
  }

  /// The bytes to be found in a field's whole value, between `start` and `end`.
  var inField: [UInt8] {
    (isOpenAtStart ? [] : [Self.start, 0x20]) + words + (isOpenAtEnd ? [] : [0x20, Self.end])
  }

  /// The marks around a field's value; no folded text has them.
  static let start: UInt8 = 0x02, end: UInt8 = 0x03
}
