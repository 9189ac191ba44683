/// One value or key of a JSON record: 16 bytes on the tape.
package struct JSONToken: Equatable, Sendable {
  /// What it is.
  package enum Kind: UInt8, Equatable, Sendable {
    /// Followed on the tape by key and value, key and value.
    case object
    /// Followed on the tape by its elements.
    case array
    /// Text.
    case string
    /// A number as written; nothing is rounded.
    case number
    /// The literal of this name.
    case `true`
    /// The literal of this name.
    case `false`
    /// The literal of this name.
    case null
    /// A member's name; its value is the next token.
    case key
  }

  /// What it is.
  package var kind: Kind
  /// Whether a string or key holds backslash escapes, which `JSONText.unescape` resolves.
  package var hasEscapes: Bool
  /// Its first byte, relative to the record's first byte; of strings and keys behind the quote.
  package var start: Int32
  /// The byte after its last one; of strings and keys before the quote.
  package var end: Int32
  /// The tape index behind it and all it contains; of a key, behind its value.
  package var next: Int32

  /// The bytes from start to end, relative to the record's first byte.
  package var range: Range<Int> { Int(start)..<Int(end) }
}
