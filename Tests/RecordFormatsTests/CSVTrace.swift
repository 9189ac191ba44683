import RecordFormats
import Testing

/// A CSV scan as a trace; `fixesWidth` expects the first record's width of the others.
///
/// It is made byte by byte; that every instruction set says the same is expected by the way.
func traceCSV(
  _ feed: Feed, _ dialect: CSVDialect = CSVDialect(), limits: ByteLimits = ByteLimits(),
  fixesWidth: Bool = false
) -> Trace {
  let trace = traceCSV(feed, dialect, limits: limits, fixesWidth: fixesWidth, set: nil)
  for set in fixesWidth ? InstructionSet.available : [] {
    let other = traceCSV(feed, dialect, limits: limits, fixesWidth: true, set: set)
    #expect(other == trace, "\(set), cut at \(feed.cuts)")
  }
  return trace
}

private func traceCSV(
  _ feed: Feed, _ dialect: CSVDialect, limits: ByteLimits, fixesWidth: Bool, set: InstructionSet?
) -> Trace {
  var scanner = CSVScanner(dialect: dialect, limits: limits, set: set)
  var isFirst = true
  var fields: [[UInt8]] = []
  return feed.trace { bytes, position, isFinal in
    let step = scanner.next(in: bytes, from: position, isFinal: isFinal)
    guard case .record = step else { return step }
    fields = (0..<scanner.row.count).map { text(of: scanner.row[$0], bytes, dialect) }
    if isFirst, fixesWidth { scanner.expectFieldCount(scanner.row.count) }
    isFirst = false
    return step
  } render: { _, _ in
    fields.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "|")
  } line: {
    scanner.line
  }
}

private func text(
  of field: FieldRange, _ bytes: UnsafeRawBufferPointer, _ dialect: CSVDialect
) -> [UInt8] {
  let raw = UnsafeRawBufferPointer(rebasing: bytes[field.range])
  var unescaped: [UInt8] = []
  if field.needsUnescape {
    CSVText.unescape(raw, quote: dialect.quote, into: &unescaped)
  } else {
    unescaped = Array(raw)
  }
  var transcoded: [UInt8] = []
  unescaped.withUnsafeBytes { CSVText.transcode($0, from: dialect.encoding, into: &transcoded) }
  return transcoded
}
