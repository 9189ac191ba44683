/// Where one field of a CSV record lies.
public struct FieldRange: Equatable, Sendable {
  /// Its first byte, behind an opening quote, in the bytes the scanner was given.
  public let start: Int
  /// The byte after its last one, before a closing quote.
  public let end: Int
  /// Whether it holds doubled quotes, which `CSVText.unescape` halves.
  public let needsUnescape: Bool
  /// Whether it stood in quotes.
  public let isQuoted: Bool

  /// A field of known place.
  @usableFromInline
  init(start: Int, end: Int, needsUnescape: Bool = false, isQuoted: Bool = false) {
    self.start = start
    self.end = end
    self.needsUnescape = needsUnescape
    self.isQuoted = isQuoted
  }

  /// The bytes from start to end.
  @inlinable public var range: Range<Int> {
    Range(uncheckedBounds: (lower: start, upper: end))
  }
}
