import RecordFormats

/// CSV read slowly and obviously: whole file, one byte at a time, by the rules in `CSVScanner`.
///
/// Shares no code with the scanner, on purpose.
struct CSVOracle {
  /// What the scanner must say, but for the words of rejections.
  private(set) var log = ScanLog()

  private struct Field {
    var start: Int
    var end: Int
    var isQuoted: Bool
    var hasPairs = false
  }

  private struct Broken: Error {
    var why: FormatRejection.Kind
    var fieldStart: Int
    var place: Int
  }

  private static let windows1252 = Array(
    """
    €\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ
    """.unicodeScalars)
  private var bytes = UnsafeRawBufferPointer(start: nil, count: 0)
  private var dialect = CSVDialect()
  private var limits = ByteLimits()
  private var fields: [Field] = []
  private var line: UInt64 = 1

  /// Reads a file; the first record's width is expected of the others where it fixes it.
  mutating func run(
    _ bytes: UnsafeRawBufferPointer, _ dialect: CSVDialect, _ limits: ByteLimits, fixesWidth: Bool
  ) {
    (self.bytes, self.dialect, self.limits, line) = (bytes, dialect, limits, 1)
    log.clear()
    if bytes.isEmpty { return }
    if dialect.encoding == .utf16LittleEndian {
      log.add(
        .init(kind: .rejected, range: 0..<bytes.count, why: .invalidEncoding, place: 0, line: 1))
      return
    }
    var position = 0
    var isHeader = dialect.hasHeader
    var skip = dialect.skippedHeaderRows
    var width: Int?
    while position < bytes.count {
      let start = position
      if let mark = [[30], [239, 187, 191]].first(where: bytes[position...].starts) {
        position += mark.count
        log.add(.init(kind: .framing, range: start..<position))
        continue
      }
      if let end = lineEnd(at: position) {
        position = end
        log.add(.init(kind: .framing, range: start..<end))
        line += 1
        continue
      }
      let isSkipped = !isHeader && skip > 0
      if isSkipped { skip -= 1 }
      isHeader = false
      do throws(Broken) {
        position = try splitRow(at: start)
        let isRecord = try judge(start..<position, isSkipped, width)
        if isRecord, fixesWidth { width = width ?? fields.count }
      } catch {
        if error.fieldStart >= 0 { position = nextLine(after: error.fieldStart) }
        if error.why == .recordTooLarge || error.why == .tooManyColumns {
          position = nextRow(after: start)
        }
        let range = start..<position
        log.add(
          .init(kind: .rejected, range: range, why: error.why, place: error.place, line: line))
      }
      line += lineEnds(in: start..<position)
    }
  }

  /// Logs a row that was split; whether it is a record.
  private mutating func judge(
    _ row: Range<Int>, _ isSkipped: Bool, _ width: Int?
  ) throws(Broken) -> Bool {
    if dialect.encoding == .utf8 {
      var position = row.lowerBound
      while position < row.upperBound {
        guard
          case .whole(let length) = OracleText.sequence(bytes, at: position, to: row.upperBound)
        else { throw Broken(why: .invalidEncoding, fieldStart: -1, place: position) }
        position += length
      }
    }
    if isSkipped {
      log.add(.init(kind: .framing, range: row))
      return false
    }
    if let width, fields.count < width {
      throw Broken(why: .tooFewFields, fieldStart: -1, place: row.lowerBound)
    }
    for field in fields.dropFirst(width ?? fields.count) {
      if (field.start..<field.end).contains(where: { bytes[$0] != 32 && bytes[$0] != 9 }) {
        throw Broken(why: .tooManyFields, fieldStart: -1, place: field.start)
      }
    }
    for field in fields.prefix(width ?? fields.count) { tell(field, of: row) }
    log.add(.init(kind: .record, range: row, line: line))
    return true
  }

  /// Splits the row at a position into `fields`; its end.
  private mutating func splitRow(at start: Int) throws(Broken) -> Int {
    fields.removeAll(keepingCapacity: true)
    var position = start
    while true {
      let fieldStart = position
      if fields.count == limits.columns {
        throw Broken(why: .tooManyColumns, fieldStart: fieldStart, place: fieldStart)
      }
      position = try takeField(at: fieldStart, of: start)
      let reachesLimit = position >= start + limits.record
      if reachesLimit, bytes.count > start + limits.record { throw tooLarge(fieldStart, start) }
      if position >= bytes.count { return bytes.count }
      if let end = lineEnd(at: position) {
        if end - start > limits.record { throw tooLarge(fieldStart, start) }
        return end
      }
      if bytes[position] != dialect.delimiter {
        throw Broken(why: .strayQuote, fieldStart: fieldStart, place: position)
      }
      position += 1
    }
  }

