/// A file that cannot be read on: the whole input is unusable from the stated byte.
package struct FormatFailure: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong with the file.
  package enum Kind: Equatable, Sendable {
    /// The gzip stream ends inside a member.
    case truncatedGzip
    /// A gzip member breaks the format, or its checksum or size does not hold.
    case damagedGzip
    /// Bytes that are neither gzip nor zero padding follow the last member.
    case trailingBytes
    /// The file has more gzip members than allowed.
    case tooManyMembers
    /// The decompressed bytes are out of proportion to the file.
    case ratio
    /// The file has more decompressed bytes than allowed.
    case tooManyBytes
    /// The text is in an encoding that is not read.
    case unsupportedEncoding
  }

  /// What is wrong with the file as a whole.
  package var kind: Kind
  /// Where: a byte of the file as stored, that is compressed where it is gzip.
  package var byteOffset: UInt64
  /// What happened, without any of the data.
  package var message: String

  /// A failure of known parts.
  package init(_ kind: Kind, byteOffset: UInt64, _ message: String) {
    self.kind = kind
    self.byteOffset = byteOffset
    self.message = message
  }

  /// The message with its byte.
  package var description: String { "\(message), at byte \(byteOffset)" }
}
