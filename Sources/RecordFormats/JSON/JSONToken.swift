/// One value or key of a JSON record.
public struct JSONToken: Equatable, Sendable {
  /// What a token begins or is.
  public enum Kind: UInt8, Equatable, Sendable {
    /// Members: keys with their values.
    case object
    /// The beginning of an array's elements.
    case array
    /// A text between quotation marks.
    case string
    /// A number as written; nothing is rounded.
    case number
    /// The literal of this name.
    case `true`
    /// The literal of this name.
    case `false`
    /// The literal of this name.
    case null
    /// The name of a member, whose value comes next.
    case key
  }

  /// What it begins or is.
  public let kind: Kind
  /// Whether a string or key holds backslash escapes, which `JSONText.unescape` resolves.
  public let hasEscapes: Bool
  /// Its first byte, relative to the record's first byte; of strings and keys behind the quote.
  public let start: Int
  /// The byte after its last one; of strings and keys before the quote.
  public let end: Int

  @usableFromInline
  init(kind: Kind, hasEscapes: Bool = false, start: Int, end: Int) {
    self.kind = kind
    self.hasEscapes = hasEscapes
    self.start = start
    self.end = end
  }

  /// The bytes from start to end, relative to the record's first byte.
  @inlinable public var range: Range<Int> {
    Range(uncheckedBounds: (lower: start, upper: end))
  }
}
