internal import CByteScan

/// The text of JSON strings, and whole JSON texts.
package enum JSONText {
  /// Appends a string of the tape with its escapes resolved, as UTF-8.
  ///
  /// - Parameter string: the bytes of a token that has escapes; the scanner found them valid.
  package static func unescape(_ string: UnsafeRawBufferPointer, into text: inout [UInt8]) {
    guard let memory = string.baseAddress else { return }
    let base = memory.assumingMemoryBound(to: UInt8.self)
    var offset = 0
    while offset < string.count {
      let plainBytes = tl_find_byte(base + offset, string.count - offset, UInt8(ascii: "\\"))
      text.append(contentsOf: UnsafeBufferPointer(start: base + offset, count: plainBytes))
      offset += plainBytes
      if offset == string.count { return }
      precondition(offset + 1 < string.count, "an escape is cut off")
      if base[offset + 1] != UInt8(ascii: "u") {
        text.append(plain(base[offset + 1]))
        offset += 2
        continue
      }
      var point = unit(base, at: offset, of: string.count)
      offset += 6
      if point >= 0xd800, point < 0xdc00 {
        let low = unit(base, at: offset, of: string.count)
        point = 0x10000 + (point - 0xd800) << 10 + (low - 0xdc00)
        offset += 6
      }
      append(point, to: &text)
    }
  }

  /// Whether the bytes are one valid JSON text of any kind, with white space around it.
  ///
  /// A byte order mark belongs to a file, not to a text (RFC 8259 §8.1).
  ///
  /// - Returns: nil where they are, else what is wrong.
  package static func validate(
    _ text: UnsafeRawBufferPointer, limits: ByteLimits = ByteLimits()
  ) -> FormatRejection? {
    var reader = JSONReader(limits: limits, keepsTape: false)
    switch reader.read(text, from: 0, isFinal: true) {
    case .failed(let fault): return fault.rejection()
    case .suspended(let offset): return JSONFault("the text ends early", at: offset).rejection()
    case .complete(let end):
      let rest = text[end...].firstIndex { !JSONReader.isWhite($0) }
      return rest.map { JSONFault("something follows the text", at: $0).rejection() }
    }
  }

  /// Whether a string of a JSON text is this one.
  static func matches(_ string: UnsafeRawBufferPointer, _ hasEscapes: Bool, _ text: String) -> Bool
  {
    if !hasEscapes { return string.elementsEqual(text.utf8) }
    var unescaped: [UInt8] = []
    unescape(string, into: &unescaped)
    return unescaped.elementsEqual(text.utf8)
  }

  private static func plain(_ letter: UInt8) -> UInt8 {
    switch letter {
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0c
    case UInt8(ascii: "n"): 0x0a
    case UInt8(ascii: "r"): 0x0d
    case UInt8(ascii: "t"): 0x09
    default: letter
    }
  }

  /// The code unit of the `\uXXXX` at an offset.
  private static func unit(_ base: UnsafePointer<UInt8>, at offset: Int, of count: Int) -> Int {
    let value = JSONLexeme.hexadecimal(base + offset + 2, available: count - offset - 2)
    precondition(value >= 0, "an escape is cut off")
    return value
  }

  private static func append(_ point: Int, to text: inout [UInt8]) {
    let last = UInt8(0x80 | point & 0x3f)
    let middle = UInt8(0x80 | point >> 6 & 0x3f)
    switch point {
    case ..<0x80: text.append(UInt8(point))
    case ..<0x800: text.append(contentsOf: [UInt8(0xc0 | point >> 6), last])
    case ..<0x10000: text.append(contentsOf: [UInt8(0xe0 | point >> 12), middle, last])
    default:
      let second = UInt8(0x80 | point >> 12 & 0x3f)
      text.append(contentsOf: [UInt8(0xf0 | point >> 18), second, middle, last])
    }
  }
}
