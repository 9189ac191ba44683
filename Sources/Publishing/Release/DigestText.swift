import Codecs

/// How digests are written.
package enum DigestText {
  /// Base64 with padding (RFC 4648 section 4), as content security policies want it.
  package static func base64(_ bytes: [UInt8]) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var text = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let word = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for digit in 0..<4 {
        text.append(digit <= group.count ? letters[word >> (18 - 6 * digit) & 63] : "=")
      }
    }
    return text
  }

  /// The SHA-256 of a whole text.
  package static func sha256(of text: String) -> [UInt8] {
    var running = SHA256()
    var text = text
    text.withUTF8 { running.update(UnsafeRawBufferPointer($0)) }
    return running.finalize()
  }
}
