import RecordFormats
import Testing

@Suite struct JSONTextTests {
  @Test func unescapingGivesBackWhatWasEscaped() {
    var numbers = SeededNumbers(seed: 17)
    let characters =
      "aZ09 \"\\/\u{8}\u{c}\n\r\tñ€😀\u{7f}\u{80}\u{7ff}\u{800}\u{ffff}\u{10000}\u{10ffff}"
    for length in 0..<400 {
      let text = (0..<length % 40).map { _ in
        characters.unicodeScalars.randomElement(using: &numbers) ?? "a"
      }
      let plain = text.map { String($0) }.joined()
      let escaped = text.map { escape($0, &numbers) }.joined()
      var found = Array("before".utf8)
      Array(escaped.utf8).withUnsafeBytes { JSONText.unescape($0, into: &found) }
      #expect(String(decoding: found, as: UTF8.self) == "before" + plain)
    }
  }

  /// A character as it is where it may be, or one of its escapes.
  private func escape(_ scalar: Unicode.Scalar, _ numbers: inout SeededNumbers) -> String {
    let short: [Unicode.Scalar: String] = [
      "\"": "\\\"", "\\": "\\\\", "/": "\\/", "\u{8}": "\\b", "\u{c}": "\\f", "\n": "\\n",
      "\r": "\\r", "\t": "\\t",
    ]
    let isPlain = scalar.value >= 0x20 && scalar != "\"" && scalar != "\\"
    switch Int.random(in: 0..<3, using: &numbers) {
    case 0 where isPlain: return String(scalar)
    case 1: if let letter = short[scalar] { return letter }
    default: break
    }
    return String(scalar).utf16.map { unit in
      let digits = String(unit, radix: 16, uppercase: unit % 2 == 0)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }.joined()
  }
}
