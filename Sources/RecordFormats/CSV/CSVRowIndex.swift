internal import CByteScan

/// The rows and fields of a stretch of CSV, found 64 bytes at a time.
///
/// ```
/// 7,"a,b",x\r\n8,,y\n9,"z        separators  1 7 10 │ 12 13 15      offsets in the stretch
/// 0        10   15              rows        2      │ 5             positions among separators
/// ```
///
/// It is right about rows that keep RFC 4180 and end in LF or CRLF, and silent about all others:
/// a stray quote or a lone CR ends the stretch before the block in which it shows, and the row is
/// then split by `CSVRecordSplitter`, which is also what says what is wrong. Fields are looked at
/// only when they are asked for.
///
/// Memory: three arrays of four bytes per byte of a stretch. The bytes handed in must stay where
/// and as they are until a row is refused.
struct CSVRowIndex: ~Copyable {
  private static let stretchBytes = 32 << 10
  /// Kernels may write this many entries too many.
  private static let slack = 64

  private let set: InstructionSet?
  private let delimiter: UInt8
  private let quote: UInt8
  private let hasQuotes: Bool
  private let separators: UnsafeMutablePointer<UInt32>
  private let rows: UnsafeMutablePointer<UInt32>
  private let quotedLineEnds: UnsafeMutablePointer<UInt32>

  /// The first byte of the stretch; nil where there is none.
  private var base: UnsafePointer<UInt8>?
  private var rowCount = 0
  private var quotedLineEndCount = 0
  /// The next row: its number, its first byte in the stretch, its first separator.
  private var nextRow = 0
  private var nextByte = 0
  private var nextSeparator = 0
  private var nextQuotedLineEnd = 0
  /// The current row: its first byte in the stretch and its first separator.
  private var firstByte = 0
  private var firstSeparator = 0

  /// Fields of the current row.
  private(set) var fieldCount = 0
  /// Bytes of the current row, its line end included.
  private(set) var byteCount = 0
  /// Physical line ends in the current row, its own included.
  private(set) var lineEndCount: UInt64 = 0
  /// Whether all rows of the stretch are well-formed UTF-8.
  private(set) var isUTF8 = false

  /// An index for files of a dialect; without an instruction set it knows nothing.
  init(dialect: CSVDialect, set: InstructionSet?) {
    self.set = set
    delimiter = dialect.delimiter
    quote = dialect.quote
    hasQuotes = dialect.hasQuotes
    let capacity = CSVRowIndex.stretchBytes + CSVRowIndex.slack
    separators = .allocate(capacity: capacity)
    rows = .allocate(capacity: capacity)
    quotedLineEnds = .allocate(capacity: capacity)
  }

  deinit {
    separators.deallocate()
    rows.deallocate()
    quotedLineEnds.deallocate()
  }

  /// Forgets the stretch: its bytes may change now.
  mutating func forget() { base = nil }

  /// Makes the row that begins at `place` the current one; false where nothing is known of it.
  @inline(__always)
  mutating func advance(to place: UnsafePointer<UInt8>, available: Int) -> Bool {
    if base.map({ $0 + nextByte }) != place || nextRow == rowCount {
      guard let set else { return false }
      index(place, count: min(available, CSVRowIndex.stretchBytes), with: set)
      if rowCount == 0 { return false }
    }
    let last = Int(rows[nextRow])
    let end = Int(separators[last]) + 1
    firstByte = nextByte
    firstSeparator = nextSeparator
    fieldCount = last + 1 - nextSeparator
    byteCount = end - nextByte
    lineEndCount = 1
    while nextQuotedLineEnd < quotedLineEndCount,
      Int(quotedLineEnds[nextQuotedLineEnd]) < end
    {
      nextQuotedLineEnd += 1
      lineEndCount += 1
    }
    nextRow += 1
    nextByte = end
    nextSeparator = last + 1
    return true
  }

  private mutating func index(
    _ place: UnsafePointer<UInt8>, count: Int, with set: InstructionSet
  ) {
    var found = tl_csv_index()
    found.separators = separators
    found.rows = rows
    found.quoted_line_ends = quotedLineEnds
    tl_index_csv(set.kernel, place, count, delimiter, quote, hasQuotes ? 1 : 0, &found)
    base = place
    rowCount = found.row_count
    quotedLineEndCount = found.quoted_line_end_count
    isUTF8 = found.is_utf8 != 0
    (nextRow, nextByte, nextSeparator, nextQuotedLineEnd) = (0, 0, 0, 0)
  }

  /// A field of the current row, by the offset at which the row begins.
  @inline(__always)
  func field(_ number: Int, rowStart: Int) -> FieldRange {
    precondition(number >= 0 && number < fieldCount, "the record has no such field")
    let before = firstSeparator + number
    var start = number == 0 ? firstByte : Int(separators[before - 1]) + 1
    var end = Int(separators[before])
    guard let base, start < end else {
      return FieldRange(start: start - firstByte + rowStart, end: end - firstByte + rowStart)
    }
    if number == fieldCount - 1, base[end - 1] == 0x0d { end -= 1 }
    let isQuoted = hasQuotes && start < end && base[start] == quote
    var needsUnescape = false
    if isQuoted {
      start += 1
      end -= 1
      needsUnescape = tl_find_byte(base + start, end - start, quote) < end - start
    }
    return FieldRange(
      start: start - firstByte + rowStart, end: end - firstByte + rowStart,
      needsUnescape: needsUnescape, isQuoted: isQuoted)
  }
}
