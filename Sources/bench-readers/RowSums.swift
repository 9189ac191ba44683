internal import RecordFormats

/// Splits every row of a CSV file and sums the lengths of all its fields.
///
/// A length is that of the text: doubled quotes count once, quotes around it not at all.
struct RowSums: ~Copyable {
  private var scanner = CSVScanner(dialect: CSVDialect())
  private var isHeaderPending = true
  var result = ResultLine()
  private var length = 0

  /// `result` with the sum of lengths.
  var line: ResultLine {
    var line = result
    line.sums = [("length", length)]
    return line
  }

  mutating func take(_ row: Range<Int>, of bytes: UnsafeRawBufferPointer) {
    if isHeaderPending {
      isHeaderPending = false
      scanner.expectFieldCount(scanner.row.count)
      return
    }
    result.records += 1
    var sum = 0
    let fields = scanner.row
    for index in 0..<fields.count {
      let field = fields[index]
      sum &+= field.end &- field.start &- field.doubledQuotes
    }
    length += sum
  }
}

extension RowSums: RecordTaker {
  mutating func next(
    in bytes: UnsafeRawBufferPointer, from start: Int, isFinal: Bool
  ) -> ScanStep {
    scanner.next(in: bytes, from: start, isFinal: isFinal)
  }
}
