/// Where one field of a CSV record lies.
package struct FieldRange: Equatable, Sendable {
  /// Its first byte, behind an opening quote, in the bytes the scanner was given.
  package var start: Int
  /// The byte after its last one, before a closing quote.
  package var end: Int
  /// Whether it holds doubled quotes, which `CSVText.unescape` halves.
  package var needsUnescape: Bool
  /// Whether it stood in quotes.
  package var isQuoted: Bool

  /// A field of known place.
  package init(start: Int, end: Int, needsUnescape: Bool = false, isQuoted: Bool = false) {
    self.start = start
    self.end = end
    self.needsUnescape = needsUnescape
    self.isQuoted = isQuoted
  }

  /// The bytes from start to end.
  package var range: Range<Int> { start..<end }
}
