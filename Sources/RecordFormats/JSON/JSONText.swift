internal import CByteScan

/// The text of JSON strings, and whole JSON texts.
package enum JSONText {
  /// Appends a string of the tape with its escapes resolved, as UTF-8.
  ///
  /// - Parameter string: the bytes of a token that has escapes; the scanner found them valid.
  package static func unescape(_ string: UnsafeRawBufferPointer, into text: inout [UInt8]) {
    text.append(addingCapacity: string.count) { added in
      added.withUnsafeMutableBufferPointer { room, count in
        if let start = room.baseAddress { count = unescape(string, to: start) }
      }
    }
  }

  /// Writes a string of the tape with its escapes resolved, as UTF-8, and returns how long it is:
  /// no escape is shorter than what it stands for.
  ///
  /// - Parameter text: room for as many bytes as the string has, all of which may be written.
  package static func unescape(
    _ string: UnsafeRawBufferPointer, to text: UnsafeMutablePointer<UInt8>
  ) -> Int {
    guard let memory = string.baseAddress else { return 0 }
    let base = memory.assumingMemoryBound(to: UInt8.self)
    let count = string.count
    let backslash = UInt8(ascii: "\\")
    var offset = tl_copy_before(base, count, backslash, text)
    var written = offset
    while offset < count {
      precondition(offset + 1 < count, "an escape is cut off")
      if base[offset + 1] == UInt8(ascii: "u") {
        let (point, length) = codePoint(base, at: offset, of: count)
        offset += length
        written += UTF8Text.write(point, to: text + written)
      } else {
        text[written] = plain(base[offset + 1])
        offset += 2
        written += 1
      }
      let plainBytes = tl_copy_before(base + offset, count - offset, backslash, text + written)
      offset += plainBytes
      written += plainBytes
    }
    return written
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

  /// The character of the `\uXXXX`, or two of them, at an offset, and how long that is.
  private static func codePoint(
    _ base: UnsafePointer<UInt8>, at offset: Int, of count: Int
  ) -> (UInt32, length: Int) {
    let unit = unit(base, at: offset, of: count)
    if !(0xd800..<0xdc00).contains(unit) { return (unit, 6) }
    let low = self.unit(base, at: offset + 6, of: count)
    return (0x10000 + (unit - 0xd800) << 10 + (low - 0xdc00), 12)
  }

  /// The code unit of the `\uXXXX` at an offset.
  private static func unit(_ base: UnsafePointer<UInt8>, at offset: Int, of count: Int) -> UInt32 {
    let value = JSONLexeme.hexadecimal(base + offset + 2, available: count - offset - 2)
    precondition(value >= 0, "an escape is cut off")
    return UInt32(value)
  }
}
