extension CSVDialect {
  /// Records a delimiter is judged by, the first included.
  private static let judgedRecords = 100

  /// The delimiters that are looked for, in the order of their likelihood.
  package static let usualDelimiters = [
    UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|"),
  ]

  /// The dialect a file most likely has, judged by its beginning.
  ///
  /// The delimiter is the one of `, ; tab |` that splits the first record into at least two fields
  /// and most of the following records into as many; of equals the one that gives more fields, then
  /// the earlier one named here; comma where none does. The encoding is UTF-8: others must be
  /// declared or marked, because guessing them would hide damage.
  package static func detect(sample: UnsafeRawBufferPointer, isFinal: Bool) -> CSVDialect {
    var dialect = CSVDialect()
    var best = (agreeing: 0, fields: 0)
    for delimiter in usualDelimiters {
      let found = judge(delimiter, sample: sample, isFinal: isFinal)
      if (found.agreeing, found.fields) > best {
        best = found
        dialect.delimiter = delimiter
      }
    }
    return dialect
  }

  /// How many of the following records in a thousand have as many fields as the first, and how
  /// many these are.
  private static func judge(
    _ delimiter: UInt8, sample: UnsafeRawBufferPointer, isFinal: Bool
  ) -> (agreeing: Int, fields: Int) {
    var dialect = CSVDialect()
    dialect.delimiter = delimiter
    // Latin-1 takes any byte, so that damaged text does not decide about delimiters.
    dialect.encoding = .latin1
    var scanner = CSVScanner(dialect: dialect, limits: ByteLimits())
    var (first, agreeing, others, offset) = (0, 0, 0, 0)
    scan: while agreeing + others < judgedRecords {
      switch scanner.next(in: sample, from: offset, isFinal: isFinal) {
      case .record(let range):
        offset = range.upperBound
        if first == 0 { first = scanner.row.count }
        if scanner.row.count == first { agreeing += 1 } else { others += 1 }
      case .rejected(let range, _):
        offset = range.upperBound
        others += 1
      case .framing(let range), .rejectedContinuation(let range): offset = range.upperBound
      case .needsMore, .end: break scan
      }
    }
    return first < 2 ? (0, 0) : (agreeing * 1_000 / (agreeing + others), first)
  }
}
