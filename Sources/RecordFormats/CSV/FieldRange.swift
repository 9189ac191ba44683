/// Where one field of a CSV record lies.
public struct FieldRange: Equatable, Sendable {
  /// Its first byte, behind an opening quote, in the bytes the scanner was given.
  public let start: Int
  /// The byte after its last one, before a closing quote.
  public let end: Int
  /// Pairs of quotes in it that stand for one.
  public let doubledQuotes: Int
  /// Whether it stood in quotes.
  public let isQuoted: Bool

  /// A field of known place.
  @usableFromInline
  init(start: Int, end: Int, doubledQuotes: Int = 0, isQuoted: Bool = false) {
    self.start = start
    self.end = end
    self.doubledQuotes = doubledQuotes
    self.isQuoted = isQuoted
  }

  /// Whether it holds doubled quotes, which `CSVText.unescape` halves.
  @inlinable public var needsUnescape: Bool { doubledQuotes > 0 }

  /// The bytes from start to end.
  @inlinable public var range: Range<Int> {
    Range(uncheckedBounds: (lower: start, upper: end))
  }
}
