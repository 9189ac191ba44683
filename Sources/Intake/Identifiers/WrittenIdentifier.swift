/// Identifiers that a spreadsheet or a warehouse wrote as numbers.
///
/// ```
/// 0012346, A-17, 5E10, 9001.50   →  as they are
/// 9001.0, 1.6147805824397E13     →  9001, 16147805824397
/// 9001,0, 1,6147805824397E+13    →  the same, where the decimal mark is a comma
/// '0012346, '+14155550144        →  without the apostrophe that made them text
/// 1.61478E+13, 6.7E+10           →  lost: other numbers were rounded to the same text
/// ```
package enum WrittenIdentifier {
  /// What an identifier was before it was written so.
  enum Reading {
    /// The text itself, or a part of it.
    case text(UnsafeRawBufferPointer)
    /// Digits whose point stands elsewhere: `count` of them, without the point.
    case digits(count: Int)
    /// Its digits are gone.
    case lost
  }

  /// A name as it is published, whatever wrote it; nil if it has lost its digits.
  package static func plain(_ name: String) -> String? {
    Array(name.utf8).withUnsafeBytes { text in
      switch read(text) {
      case .text(let text): String(decoding: text, as: UTF8.self)
      case .digits(let count): String(decoding: digits(count, of: text), as: UTF8.self)
      case .lost: nil
      }
    }
  }

  /// Whether a text is what a spreadsheet or a program writes where it has no id: `#N/A`, `NaN`.
  static func isNothing(_ text: UnsafeRawBufferPointer) -> Bool {
    guard let first = text.first else { return true }
    if first == UInt8(ascii: "#") {
      return text.last == UInt8(ascii: "!") || text.last == UInt8(ascii: "?")
        || text.allSatisfy { $0 == first } || ASCII.isWord(text, "#n/a")
        || ASCII.isWord(text, "#n/a n/a")
    }
    // Written out for each length: it is asked of every identifier.
    switch text.count {
    case 3:
      return ASCII.isWord(text, "nan") || ASCII.isWord(text, "n/a") || ASCII.isWord(text, "nil")
        || ASCII.isWord(text, "inf")
    case 4:
      return ASCII.isWord(text, "null") || ASCII.isWord(text, "none")
        || ASCII.isWord(text, "-nan") || ASCII.isWord(text, "-inf")
    case 6:
      return ASCII.isWord(text, "(null)") || ASCII.isWord(text, "<null>")
        || ASCII.isWord(text, "(none)")
    case 7: return ASCII.isWord(text, "(blank)")
    case 9: return ASCII.isWord(text, "undefined")
    case 15: return ASCII.isWord(text, "[object object]")
    default: return false
    }
  }

  /// Reads a text without blanks around it.
  @inline(__always)
  static func read(_ text: UnsafeRawBufferPointer) -> Reading {
    // Most identifiers have neither an apostrophe nor the end of a number that was written so.
    guard text.count > 2, ASCII.isDigit(text[text.count - 1]) else { return .text(text) }
    return readNumber(text)
  }

  /// Whether two texts are the same but for how something wrote them as numbers.
  static func areEqual(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
    if ASCII.equal(left, right) { return true }
    // Only what ends in digits can be written otherwise.
    guard left.count != right.count, let last = left.last, ASCII.isDigit(last),
      let other = right.last, ASCII.isDigit(other)
    else { return false }
    return switch (read(left), read(right)) {
    case (.text(let left), .text(let right)): ASCII.equal(left, right)
    case (.digits(let count), .text(let right)): digits(count, of: left).elementsEqual(right)
    case (.text(let left), .digits(let count)): digits(count, of: right).elementsEqual(left)
    case (.digits(let count), .digits(let other)):
      digits(count, of: left).elementsEqual(digits(other, of: right))
    case (.lost, _), (_, .lost): false
    }
  }

  /// The first digits of a number, whose point stands elsewhere.
  static func digits(_ count: Int, of text: UnsafeRawBufferPointer) -> some Collection<UInt8> {
    text.lazy.filter { ASCII.isDigit($0) }.prefix(count)
  }

  private static func readNumber(_ text: UnsafeRawBufferPointer) -> Reading {
    let apostrophe = UInt8(ascii: "'")
    if text[0] == apostrophe, ASCII.isDigit(text[1]) || text[1] == UInt8(ascii: "+") {
      return readNumber(UnsafeRawBufferPointer(rebasing: text[1...]))
    }
    let isNegative = text[0] == UInt8(ascii: "-")
    let whole = digits(of: text, from: isNegative ? 1 : 0)
    guard whole.count > 0, whole.upperBound < text.count else { return .text(text) }
    var end = whole.upperBound
    var fraction = 0..<0
    if text[end] == UInt8(ascii: ".") || text[end] == UInt8(ascii: ",") {
      fraction = digits(of: text, from: end + 1)
      if fraction.isEmpty { return .text(text) }
      end = fraction.upperBound
    }
    if end == text.count { return withoutFraction(text, whole, fraction) }
    guard let exponent = exponent(of: text, from: end, isSure: !fraction.isEmpty) else {
      return .text(text)
    }
    // What is no whole number has lost nothing, and identifies nobody either.
    return !isNegative && exponent == fraction.count && text[0] != UInt8(ascii: "0")
      ? .digits(count: whole.count + fraction.count) : .lost
  }

  /// `9001.0` without its zeros; `9,000` may be nine thousand.
  private static func withoutFraction(
    _ text: UnsafeRawBufferPointer, _ whole: Range<Int>, _ fraction: Range<Int>
  ) -> Reading {
    let isWhole =
      !fraction.isEmpty && text[fraction].allSatisfy { $0 == UInt8(ascii: "0") }
      && (whole.count == 1 || text[whole.lowerBound] != UInt8(ascii: "0"))
      && (text[whole.upperBound] == UInt8(ascii: ".") || fraction.count != 3 || whole.count > 3)
    return .text(isWhole ? UnsafeRawBufferPointer(rebasing: text[..<whole.upperBound]) : text)
  }

  /// The exponent that ends the text; nil if it does not end so, or may be part of a name: `5E10`.
  private static func exponent(
    of text: UnsafeRawBufferPointer, from start: Int, isSure: Bool
  ) -> Int? {
    guard text[start] | 0x20 == UInt8(ascii: "e"), start + 1 < text.count else { return nil }
    let sign = text[start + 1]
    let isSigned = sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-")
    let digits = digits(of: text, from: start + (isSigned ? 2 : 1))
    guard isSigned || isSure, (1...3).contains(digits.count), digits.upperBound == text.count
    else { return nil }
    let value = text[digits].reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    return sign == UInt8(ascii: "-") ? -value : value
  }

  private static func digits(of text: UnsafeRawBufferPointer, from start: Int) -> Range<Int> {
    var end = start
    while end < text.count, ASCII.isDigit(text[end]) { end += 1 }
    return start..<end
  }
}
