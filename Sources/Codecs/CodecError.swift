/// Compressed bytes that cannot be turned back into what they stand for.
package struct CodecError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong with the bytes.
  package enum Kind: Equatable, Sendable {
    /// The stream ends before its end mark.
    case truncated
    /// The stream breaks the format or a checksum does not hold.
    case corrupt
    /// The stream holds more or fewer bytes than were announced.
    case wrongSize
  }

  /// What is wrong, for callers that tell kinds apart.
  package var kind: Kind
  /// What happened, without any of the data.
  package var description: String

  /// An error of a kind with its sentence.
  package init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}
