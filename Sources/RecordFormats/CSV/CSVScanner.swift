/// Finds the records of a CSV file and their fields, piece by piece, without input or output.
///
/// It reads RFC 4180 and what people send: LF, CRLF and CR line ends, also mixed; line ends inside
/// quotes; byte order marks and record separators before any row, as where files were put together;
/// blank lines; trailing blank columns. What is wrong is rejected with
/// its extent, and reading goes on:
///
/// ```
/// 1,2          record
///              framing: a blank line has no bytes besides its line end
/// 1,"a"b"      rejected strayQuote
/// 1,="a"       a field, as a spreadsheet writes text that looks like a number
/// 1,"never     rejected unclosedQuote: the end of the file shows it
/// 1,"fine"     record
/// ```
///
/// - **Extent.** A broken record is rejected through the end of the physical line on which the
///   broken field begins, and the next line is read afresh. So a quote that is never closed costs
///   one line, not the rest of the file, and a row of many lines with one bad quote costs several
///   rejections of a line each. A whole row of the wrong width or encoding is rejected whole, and
///   so is one that exceeds a limit: `CSVRowPass` minds its quotes.
/// - **Who counts what.** The scanner reports the header as `.record` like any other row; the
///   caller reads its names, calls `expectFieldCount` and books it as framing. The
///   `skippedHeaderRows` that follow come as `.framing`. A malformed header comes as `.rejected`;
///   the row after it is then not a header.
/// - **Cost.** A step reads a record from its first byte; one that needs more waits until the
///   unread bytes have doubled, so the whole is linear however small the pieces are. No allocation
///   per record. The caller never has to hold more than `limits.record` bytes and one piece.
///
/// - **Speed.** Rows of the expected width come from `CSVRowIndex`, which sees 64 bytes at a time
///   and knows only what is regular. Everything else, the header among it, is split byte by byte,
///   which is also what finds out what is wrong.
///
/// The bytes from `start` on must stay where and as they are until the scanner asks for more.
///
/// Tested by table cases, csv-spectrum and a slow oracle, each whole and cut at every byte, on
/// every instruction set. Must be changed together: `CSVRecordSplitter.split`, the kernel in
/// `ByteIndexKernel.inc` and the oracle in the tests.
package struct CSVScanner: ~Copyable {
  private let dialect: CSVDialect
  private let limits: ByteLimits
  private var splitter: CSVRecordSplitter
  private var index: CSVRowIndex
  private var expectedFieldCount = 0
  private var isHeaderPending: Bool
  private var rowsToSkip: Int
  private let hasRecordMarks: Bool
  /// What passes over the row that is being rejected; nil where none is.
  private var pass: CSVRowPass?
  private var awaitedByteCount = 0
  private var nextLine: UInt64 = 1
  /// The fields of the record reported last.
  ///
  /// Stored, because a getter would be lent a copy of the whole scanner.
  package private(set) var row: CSVRow
  /// The physical line, from 1, on which the range reported last begins.
  package private(set) var line: UInt64 = 1

  /// A scanner at the start of a file.
  ///
  /// A dialect with a `refusal` makes the whole file one rejected range. Without an instruction set
  /// every row is split byte by byte.
  package init(
    dialect: CSVDialect, limits: ByteLimits = ByteLimits(), set: InstructionSet? = .best
  ) {
    limits.check()
    self.dialect = dialect
    self.limits = limits
    splitter = CSVRecordSplitter(dialect: dialect, limits: limits)
    row = splitter.row
    index = CSVRowIndex(dialect: dialect, set: set)
    hasRecordMarks =
      !RecordMark.canBegin(with: dialect.delimiter) && !RecordMark.canBegin(with: dialect.quote)
    isHeaderPending = dialect.hasHeader
    rowsToSkip = dialect.skippedHeaderRows
  }

  /// Rejects rows of any other width from now on.
  ///
  /// Further fields that are empty or spaces are tolerated and dropped: spreadsheets add them.
  package mutating func expectFieldCount(_ count: Int) {
    expectedFieldCount = count
  }

  /// The next step over the unread bytes of a window, of which `start` were reported before.
  package mutating func next(
    in window: borrowing ScanWindow, from start: Int = 0, isFinal: Bool
  ) -> ScanStep {
    next(in: window.bytes, from: start, isFinal: isFinal)
  }

  /// The next step over the bytes from `start`, which is where the last step ended.
  ///
  /// - Parameter isFinal: whether the file ends with these bytes.
  package mutating func next(
    in bytes: UnsafeRawBufferPointer, from start: Int, isFinal: Bool
  ) -> ScanStep {
    let unread = bytes.count - start
    precondition(unread >= 0, "the step begins behind the bytes")
    if expectedFieldCount > 0, unread > 0, let found = indexedRow(bytes, from: start) {
      return found
    }
    if unread == 0 || (unread < awaitedByteCount && !isFinal) {
      index.forget()
      return unread == 0 && isFinal ? .end : .needsMore
    }
    let found = step(bytes, from: start, isFinal: isFinal)
    if case .needsMore = found {
      index.forget()
      awaitedByteCount = max(unread + 1, min(2 * unread, limits.record))
    } else {
      awaitedByteCount = 0
    }
    return found
  }

  /// The row at `start`, where the index knows it and it is as expected.
  @inline(__always)
  private mutating func indexedRow(
    _ bytes: UnsafeRawBufferPointer, from start: Int
  ) -> ScanStep? {
    if pass != nil || rowsToSkip > 0 { return nil }
    let base = bytes.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self)
    let isKnown = index.advance(
      to: base + start, available: bytes.count - start, width: expectedFieldCount)
    guard isKnown, index.fieldCount == expectedFieldCount, index.byteCount <= limits.record,
      (0x1f..<0xef).contains(base[start]) || beginsRow(base + start)
    else { return nil }
    let range = start..<start + index.byteCount
    row = index.row(at: start)
    awaitedByteCount = 0
    line = nextLine
    nextLine += index.lineEndCount
    return .record(range)
  }

  /// Whether neither a line end nor a mark stands at the beginning of the indexed row.
  @inline(never)
  private func beginsRow(_ start: UnsafePointer<UInt8>) -> Bool {
    if start[0] == 0x0a || start[0] == 0x0d { return false }
    return !hasRecordMarks || !RecordMark.begins(start, count: index.byteCount)
  }

  private mutating func step(
    _ bytes: UnsafeRawBufferPointer, from start: Int, isFinal: Bool
  ) -> ScanStep {
    if pass != nil { return continueRejection(bytes, from: start, isFinal: isFinal) }
    line = nextLine
    if let refusal = dialect.refusal { return refuse(refusal, start..<bytes.count) }
    if hasRecordMarks {
      let mark = RecordMark.length(in: bytes, from: start, isFinal: isFinal)
      guard let mark else { return .needsMore }
      if mark > 0 { return .framing(start..<start + mark) }
    }
    if bytes[start] == 0x0a || bytes[start] == 0x0d {
      guard let end = LineEnd.end(of: start, in: bytes, isFinal: isFinal) else { return .needsMore }
      nextLine += 1
      return .framing(start..<end)
    }
    switch splitter.split(bytes, from: start, isFinal: isFinal) {
    case .needsMore: return .needsMore
    case .complete(let end): return judge(start..<end, in: bytes)
    case .failed(let failure): return reject(failure, in: bytes, from: start, isFinal: isFinal)
    }
  }

  /// What a record that was split is: a row, a row to skip, or one of wrong encoding or width.
  private mutating func judge(_ range: Range<Int>, in bytes: UnsafeRawBufferPointer) -> ScanStep {
    row = splitter.row
    nextLine += splitter.lineEndCount
    let wasHeader = isHeaderPending
    isHeaderPending = false
    let isSkipped = !wasHeader && rowsToSkip > 0
    if isSkipped { rowsToSkip -= 1 }
    if dialect.encoding == .utf8,
      let invalid = UTF8Text.firstInvalid(in: UnsafeRawBufferPointer(rebasing: bytes[range]))
    {
      let offset = range.lowerBound + invalid
      let detail = "the row is not valid utf-8"
      return .rejected(range, FormatRejection(.invalidEncoding, detail, byteOffset: offset))
    }
    if isSkipped { return .framing(range) }
    if expectedFieldCount > 0, row.count != expectedFieldCount {
      return judgeWidth(range, in: bytes)
    }
    return .record(range)
  }

  private mutating func judgeWidth(
    _ range: Range<Int>, in bytes: UnsafeRawBufferPointer
  ) -> ScanStep {
    let (found, expected) = (row.count, expectedFieldCount)
    let detail = "the row has \(found) fields, the header \(expected)"
    if found < expected {
      let rejection = FormatRejection(.tooFewFields, detail, byteOffset: range.lowerBound)
      return .rejected(range, rejection)
    }
    if let filled = row.firstFilled(in: bytes, from: expected) {
      let offset = row[filled].start
      return .rejected(range, FormatRejection(.tooManyFields, detail, byteOffset: offset))
    }
    row.count = expected
    return .record(range)
  }

  private mutating func reject(
    _ failure: CSVRecordSplitter.Failure, in bytes: UnsafeRawBufferPointer, from start: Int,
    isFinal: Bool
  ) -> ScanStep {
    let isGarbled = failure.kind == .strayQuote || failure.kind == .unclosedQuote
    var pass = CSVRowPass(dialect, isGarbled: isGarbled)
    var end = isGarbled ? failure.fieldStart : start
    let isWhole = pass.pass(over: bytes, from: &end, isFinal: isFinal)
    if !isWhole, bytes.count - start <= limits.record { return .needsMore }
    if isHeaderPending {
      isHeaderPending = false
    } else if rowsToSkip > 0 {
      rowsToSkip -= 1
    }
    self.pass = isWhole ? nil : pass
    nextLine += LineEnd.count(start..<end, in: bytes)
    let rejection = FormatRejection(
      failure.kind, failure.detail, byteOffset: failure.offset, continues: !isWhole)
    return .rejected(start..<end, rejection)
  }

  private mutating func continueRejection(
    _ bytes: UnsafeRawBufferPointer, from start: Int, isFinal: Bool
  ) -> ScanStep {
    guard dialect.refusal == nil, var pass else {
      return .rejectedContinuation(start..<bytes.count)
    }
    var end = start
    let isWhole = pass.pass(over: bytes, from: &end, isFinal: isFinal)
    self.pass = isWhole ? nil : pass
    nextLine += LineEnd.count(start..<end, in: bytes)
    return end == start ? .needsMore : .rejectedContinuation(start..<end)
  }

  private mutating func refuse(_ refusal: FormatFailure, _ range: Range<Int>) -> ScanStep {
    pass = CSVRowPass(dialect, isGarbled: true)
    let rejection = FormatRejection(
      .invalidEncoding, refusal.message, byteOffset: range.lowerBound, continues: true)
    return .rejected(range, rejection)
  }
}
