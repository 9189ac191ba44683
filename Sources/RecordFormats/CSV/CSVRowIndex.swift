internal import CByteScan

/// The rows and fields of a stretch of CSV, found 64 bytes at a time.
///
/// ```
/// 7,"a""b",x\r\n8,,y\n9,"z       separators  1 8 11 │ 13 14 16      offsets in the stretch
/// 0    5      11   16            events      5   11 │       16
/// ```
///
/// It is right about rows that keep RFC 4180 and end in LF or CRLF, and silent about all others: a
/// stray quote, a lone CR or malformed UTF-8 ends the stretch before the block in which it shows,
/// and the row is then split by `CSVRecordSplitter`, which is also what says what is wrong. Where
/// the next event that is no quote is the separator that should end the row, it does. Fields are
/// looked at only when they are asked for.
///
/// Memory: two arrays of four bytes per byte of a stretch. The bytes handed in must stay where
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
  private var separatorCount = 0
  private var eventCount = 0
  /// The next row: its first byte in the stretch, its first separator, its first event.
  private var nextByte = 0
  private var nextSeparator = 0
  private var nextEvent = 0
  /// The current row: its first byte in the stretch, its first separator, its first event and how
  /// many events it has before its end.
  private var firstByte = 0
  private var firstSeparator = 0
  private var firstEvent = 0
  private var innerCount = 0

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
    let memory = UnsafeMutablePointer<UInt32>.allocate(capacity: 2 * (capacity + slack))
    memory[0] = .max
    return memory
  }

  /// Behind one entry that stands for the byte before the stretch.
  private var separators: UnsafeMutablePointer<UInt32> { memory + 1 }
  private var events: UnsafeMutablePointer<UInt32> { memory + (capacity + CSVRowIndex.slack) }

  /// Forgets the stretch: its bytes may change now.
  mutating func forget() { base = nil }

  /// Makes the row that begins at `place` the current one; false where nothing is known of it.
  ///
  /// A row of `width` fields is found faster.
  @inline(__always)
  mutating func advance(
    to place: UnsafePointer<UInt8>, available: Int, width: Int
  ) -> Bool {
    if base.map({ $0 + nextByte }) != place, !index(place, available) { return false }
    let last = nextSeparator + width - 1
    if last < separatorCount, let base {
      let end = separators[last]
      var event = nextEvent
      while event < eventCount, events[event] < end, base[Int(events[event])] == form.quote {
        event += 1
      }
      if event < eventCount, events[event] == end {
        take(last)
        innerCount = event - nextEvent
        nextEvent = event + 1
        return true
      }
    }
    return advanceSlowly(to: place, available: available)
  }

  /// Makes the row up to a separator the current one; the next event is to be moved behind it.
  @inline(__always)
  private mutating func take(_ last: Int) {
    let end = Int(separators[last]) + 1
    (firstByte, firstSeparator, firstEvent) = (nextByte, nextSeparator, nextEvent)
    fieldCount = last + 1 - nextSeparator
    byteCount = end - nextByte
    lineEndCount = 1
    innerCount = 0
    (nextByte, nextSeparator) = (end, last + 1)
  }

  /// The same for a row with line ends inside its quotes, of another width, or in a new stretch.
  private mutating func advanceSlowly(
    to place: UnsafePointer<UInt8>, available: Int
  ) -> Bool {
    var found = rowEnd()
    // A stretch that begins with the row has shown all there is.
    if found == nil, nextByte > 0, index(place, available) { found = rowEnd() }
    guard let last = found, let base else { return false }
    take(last)
    while Int(events[nextEvent]) < nextByte - 1 {
      let byte = base + Int(events[nextEvent])
      let isLineEnd = byte.pointee == 0x0d || byte.pointee == 0x0a && byte[-1] != 0x0d
      lineEndCount += isLineEnd ? 1 : 0
      nextEvent += 1
    }
    innerCount = nextEvent - firstEvent
    nextEvent += 1
    return true
  }

  /// The separator that ends the next row; nil if none does in this stretch.
  private func rowEnd() -> Int? {
    guard let base else { return nil }
    return (nextSeparator..<separatorCount).first { base[Int(separators[$0])] == 0x0a }
  }

  /// Indexes a stretch from a place on; false without an instruction set.
  private mutating func index(_ place: UnsafePointer<UInt8>, _ available: Int) -> Bool {
    guard let set else { return false }
    let count = min(available, CSVRowIndex.stretchBytes)
    if count > capacity {
      memory.deallocate()
      capacity = CSVRowIndex.stretchBytes
      memory = CSVRowIndex.memory(for: capacity)
    }
    var found = tl_csv_index()
    found.separators = separators
    found.events = events
    tl_index_csv(set.kernel, place, count, form, &found)
    base = place
    (separatorCount, eventCount) = (found.separator_count, found.event_count)
    (nextByte, nextSeparator, nextEvent) = (0, 0, 0)
    return true
  }

  /// The current row, by the offset at which it begins.
  @inline(__always)
  func row(at start: Int) -> CSVRow {
    guard let base else { preconditionFailure("no row is known") }
    return CSVRow(
      UnsafePointer(separators + firstSeparator - 1), of: base, origin: start - firstByte,
      quote: form.has_quotes != 0 ? UInt32(form.quote) : .max,
      inner: UnsafeBufferPointer(start: events + firstEvent, count: innerCount),
      count: fieldCount)
  }
}
