internal import CByteScan

/// The three lexemes of JSON that are longer than a byte: strings, numbers, literals (RFC 8259
/// §3, §6, §7).
///
/// Each search begins at a lexeme and tells where it ends.
enum JSONLexeme {
  /// Where a lexeme ends.
  enum End {
    /// The byte behind it; of strings the closing quote.
    case at(Int)
    /// Not within the bytes at hand, which are right up to this byte; strings may go on from it.
    case unfinished(Int)
    /// Nothing that JSON has.
    case fault(JSONFault)
  }

  private static let quote = UInt8(ascii: "\"")
  private static let backslash = UInt8(ascii: "\\")

  /// The closing quote of the string whose first byte behind the opening quote is `start`.
  @inline(__always)
  static func string(
    _ base: UnsafePointer<UInt8>, from start: Int, to end: Int, hasEscapes: inout Bool
  ) -> End {
    let offset = start + tl_json_plain_run(base + start, end - start)
    if offset < end, base[offset] == quote { return .at(offset) }
    return unusualString(base, from: offset, to: end, hasEscapes: &hasEscapes)
  }

  /// As `string`, from the first byte on that is not plain.
  private static func unusualString(
    _ base: UnsafePointer<UInt8>, from start: Int, to end: Int, hasEscapes: inout Bool
  ) -> End {
    var offset = start
    while offset < end {
      let byte = base[offset]
      var length = 1
      if byte == quote { return .at(offset) }
      if byte == backslash {
        hasEscapes = true
        length = escape(base + offset, available: end - offset)
        if length == 0 { return .fault(JSONFault("an escape is not valid", at: offset)) }
      } else if byte < 0x20 {
        return .fault(JSONFault("a control character stands in a string", at: offset))
      } else if byte >= 0x80 {
        length = UTF8Text.sequenceLength(base + offset, available: end - offset)
        if length == 0 {
          let detail: StaticString = "a string is not valid utf-8"
          return .fault(JSONFault(detail, at: offset, kind: .invalidEncoding))
        }
      }
      if length < 0 { return .unfinished(offset) }
      offset += length
      offset += tl_json_plain_run(base + offset, end - offset)
    }
    return .unfinished(end)
  }

  /// Bytes of the escape that begins at `bytes`: 2, 6, or 12 for a surrogate pair.
  ///
  /// - Returns: 0 where it is none, a lone surrogate included; -1 where it is cut off.
  private static func escape(_ bytes: UnsafePointer<UInt8>, available: Int) -> Int {
    if available < 2 { return -1 }
    switch bytes[1] {
    case quote, backslash, UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return 2
    case UInt8(ascii: "u"): break
    default: return 0
    }
    let high = hexadecimal(bytes + 2, available: available - 2)
    if high < 0 { return high == -1 ? -1 : 0 }
    if !(0xd800...0xdfff).contains(high) { return 6 }
    if high >= 0xdc00 { return 0 }
    if available > 6, bytes[6] != backslash { return 0 }
    if available > 7, bytes[7] != UInt8(ascii: "u") { return 0 }
    if available < 8 { return -1 }
    let low = hexadecimal(bytes + 8, available: available - 8)
    if low == -1 { return -1 }
    return (0xdc00...0xdfff).contains(low) ? 12 : 0
  }

  /// The value of four hexadecimal digits; -1 where they are cut off, -2 where they are none.
  static func hexadecimal(_ bytes: UnsafePointer<UInt8>, available: Int) -> Int {
    var value = 0
    for index in 0..<4 {
      if index >= available { return -1 }
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | Int(byte & 0xf)
      case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"):
        value = value << 4 | (Int(byte & 0xf) + 9)
      default: return -2
      }
    }
    return value
  }

  /// The byte behind the number that begins at `start` with a digit or a minus.
  static func number(
    _ base: UnsafePointer<UInt8>, from start: Int, to end: Int, isFinal: Bool
  ) -> End {
    var offset = start
    if base[offset] == UInt8(ascii: "-") { offset += 1 }
    let first = offset
    offset = digits(base, from: offset, to: end)
    if offset == first { return noDigit(at: offset, of: end, isFinal: isFinal) }
    if base[first] == UInt8(ascii: "0"), offset > first + 1 {
      return .fault(JSONFault("a number begins with a zero", at: first))
    }
    if offset < end, base[offset] == UInt8(ascii: ".") {
      let fraction = offset + 1
      offset = digits(base, from: fraction, to: end)
      if offset == fraction { return noDigit(at: offset, of: end, isFinal: isFinal) }
    }
    if offset < end, base[offset] | 0x20 == UInt8(ascii: "e") {
      var exponent = offset + 1
      if exponent < end, base[exponent] == UInt8(ascii: "+") || base[exponent] == UInt8(ascii: "-")
      {
        exponent += 1
      }
      offset = digits(base, from: exponent, to: end)
      if offset == exponent { return noDigit(at: offset, of: end, isFinal: isFinal) }
    }
    return offset == end && !isFinal ? .unfinished(start) : .at(offset)
  }

  private static func digits(
    _ base: UnsafePointer<UInt8>, from start: Int, to end: Int
  ) -> Int {
    var offset = start
    while offset < end, base[offset] &- UInt8(ascii: "0") < 10 { offset += 1 }
    return offset
  }

  private static func noDigit(at offset: Int, of end: Int, isFinal: Bool) -> End {
    if offset == end, !isFinal { return .unfinished(offset) }
    return .fault(JSONFault("a number lacks a digit", at: offset))
  }

  /// The byte behind the literal that begins at `start` with the letter of one.
  static func literal(
    _ base: UnsafePointer<UInt8>, from start: Int, to end: Int, isFinal: Bool
  ) -> End {
    let word: StaticString =
      switch base[start] {
      case UInt8(ascii: "t"): "true"
      case UInt8(ascii: "f"): "false"
      default: "null"
      }
    for index in 0..<word.utf8CodeUnitCount {
      let isPresent = start + index < end
      if !isPresent, !isFinal { return .unfinished(start) }
      if !isPresent || base[start + index] != word.utf8Start[index] {
        return .fault(JSONFault("a word is not true, false or null", at: start))
      }
    }
    return .at(start + word.utf8CodeUnitCount)
  }
}