  /// Takes the field at a position, as far as the limit; where it ends, behind a closing quote.
  private mutating func takeField(at fieldStart: Int, of start: Int) throws(Broken) -> Int {
    var position = fieldStart
    // ="…" is a field with its sign and its quotes.
    let hasSign = dialect.delimiter != 61 && bytes[position...].starts(with: [61, dialect.quote])
    if hasSign { position += 1 }
    let mayBegin = !hasSign || position < start + limits.record
    if position < bytes.count, bytes[position] == dialect.quote, dialect.hasQuotes, mayBegin {
      var field = Field(start: position + 1, end: 0, isQuoted: true)
      position += 1
      while true {
        if position >= start + limits.record, bytes.count > start + limits.record {
          throw tooLarge(fieldStart, start)
        }
        if position >= bytes.count {
          throw Broken(why: .unclosedQuote, fieldStart: fieldStart, place: fieldStart)
        }
        let isQuote = bytes[position] == dialect.quote
        if isQuote, position + 1 == bytes.count || bytes[position + 1] != dialect.quote { break }
        field.hasPairs = field.hasPairs || isQuote
        position += isQuote ? 2 : 1
      }
      field.end = position
      if hasSign { field = Field(start: fieldStart, end: position + 1, isQuoted: false) }
      fields.append(field)
      return position + 1
    }
    while position < bytes.count, position < start + limits.record,
      bytes[position] != dialect.delimiter, lineEnd(at: position) == nil,
      bytes[position] != dialect.quote || !dialect.hasQuotes
    {
      position += 1
    }
    fields.append(Field(start: fieldStart, end: position, isQuoted: false))
    return position
  }

  private func tooLarge(_ fieldStart: Int, _ start: Int) -> Broken {
    Broken(why: .recordTooLarge, fieldStart: fieldStart, place: start + limits.record)
  }

  /// Appends a field's place in its row, its marks and its text in UTF-8.
  private mutating func tell(_ field: Field, of row: Range<Int>) {
    OracleText.append(field.start - row.lowerBound, to: &log.text)
    OracleText.append(field.end - row.lowerBound, to: &log.text)
    log.text.append((field.isQuoted ? 1 : 0) + (field.hasPairs ? 2 : 0))
    var position = field.start
    while position < field.end {
      let byte = bytes[position]
      position += byte == dialect.quote && field.isQuoted ? 2 : 1
      if dialect.encoding == .utf8 {
        log.text.append(byte)
      } else if dialect.encoding == .windows1252, 0x80..<0xa0 ~= byte {
        let scalar = CSVOracle.windows1252[Int(byte) - 0x80]
        OracleText.append(point: Int(scalar.value), to: &log.text)
      } else {
        OracleText.append(point: Int(byte), to: &log.text)
      }
    }
  }

  /// The byte behind the line end at a position, or nil where there is none.
  private func lineEnd(at position: Int) -> Int? {
    if bytes[position] == 10 { return position + 1 }
    if bytes[position] != 13 { return nil }
    let isPair = position + 1 < bytes.count && bytes[position + 1] == 10
    return position + (isPair ? 2 : 1)
  }

  private func nextLine(after start: Int) -> Int {
    var position = start
    while position < bytes.count {
      if let end = lineEnd(at: position) { return end }
      position += 1
    }
    return bytes.count
  }

  /// Where the row at a position ends, quotes minded until one stands where none may.
  private func nextRow(after start: Int) -> Int {
    var position = start
    while position < bytes.count {
      if dialect.hasQuotes, bytes[position] == dialect.quote {
        position = quotedEnd(from: position + 1)
      } else {
        while position < bytes.count, bytes[position] != dialect.delimiter,
          lineEnd(at: position) == nil, !dialect.hasQuotes || bytes[position] != dialect.quote
        {
          position += 1
        }
      }
      if position == bytes.count || bytes[position] != dialect.delimiter { break }
      position += 1
    }
    return nextLine(after: position)
  }

  /// Behind the quote that closes a field, or the end of the file.
  private func quotedEnd(from start: Int) -> Int {
    var position = start
    while position < bytes.count {
      let isQuote = bytes[position] == dialect.quote
      let isPair = isQuote && position + 1 < bytes.count && bytes[position + 1] == dialect.quote
      position += isPair ? 2 : 1
      if isQuote, !isPair { break }
    }
    return position
  }

  private func lineEnds(in range: Range<Int>) -> UInt64 {
    var (count, position): (UInt64, Int) = (0, range.lowerBound)
    while position < range.upperBound {
      let end = lineEnd(at: position)
      count += end == nil ? 0 : 1
      position = end ?? position + 1
    }
    return count
  }
}
