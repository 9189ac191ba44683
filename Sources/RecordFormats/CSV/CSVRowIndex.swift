internal import CByteScan

/// The rows and fields of a stretch of CSV, found 64 bytes at a time.
///
/// ```
/// 7,"a,b",x\r\n8,,y\n9,"z        separators  1 7 10 │ 12 13 15      offsets in the stretch
/// 0        10   15              rows        2      │ 5             positions among separators
/// ```
///
/// It is right about rows that keep RFC 4180 and end in LF or CRLF, and silent about all others:
/// a stray quote, a lone CR or malformed UTF-8 ends the stretch before the block in which it shows,
/// and the row is then split by `CSVRecordSplitter`, which is also what says what is wrong. Fields
/// are looked at only when they are asked for.
///
/// Memory: three arrays of four bytes per byte of a stretch. The bytes handed in must stay where
/// and as they are until a row is refused.
struct CSVRowIndex: ~Copyable {
  private static let stretchBytes = 32 << 10
  private static let smallestStretch = 4 << 10
  /// Kernels may write 64 entries too many; one stands before the separators.
  private static let slack = 65

  private let set: InstructionSet?
  private let form: tl_csv_dialect
  /// Bytes of a stretch there is memory for.
  private var capacity = CSVRowIndex.smallestStretch
  private var memory: UnsafeMutablePointer<UInt32>

  /// The first byte of the stretch; nil where there is none.
  private var base: UnsafePointer<UInt8>?
  private var rowCount = 0
  private var innerCount = 0
  /// The next row: its number, its first byte in the stretch, its first separator.
  private var nextRow = 0
  private var nextByte = 0
  private var nextSeparator = 0
  private var nextInner = 0
  /// The current row: its first byte in the stretch and its first separator.
  private var firstByte = 0
  private var firstSeparator = 0
  private var firstInner = 0

  /// Fields of the current row.
  private(set) var fieldCount = 0
  /// Bytes of the current row, its line end included.
  private(set) var byteCount = 0
  /// Physical line ends in the current row, its own included.
  private(set) var lineEndCount: UInt64 = 0

  /// An index for files of a dialect; without an instruction set it knows nothing.
  init(dialect: CSVDialect, set: InstructionSet?) {
    self.set = set
    form = tl_csv_dialect(
      delimiter: dialect.delimiter, quote: dialect.quote, has_quotes: dialect.hasQuotes ? 1 : 0,
      is_utf8: dialect.encoding == .utf8 ? 1 : 0)
    memory = CSVRowIndex.memory(for: capacity)
  }

  deinit {
    memory.deallocate()
  }

  private static func memory(for capacity: Int) -> UnsafeMutablePointer<UInt32> {
    let memory = UnsafeMutablePointer<UInt32>.allocate(capacity: 3 * (capacity + slack))
    memory[0] = .max
    return memory
  }

  /// Behind one entry that stands for the byte before the stretch.
  private var separators: UnsafeMutablePointer<UInt32> { memory + 1 }
  private var rows: UnsafeMutablePointer<UInt32> { memory + (capacity + CSVRowIndex.slack) }
  private var inner: UnsafeMutablePointer<UInt32> {
    memory + 2 * (capacity + CSVRowIndex.slack)
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
    firstInner = nextInner
    if nextInner < innerCount, Int(inner[nextInner]) < end { lookInside(place, end) }
    nextRow += 1
    nextByte = end
    nextSeparator = last + 1
    return true
  }

  /// Takes what is inside the current row's quotes and counts its line ends.
  private mutating func lookInside(_ row: UnsafePointer<UInt8>, _ end: Int) {
    while nextInner < innerCount, Int(inner[nextInner]) < end {
      let byte = row + (Int(inner[nextInner]) - firstByte)
      nextInner += 1
      let isLineEnd = byte.pointee == 0x0d || byte.pointee == 0x0a && byte[-1] != 0x0d
      lineEndCount += isLineEnd ? 1 : 0
    }
  }

  private mutating func index(
    _ place: UnsafePointer<UInt8>, count: Int, with set: InstructionSet
  ) {
    if count > capacity {
      memory.deallocate()
      capacity = CSVRowIndex.stretchBytes
      memory = CSVRowIndex.memory(for: capacity)
    }
    var found = tl_csv_index()
    found.separators = separators
    found.rows = rows
    found.inner = inner
    tl_index_csv(set.kernel, place, count, form, &found)
    base = place
    rowCount = found.row_count
    innerCount = found.inner_count
    (nextRow, nextByte, nextSeparator) = (0, 0, 0)
    nextInner = 0
  }

  /// The current row, by the offset at which it begins.
  @inline(__always)
  func row(at start: Int) -> CSVRow {
    guard let base else { preconditionFailure("no row is known") }
    return CSVRow(
      UnsafePointer(separators + firstSeparator - 1), of: base, origin: start - firstByte,
      quote: form.has_quotes != 0 ? UInt32(form.quote) : .max,
      inner: UnsafeBufferPointer(start: inner + firstInner, count: nextInner - firstInner),
      count: fieldCount)
  }
}
