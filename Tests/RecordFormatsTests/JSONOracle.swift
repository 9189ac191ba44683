import RecordFormats

/// JSON files read slowly and obviously: whole file, by recursion, by the rules in `JSONScanner`.
///
/// Shares no code with the scanner, on purpose. `JSONOracleGrammar` reads values, this what stands
/// around them and what is passed over.
struct JSONOracle {
  /// What the scanner must say, but for the words of rejections.
  private(set) var log = ScanLog()

  private typealias Fault = JSONOracleGrammar.Fault

  private var bytes = UnsafeRawBufferPointer(start: nil, count: 0)
  private var limits = ByteLimits()
  private var position = 0
  private var framingStart = 0
  /// Where the current line begins, until its first record is met.
  private var lineStart: Int?
  private var lineIndent = 0
  private var isLost = false

  /// Whether a file is one JSON text of any kind and white space.
  static func isText(_ bytes: UnsafeRawBufferPointer, _ limits: ByteLimits) -> Bool {
    var grammar = JSONOracleGrammar(bytes, limits, origin: nil, end: bytes.count)
    var nothing: [UInt8] = []
    guard let end = try? grammar.value(at: 0, into: &nothing) else { return false }
    return bytes[end...].allSatisfy { [32, 9, 10, 13].contains($0) }
  }

  /// Reads a file.
  mutating func run(_ bytes: UnsafeRawBufferPointer, _ layout: JSONLayout, _ limits: ByteLimits) {
    (self.bytes, self.limits, position, framingStart) = (bytes, limits, 0, 0)
    (lineStart, lineIndent, isLost) = (nil, 0, false)
    log.clear()
    lineStart = 0
    do throws(Fault) {
      switch layout {
      case .objects: try readRecords(amongLines: true)
      case .array: try readArrays()
      case .member(let key): try readPages(Array(key.utf8))
      }
      endFraming()
    } catch {
      position = error.place
      endFraming()
      let range = position..<bytes.count
      log.add(.init(kind: .rejected, range: range, why: error.why, place: position))
    }
  }

  /// Arrays of records, one behind the other.
  private mutating func readArrays() throws(Fault) {
    while let byte = skipWhite(andMarks: true) {
      if byte != UInt8(ascii: "[") { throw Fault(.malformedJSON, position) }
      position += 1
      try readRecords(amongLines: false)
      if isLost { return }
    }
  }

  /// Objects of which a member is an array of records, one behind the other.
  private mutating func readPages(_ key: [UInt8]) throws(Fault) {
    while let byte = skipWhite(andMarks: true) {
      if byte != UInt8(ascii: "{") { throw Fault(.malformedJSON, position) }
      position += 1
      if try expect() == UInt8(ascii: "}") {
        position += 1
        continue
      }
      repeat {
        let isWanted = try readKey() == key
        if try expect() != UInt8(ascii: ":") { throw Fault(.malformedJSON, position) }
        position += 1
        if isWanted, try expect() == UInt8(ascii: "[") {
          position += 1
          try readRecords(amongLines: false)
          if isLost { return }
        } else {
          try passValue()
        }
        if try expect() == UInt8(ascii: "}") { break }
        if bytes[position] != UInt8(ascii: ",") { throw Fault(.malformedJSON, position) }
        position += 1
      } while true
      position += 1
    }
  }

  /// Records up to the closing bracket or, among lines, to the end of the file.
  private mutating func readRecords(amongLines: Bool) throws(Fault) {
    while let byte = skipSeparators(andMarks: amongLines) {
      if byte == UInt8(ascii: "]"), !amongLines {
        position += 1
        return
      }
      if let start = lineStart { lineIndent = position - start }
      lineStart = nil
      endFraming()
      readRecord(amongLines)
      framingStart = position
      if isLost { return }
    }
    if !amongLines { throw Fault(.malformedJSON, bytes.count) }
  }

  /// Logs what stands in the place of a record and moves behind it.
  private mutating func readRecord(_ amongLines: Bool) {
    let start = position
    let end = min(bytes.count, start + limits.record)
    let textStart = log.text.count
    do throws(Fault) {
      if bytes[start] != UInt8(ascii: "{") { throw Fault(.malformedJSON, start) }
      var grammar = JSONOracleGrammar(bytes, limits, origin: start, end: end)
      position = try grammar.value(at: start, into: &log.text)
      log.add(.init(kind: .record, range: start..<position))
    } catch {
      log.text.removeSubrange(textStart...)
      var why = error
      if error.isCut {
        why = Fault(end < bytes.count ? .recordTooLarge : .malformedJSON, end)
      }
      let found = amongLines ? nextAmongLines(from: start) : nextElement(from: start)
      isLost = found == nil
      position = found ?? bytes.count
      log.add(.init(kind: .rejected, range: start..<position, why: why.why, place: why.place))
    }
  }

  private mutating func endFraming() {
    if framingStart < position { log.add(.init(kind: .framing, range: framingStart..<position)) }
    framingStart = position
  }

