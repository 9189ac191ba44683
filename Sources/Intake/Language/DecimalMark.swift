package import Settings

/// How the numbers of an input are written.
package enum DecimalMark: String, CaseIterable, Sendable {
  /// As programs write them: a point, no marks between thousands.
  case plain
  /// `1.234,5`, `1 234,5`, `87,5`.
  case comma
  /// `1,234.5`, `1 234.5`.
  case point

  /// The mark under a mapping's key `decimal`; nil if there is none.
  package init?(_ keys: inout MappingReader) {
    let marks = DecimalMark.allCases.map(\.rawValue)
    guard let word = keys.word("decimal", among: marks) else { return nil }
    self.init(rawValue: word)
  }

  /// Writes a number as programs do, without the marks between thousands and a sign of percent;
  /// false, whatever was written, if it is spelled otherwise.
  func spell(_ text: UnsafeRawBufferPointer, into output: inout [UInt8]) -> Bool {
    var text = text
    if text.last == UInt8(ascii: "%") {
      text = ASCII.trimmed(UnsafeRawBufferPointer(rebasing: text.dropLast()))
    }
    guard self != .plain else {
      output.append(contentsOf: text)
      return true
    }
    let mark = self == .comma ? UInt8(ascii: ",") : UInt8(ascii: ".")
    let whole = text.firstIndex(of: mark) ?? text.count
    guard appendWhole(UnsafeRawBufferPointer(rebasing: text[..<whole]), to: &output) else {
      return false
    }
    guard whole < text.count else { return true }
    output.append(UInt8(ascii: "."))
    output.append(contentsOf: text[(whole + 1)...])
    return true
  }

  /// Appends a whole number without the marks before each three digits.
  private func appendWhole(_ whole: UnsafeRawBufferPointer, to output: inout [UInt8]) -> Bool {
    var index = 0
    var digits = 0
    var isGrouped = false
    while index < whole.count {
      let mark = markLength(in: whole, at: index)
      if mark > 0 {
        guard digits == 3 || (!isGrouped && (1...3).contains(digits)) else { return false }
        isGrouped = true
        digits = 0
        index += mark
      } else {
        digits += ASCII.isDigit(whole[index]) ? 1 : 0
        output.append(whole[index])
        index += 1
      }
    }
    return !isGrouped || digits == 3
  }

  /// How many bytes a mark between thousands has: the other sign, an apostrophe, or a blank, one
  /// that does not break among them; 0 if there is none.
  private func markLength(in text: UnsafeRawBufferPointer, at index: Int) -> Int {
    switch text[index] {
    case UInt8(ascii: "."): self == .comma ? 1 : 0
    case UInt8(ascii: ","): self == .point ? 1 : 0
    case UInt8(ascii: " "), UInt8(ascii: "'"): 1
    case 0xc2: index + 1 < text.count && text[index + 1] == 0xa0 ? 2 : 0
    case 0xe2:
      index + 2 < text.count && text[index + 1] == 0x80
        && (text[index + 2] == 0xaf || text[index + 2] == 0x99) ? 3 : 0
    default: 0
    }
  }
}
