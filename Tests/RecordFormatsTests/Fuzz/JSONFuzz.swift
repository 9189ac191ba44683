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
        for index in 0..<scanner.tape.count {
          JSONFuzz.append(scanner.tape[index], of: record, to: &text)
        }
      }
      return (step, 0)
    }
  }

  /// A token as its bytes, and where it has escapes as its text.
  private static func append(
    _ token: JSONToken, of record: UnsafeRawBufferPointer, to text: inout [UInt8]
  ) {
    text.append(token.kind.rawValue << 1 | (token.hasEscapes ? 1 : 0))
    OracleText.append(Int(token.start), to: &text)
    OracleText.append(Int(token.end), to: &text)
    OracleText.append(Int(token.next), to: &text)
    if token.hasEscapes {
      JSONText.unescape(UnsafeRawBufferPointer(rebasing: record[token.range]), into: &text)
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
