import RecordFormats

/// CSV: the scanner says the same however the file is cut, and what the oracle says.
struct CSVFuzz {
  /// Dialect, delimiter and quote, record limit, column limit, slicing.
  static let choiceCount = 5

  private static let encodings: [TextEncoding] = [
    .utf8, .latin1, .windows1252, .utf16LittleEndian,
  ]
  private static let delimiters = Array(",;\t|".utf8)
  private static let quotes = Array("\"'`~".utf8)
  private var whole = ScanLog()
  private var pieces = ScanLog()
  private var oracle = CSVOracle()

  /// What is wrong, or nil.
  mutating func finding(
    _ choices: UnsafeRawBufferPointer, _ file: UnsafeRawBufferPointer
  ) -> String? {
    var dialect = CSVDialect()
    dialect.hasQuotes = choices[0] & 1 == 0
    dialect.hasHeader = choices[0] & 2 == 0
    dialect.skippedHeaderRows = Int(choices[0] >> 2 & 3)
    dialect.encoding = CSVFuzz.encodings[Int(choices[0] >> 4 & 3)]
    dialect.delimiter = CSVFuzz.delimiters[Int(choices[1] & 3)]
    dialect.quote = CSVFuzz.quotes[Int(choices[1] >> 2 & 3)]
    let fixesWidth = choices[0] & 64 != 0
    var limits = ByteLimits()
    if choices[2] > 0 { limits.record = Int(choices[2]) }
    if choices[3] > 0 { limits.columns = Int(choices[3]) }
    scan(file, .whole, dialect, limits, fixesWidth, into: &whole)
    if let problem = whole.problem { return "whole: \(problem)" }
    oracle.run(file, dialect, limits, fixesWidth: fixesWidth)
    if let difference = whole.difference(to: oracle.log, isOracle: true) {
      return "scanner and oracle: \(difference)"
    }
    if choices[4] == 0 { return nil }
    scan(file, Slicing(choice: choices[4]), dialect, limits, fixesWidth, into: &pieces)
    if let problem = pieces.problem { return "in pieces: \(problem)" }
    return whole.difference(to: pieces).map { "whole and in pieces: \($0)" }
  }

  private func scan(
    _ file: UnsafeRawBufferPointer, _ slicing: Slicing, _ dialect: CSVDialect,
    _ limits: ByteLimits, _ fixesWidth: Bool, into log: inout ScanLog
  ) {
    var scanner = CSVScanner(dialect: dialect, limits: limits)
    var isFirst = true
    log.run(file, slicing, limit: limits.record) { bytes, position, isLast, text in
      let step = scanner.next(in: bytes, from: position, isFinal: isLast)
      if case .record(let range) = step {
        if isFirst, fixesWidth { scanner.expectFieldCount(scanner.row.count) }
        isFirst = false
        for index in 0..<scanner.row.count {
          CSVFuzz.append(scanner.row[index], bytes, range, dialect, to: &text)
        }
      }
      return (step, scanner.line)
    }
  }

  /// A field as its place in the record, its marks and its text.
  private static func append(
    _ field: FieldRange, _ bytes: UnsafeRawBufferPointer, _ record: Range<Int>,
    _ dialect: CSVDialect, to text: inout [UInt8]
  ) {
    OracleText.append(field.start - record.lowerBound, to: &text)
    OracleText.append(field.end - record.lowerBound, to: &text)
    text.append((field.isQuoted ? 1 : 0) + (field.needsUnescape ? 2 : 0))
    let raw = UnsafeRawBufferPointer(rebasing: bytes[field.range])
    if !field.needsUnescape {
      CSVText.transcode(raw, from: dialect.encoding, into: &text)
      return
    }
    var unescaped: [UInt8] = []
    CSVText.unescape(raw, quote: dialect.quote, into: &unescaped)
    unescaped.withUnsafeBytes { CSVText.transcode($0, from: dialect.encoding, into: &text) }
  }
}
