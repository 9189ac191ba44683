internal import CByteScan

/// The state machine that splits one CSV record into its fields.
///
/// It knows bytes only: no encoding, no header, no rejection. It starts over at the record's first
/// byte every time, so it keeps nothing between calls but memory for separators.
struct CSVRecordSplitter: ~Copyable {
  /// What was found at the start of the bytes.
  enum Outcome {
    /// A record with its line end, up to this byte.
    case complete(Int)
    /// The record goes on behind the bytes at hand.
    case needsMore
    /// The record cannot be split.
    case failed(Failure)
  }

  /// Why a record cannot be split.
  struct Failure {
    /// The kind of rejection the record becomes.
    let kind: FormatRejection.Kind
    /// What was found instead of a record, in words.
    let detail: String
    /// The first byte of the field concerned, its opening quote included.
    let fieldStart: Int
    /// The byte where it shows.
    let offset: Int
  }

  /// The bytes of one call: how far they reach, and how far the record may.
  private struct Input {
    let base: UnsafePointer<UInt8>
    let available: Int
    let end: Int
    let isFinal: Bool
  }

  private let delimiter: UInt8
  private let quote: UInt8
  private let hasQuotes: Bool
  private let limits: ByteLimits
  /// What ends the fields, counted from the record's first byte; before them one that ends nothing.
  private var separators: UnsafeMutablePointer<UInt32>
  private var capacity = 64
  private var base: UnsafePointer<UInt8>
  private var start = 0
  /// Fields of the record split last.
  private(set) var fieldCount = 0
  /// Physical line ends in the record split last, its own included.
  private(set) var lineEndCount: UInt64 = 0

  /// A splitter for one dialect.
  init(dialect: CSVDialect, limits: ByteLimits) {
    precondition(dialect.delimiter != dialect.quote || !dialect.hasQuotes, "delimiter is quote")
    delimiter = dialect.delimiter
    // Searching for the delimiter twice is searching for no quote.
    quote = dialect.hasQuotes ? dialect.quote : dialect.delimiter
    hasQuotes = dialect.hasQuotes
    self.limits = limits
    separators = .allocate(capacity: capacity + 1)
    separators[0] = .max
    // Never read: there are no fields yet.
    base = UnsafePointer(UnsafeRawPointer(separators).assumingMemoryBound(to: UInt8.self))
  }

  deinit {
    separators.deallocate()
  }

  /// The record split last; none has no fields.
  var row: CSVRow {
    CSVRow(
      separators, of: base + start, origin: start, quote: hasQuotes ? UInt32(quote) : .max,
      inner: nil, count: fieldCount)
  }

  /// Splits the record that begins at `start`, which is not a line end.
  mutating func split(
    _ bytes: UnsafeRawBufferPointer, from start: Int, isFinal: Bool
  ) -> Outcome {
    let base = bytes.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self)
    let available = bytes.count
    let end = min(available, start + limits.record)
    var position = start
    var count = 0
    var lineEnds: UInt64 = 0
    (self.base, self.start, fieldCount) = (base, start, 0)
    while true {
      if count == limits.columns { return tooManyColumns(position) }
      if count == capacity { grow() }
      let next: Int
      let opening = position + (isFormula(base + position, end - position) ? 1 : 0)
      if opening < end, base[opening] == quote, hasQuotes {
        let input = Input(base: base, available: available, end: end, isFinal: isFinal)
        guard let closing = closingQuote(opening + 1, input, &lineEnds) else {
          if available > end { return tooLarge(position, at: end) }
          return isFinal ? unclosed(position) : .needsMore
        }
        next = closing + 1
      } else {
        next = position + tl_find_structural(base + position, end - position, delimiter, quote)
      }
      count += 1
      separators[count] = UInt32(truncatingIfNeeded: next - start)
      if next >= end {
        if available > end { return tooLarge(position, at: end) }
        if !isFinal { return .needsMore }
        break
      }
      if base[next] == delimiter {
        position = next + 1
        continue
      }
      if base[next] != 0x0a && base[next] != 0x0d { return stray(position, at: next) }
      guard let lineEnd = LineEnd.end(of: next, in: bytes, isFinal: isFinal) else {
        return .needsMore
      }
      if lineEnd - start > limits.record { return tooLarge(position, at: end) }
      (fieldCount, lineEndCount) = (count, lineEnds + 1)
      return .complete(lineEnd)
    }
    (fieldCount, lineEndCount) = (count, lineEnds)
    return .complete(available)
  }

  /// Whether a field begins as `="0012346"` does, which keeps a spreadsheet from reading a number.
  @inline(__always)
  private func isFormula(_ field: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    count > 1 && field[0] == UInt8(ascii: "=") && field[1] == quote && delimiter != field[0]
  }

  /// The closing quote of a field that begins behind its opening one; nil where it is not among the
  /// bytes up to the limit.
  @inline(__always)
  private func closingQuote(
    _ start: Int, _ input: Input, _ lineEnds: inout UInt64
  ) -> Int? {
    let base = input.base
    var cursor = start
    while true {
      if cursor < input.end {
        cursor += tl_find_structural(base + cursor, input.end - cursor, quote, quote)
      }
      if cursor >= input.end { return nil }
      if base[cursor] != quote {
        let isSecondOfPair = base[cursor] == 0x0a && base[cursor - 1] == 0x0d
        lineEnds += isSecondOfPair ? 0 : 1
        cursor += 1
        continue
      }
      let isLast = cursor + 1 == input.available
      if isLast, !input.isFinal { return nil }
      if isLast || base[cursor + 1] != quote { return cursor }
      cursor += 2
    }
  }

  private mutating func grow() {
    let larger = UnsafeMutablePointer<UInt32>.allocate(capacity: 2 * capacity + 1)
    larger.update(from: separators, count: capacity + 1)
    separators.deallocate()
    separators = larger
    capacity *= 2
  }

  private func tooManyColumns(_ fieldStart: Int) -> Outcome {
    .failed(
      Failure(
        kind: .tooManyColumns, detail: "the row has more than \(limits.columns) fields",
        fieldStart: fieldStart, offset: fieldStart))
  }

  private func tooLarge(_ fieldStart: Int, at offset: Int) -> Outcome {
    .failed(
      Failure(
        kind: .recordTooLarge, detail: "the row is longer than \(limits.record) bytes",
        fieldStart: fieldStart, offset: offset))
  }

  private func unclosed(_ fieldStart: Int) -> Outcome {
    .failed(
      Failure(
        kind: .unclosedQuote, detail: "the quote is never closed",
        fieldStart: fieldStart, offset: fieldStart))
  }

  private func stray(_ fieldStart: Int, at offset: Int) -> Outcome {
    .failed(
      Failure(
        kind: .strayQuote,
        detail: "a quote stands inside an unquoted field or text behind a closing quote",
        fieldStart: fieldStart, offset: offset))
  }
}
