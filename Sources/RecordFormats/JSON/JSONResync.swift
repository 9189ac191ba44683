/// Finds the end of a record that is not JSON, byte by byte, with a few bytes of state.
///
/// - Objects of their own: behind the brace that matches the record's first one, strings left out,
///   where both lie on one line; else before the next line that begins with a brace and is
///   indented no deeper than the line on which the record began.
/// - Elements of an array: behind the matching brace; of what begins with no brace, before the next
///   comma or closing bracket that is not nested.
///
/// Where the end cannot be decided, it is the end of the file.
struct JSONResync {
  /// What kind of record is passed over.
  private enum Mode {
    case firstLine, furtherLines, object, element
  }

  private var mode: Mode
  private let limitIndent: Int
  private var depth = 0
  private var isInString = false
  private var isEscaped = false
  private var isLineStart = false
  /// White space before the brace at which the next record was found.
  private(set) var indent = 0

  /// A search through objects that stand for themselves.
  init(lineIndent: Int, first: UInt8) {
    limitIndent = lineIndent
    indent = lineIndent
    mode = .firstLine
    // Without a first brace no brace can match it.
    if first != UInt8(ascii: "{") { depth = Int.min / 2 }
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
      case .furtherLines: if beginsRecord(byte) { return offset }
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

  /// Whether the byte is a brace at the start of a line that is not indented too deep.
  private mutating func beginsRecord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x0a, 0x0d:
      isLineStart = true
      indent = 0
    case 0x20, 0x09: indent += 1
    case UInt8(ascii: "{") where isLineStart && indent <= limitIndent: return true
    default: isLineStart = false
    }
    return false
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