  /// The first byte that is not white space, or nil at the end of the file.
  private mutating func skipWhite(andMarks: Bool = false) -> UInt8? {
    while position < bytes.count {
      let isWhite = [32, 9, 10, 13].contains(bytes[position])
      let length = isWhite ? 1 : andMarks ? markLength : 0
      if length == 0 { return bytes[position] }
      position += length
    }
    return nil
  }

  private mutating func skipSeparators(andMarks: Bool) -> UInt8? {
    while position < bytes.count {
      let isSeparator = [32, 9, 10, 13, 44].contains(bytes[position])
      let mark = andMarks && !isSeparator ? markLength : 0
      if !isSeparator, mark == 0 { return bytes[position] }
      if bytes[position] == 10 || bytes[position] == 13 { lineStart = position + 1 }
      // A mark is no indentation.
      if let start = lineStart { lineStart = start + mark }
      position += isSeparator ? 1 : mark
    }
    return nil
  }

  /// Bytes of the byte order mark or record separator at hand; 0 if there is none.
  private var markLength: Int {
    if bytes[position] == 30 { return 1 }
    return bytes[position...].starts(with: [239, 187, 191]) ? 3 : 0
  }

  /// As `skipWhite`, where the file must not end.
  private mutating func expect() throws(Fault) -> UInt8 {
    guard let byte = skipWhite() else { throw Fault(.malformedJSON, bytes.count) }
    return byte
  }

  /// The text of the key at hand, of which no more than its limit and a byte is looked at.
  private mutating func readKey() throws(Fault) -> [UInt8] {
    if try expect() != UInt8(ascii: "\"") { throw Fault(.malformedJSON, position) }
    let end = min(bytes.count, position + 1 + limits.record + 1)
    let grammar = JSONOracleGrammar(bytes, limits, origin: nil, end: end)
    var text: [UInt8] = []
    do throws(Fault) {
      position = try grammar.string(at: position, into: &text)
      return text
    } catch {
      let isTooLarge = error.isCut && end - position - 1 > limits.record
      throw Fault(isTooLarge ? .recordTooLarge : error.why, position)
    }
  }

  /// Passes over a value of the envelope; of a cut one what is whole of it is framing.
  private mutating func passValue() throws(Fault) {
    var grammar = JSONOracleGrammar(bytes, limits, origin: nil, end: bytes.count)
    var nothing: [UInt8] = []
    position = try grammar.value(at: position, into: &nothing)
  }
}

extension JSONOracle {
  /// Where reading goes on behind a broken record that stands for itself.
  ///
  /// What is no object costs its line. An object ends behind its matching brace on the same line,
  /// else where a line is indented no deeper, or behind the brace that line begins with.
  private mutating func nextAmongLines(from start: Int) -> Int? {
    let lineEnd = bytes[start...].firstIndex { $0 == 10 || $0 == 13 } ?? bytes.count
    if bytes[start] != UInt8(ascii: "{") { return lineEnd < bytes.count ? lineEnd : nil }
    if let end = matchingBrace(from: start, to: lineEnd) { return end }
    var line = lineEnd
    while line < bytes.count {
      line += 1
      let text = bytes[line...].firstIndex { $0 != 32 && $0 != 9 } ?? bytes.count
      if text < bytes.count, bytes[text] != 10, bytes[text] != 13, text - line <= lineIndent {
        lineIndent = text - line
        return bytes[text] == UInt8(ascii: "}") ? text + 1 : text
      }
      line = bytes[text...].firstIndex { $0 == 10 || $0 == 13 } ?? bytes.count
    }
    return nil
  }

  /// Where reading goes on behind a broken element of an array.
  private func nextElement(from start: Int) -> Int? {
    if bytes[start] == UInt8(ascii: "{") { return matchingBrace(from: start, to: bytes.count) }
    var depth = 0
    var offset = start
    while offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: "\""): offset = stringEnd(from: offset) - 1
      case UInt8(ascii: ",") where depth == 0, UInt8(ascii: "]") where depth == 0: return offset
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth = max(0, depth - 1)
      default: break
      }
      offset += 1
    }
    return nil
  }

  /// Behind the brace that matches the one at `start`, strings left out.
  private func matchingBrace(from start: Int, to end: Int) -> Int? {
    var depth = 0
    var offset = start
    while offset < end {
      switch bytes[offset] {
      case UInt8(ascii: "\""): offset = stringEnd(from: offset) - 1
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"): depth -= 1
      default: break
      }
      offset += 1
      if depth == 0 { return offset }
    }
    return nil
  }

  /// Behind the quote that closes the string opened at `start`, or the end of the file.
  private func stringEnd(from start: Int) -> Int {
    var offset = start + 1
    while offset < bytes.count, bytes[offset] != UInt8(ascii: "\"") {
      offset += bytes[offset] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(offset + 1, bytes.count)
  }
}
