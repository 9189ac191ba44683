/// How the bytes of a text stand for characters.
package enum TextEncoding: Equatable, Sendable, CaseIterable {
  /// UTF-8; a row with invalid bytes is rejected.
  case utf8
  /// ISO 8859-1: every byte is the code point of its value.
  case latin1
  /// Windows-1252: as ISO 8859-1 but for 0x80...0x9F.
  case windows1252
  /// UTF-16, low byte first; `UTF16Transcoder` turns it into UTF-8.
  case utf16LittleEndian
  /// UTF-16, high byte first; `UTF16Transcoder` turns it into UTF-8.
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

  /// Whether scanners read its bytes as they are; UTF-16 is transcoded before.
  package var isSupported: Bool {
    switch self {
    case .utf8, .latin1, .windows1252: true
    case .utf16LittleEndian, .utf16BigEndian: false
    }
  }

  /// The encoding whose byte order mark (RFC 3629 §6, RFC 2781 §3.2) these bytes begin with, or
  /// nil; three bytes are enough.
  package static func marked(by prefix: UnsafeRawBufferPointer) -> TextEncoding? {
    guard prefix.count >= 2 else { return nil }
    switch (prefix[0], prefix[1]) {
    case (0xff, 0xfe): return .utf16LittleEndian
    case (0xfe, 0xff): return .utf16BigEndian
    case (0xef, 0xbb) where prefix.count > 2 && prefix[2] == 0xbf: return .utf8
    default: return nil
    }
  }
}
