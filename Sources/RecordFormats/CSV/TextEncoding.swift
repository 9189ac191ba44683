/// How the bytes of a text stand for characters.
package enum TextEncoding: Equatable, Sendable, CaseIterable {
  /// UTF-8; a row with invalid bytes is rejected.
  case utf8
  /// ISO 8859-1: every byte is the code point of its value.
  case latin1
  /// Windows-1252: as ISO 8859-1 but for 0x80...0x9F.
  case windows1252
  /// UTF-16, low byte first: recognised and refused.
  case utf16LittleEndian
  /// UTF-16, high byte first: recognised and refused.
  case utf16BigEndian

  /// The name used in settings and messages.
  package var name: String {
    switch self {
    case .utf8: "utf-8"
    case .latin1: "latin1"
    case .windows1252: "windows-1252"
    case .utf16LittleEndian: "utf-16le"
    case .utf16BigEndian: "utf-16be"
    }
  }

  /// The encoding of that name, or nil.
  package init?(name: String) {
    guard let known = TextEncoding.allCases.first(where: { $0.name == name }) else { return nil }
    self = known
  }

  /// Whether files in this encoding are read.
  package var isSupported: Bool {
    switch self {
    case .utf8, .latin1, .windows1252: true
    case .utf16LittleEndian, .utf16BigEndian: false
    }
  }

  /// The UTF-16 encoding whose byte order mark (RFC 2781 §3.2) these bytes begin with, or nil.
  package static func utf16(markedBy prefix: UnsafeRawBufferPointer) -> TextEncoding? {
    guard prefix.count >= 2 else { return nil }
    switch (prefix[0], prefix[1]) {
    case (0xff, 0xfe): return .utf16LittleEndian
    case (0xfe, 0xff): return .utf16BigEndian
    default: return nil
    }
  }
}
