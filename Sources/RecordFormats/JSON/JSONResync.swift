/// Finds the end of a record that is not JSON, byte by byte, with a few bytes of state.
///
/// - Objects of their own: behind the brace that matches the record's first one, strings left out,
///   where both lie on one line; else before the next line that is indented no deeper than the one
///   on which the record began, or behind the brace that such a line begins with.
/// - What stands in the place of such an object and begins with no brace: the rest of its line.
/// - Elements of an array: behind the matching brace; of what begins with no brace, before the next
///   comma or closing bracket that is not nested.
///
/// So every garbled line is a rejection of its own, and an object over several indented lines is
/// one. Where the end cannot be decided, it is the end of the file.
struct JSONResync {
  /// What kind of record is passed over.
  private enum Mode {
    case garbledLine, firstLine, furtherLines, object, element
  }

  private var mode: Mode
  private let limitIndent: Int
  private var depth = 0
  private var isInString = false
  private var isEscaped = false
  private var isLineStart = false
  /// White space before the brace at which the next record was found.
  private(set) var indent = 0

  /// A search through objects that stand for themselves, from one on a line with this indentation.
  init(lineIndent: Int, first: UInt8) {
    limitIndent = lineIndent
    indent = lineIndent
    mode = first == UInt8(ascii: "{") ? .firstLine : .garbledLine
  }

  /// A search through the elements of an array.
  init(elementBeginningWith first: UInt8) {
    limitIndent = 0
    mode = first == UInt8(ascii: "{") ? .object : .element
  }

  /// Looks on from `start` for the end of the record.
  ///
  /// - Returns: the end, or nil where it lies behind these bytes.
  mutating func end(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
    for offset in start..<bytes.count {
      let byte = bytes[offset]
      switch mode {
      case .garbledLine: if byte == 0x0a || byte == 0x0d { return offset }
      case .furtherLines: if let end = endOfLines(byte, at: offset) { return end }
      case .firstLine:
        if byte == 0x0a || byte == 0x0d {
          mode = .furtherLines
          isLineStart = true
          indent = 0
        } else if closesObject(byte) {
          return offset + 1
        }
      case .object: if closesObject(byte) { return offset + 1 }
      case .element: if endsElement(byte) { return offset }
      }
    }
    return nil
  }

  /// The end of the record where the byte begins a line that is not indented too deep.
  private mutating func endOfLines(_ byte: UInt8, at offset: Int) -> Int? {
    switch byte {
    case 0x0a, 0x0d:
      isLineStart = true
      indent = 0
    case 0x20 where isLineStart, 0x09 where isLineStart: indent += 1
    case UInt8(ascii: "}") where isLineStart && indent <= limitIndent: return offset + 1
    default:
      if isLineStart, indent <= limitIndent { return offset }
      isLineStart = false
    }
    return nil
  }

  /// Whether the byte is the brace that matches the first one.
  private mutating func closesObject(_ byte: UInt8) -> Bool {
    if isQuoted(byte) { return false }
    if byte == UInt8(ascii: "{") { depth += 1 }
    if byte == UInt8(ascii: "}") { depth -= 1 }
    return byte == UInt8(ascii: "}") && depth == 0
  }

  /// Whether the byte follows the element.
  private mutating func endsElement(_ byte: UInt8) -> Bool {
    if isQuoted(byte) { return false }
    switch byte {
    case UInt8(ascii: ","): return depth == 0
    case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
    case UInt8(ascii: "]") where depth == 0: return true
    case UInt8(ascii: "]"), UInt8(ascii: "}"): depth = max(0, depth - 1)
    default: break
    }
    return false
  }

  /// Whether the byte belongs to a string, its quotes included.
  private mutating func isQuoted(_ byte: UInt8) -> Bool {
    if !isInString {
      isInString = byte == UInt8(ascii: "\"")
      return isInString
    }
    if isEscaped {
      isEscaped = false
    } else if byte == UInt8(ascii: "\\") {
      isEscaped = true
    } else if byte == UInt8(ascii: "\"") {
      isInString = false
    }
    return true
  }
}
