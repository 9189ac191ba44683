import RecordFormats

/// JSON: the scanner says the same however the file is cut, and what the oracle says, to every
/// token of every tape.
struct JSONFuzz {
  /// Layout, record limit, limits of depth and values, slicing.
  static let choiceCount = 4

  private static let layouts: [JSONLayout] = [.objects, .array, .member("r"), .member("é\"")]
  private var whole = ScanLog()
  private var pieces = ScanLog()
  private var oracle = JSONOracle()

  /// What is wrong, or nil.
  mutating func finding(
    _ choices: UnsafeRawBufferPointer, _ file: UnsafeRawBufferPointer
  ) -> String? {
    let layout = JSONFuzz.layouts[Int(choices[0] & 3)]
    var limits = ByteLimits()
    if choices[1] > 0 { limits.record = Int(choices[1]) }
    if choices[2] & 15 > 0 { limits.depth = Int(choices[2] & 15) }
    if choices[2] >> 4 > 0 { limits.values = Int(choices[2] >> 4) }
    scan(file, .whole, layout, limits, into: &whole)
    if let problem = whole.problem { return "whole: \(problem)" }
    oracle.run(file, layout, limits)
    if let difference = whole.difference(to: oracle.log, isOracle: true) {
      return "scanner and oracle: \(difference)"
    }
    if let problem = validation(file, limits) { return problem }
    if choices[3] == 0 { return nil }
    scan(file, Slicing(choice: choices[3]), layout, limits, into: &pieces)
    if let problem = pieces.problem { return "in pieces: \(problem)" }
    return whole.difference(to: pieces).map { "whole and in pieces: \($0)" }
  }

  private func scan(
    _ file: UnsafeRawBufferPointer, _ slicing: Slicing, _ layout: JSONLayout,
    _ limits: ByteLimits, into log: inout ScanLog
  ) {
    var scanner = JSONScanner(layout: layout, limits: limits)
    log.run(file, slicing, limit: limits.record) { bytes, position, isLast, text in
      let step = scanner.next(in: bytes, from: position, isFinal: isLast)
      if case .record(let range) = step {
        let record = UnsafeRawBufferPointer(rebasing: bytes[range])
        var walk = TapeLog(tape: scanner.tape, record: record)
        walk.append(0, to: &text)
      }
      return (step, 0)
    }
  }

  /// The validator of whole texts against the oracle's grammar.
  private func validation(_ file: UnsafeRawBufferPointer, _ limits: ByteLimits) -> String? {
    let found = withExactCopy(file[...]) { JSONText.validate($0, limits: limits) }
    let expected = JSONOracle.isText(file, limits)
    if (found == nil) == expected { return nil }
    return "the text is \(expected ? "" : "not ")valid, the validator says: \(found as Any)"
  }
}

/// Every key and value of a record's tape as bytes, as `JSONOracleGrammar` writes them: what it is,
/// where it lies, the number of the first token behind all it contains, and where it has escapes
/// its text.
private struct TapeLog {
  let tape: JSONTape
  let record: UnsafeRawBufferPointer
  private var tokenCount = 0

  init(tape: JSONTape, record: UnsafeRawBufferPointer) {
    self.tape = tape
    self.record = record
  }

  mutating func append(_ mark: Int, to text: inout [UInt8]) {
    let place = append(tape[mark], to: &text)
    if tape.isObject(mark) {
      for (key, value) in tape.members(of: mark) {
        let place = append(key, to: &text)
        append(value, to: &text)
        patch(place, in: &text)
      }
    } else if tape.isArray(mark) {
      for element in tape.elements(of: mark) { append(element, to: &text) }
    }
    patch(place, in: &text)
  }

  /// Writes a token and answers where the number of the next one stands.
  private mutating func append(_ token: JSONToken, to text: inout [UInt8]) -> Int {
    tokenCount += 1
    text.append(token.kind.rawValue << 1 | (token.hasEscapes ? 1 : 0))
    OracleText.append(token.start, to: &text)
    OracleText.append(token.end, to: &text)
    let place = text.count
    OracleText.append(tokenCount, to: &text)
    if token.hasEscapes {
      JSONText.unescape(UnsafeRawBufferPointer(rebasing: record[token.range]), into: &text)
    }
    return place
  }

  private func patch(_ place: Int, in text: inout [UInt8]) {
    for byte in 0..<4 { text[place + byte] = UInt8(truncatingIfNeeded: tokenCount >> (8 * byte)) }
  }
}
