internal import CByteScan

/// The fields of one CSV record, by the separators around them.
///
/// ```
/// 8,"x ""y""",z\r\n      separators  -1 1 11 14      fields  0..<1  3..<10  12..<13
/// ```
///
/// Where a field lies is found out when it is asked for. Borrowed from the scanner: valid until its
/// next step.
public struct CSVRow {
  /// The byte separators are counted from.
  @usableFromInline let base: UnsafePointer<UInt8>
  /// What ends the fields, behind what ends the record before.
  @usableFromInline let separators: UnsafePointer<UInt32>
  /// What to add to a separator for its place in the bytes the scanner was given.
  @usableFromInline let origin: Int
  /// The quote; no byte's value where there is none.
  @usableFromInline let quote: UInt32
  @usableFromInline let mayHaveDoubledQuotes: Bool
  /// Fields of the record.
  public let count: Int

  /// A view of separators that someone else owns.
  init(
    _ separators: UnsafePointer<UInt32>, of base: UnsafePointer<UInt8>, origin: Int, quote: UInt32,
    mayHaveDoubledQuotes: Bool, count: Int
  ) {
    self.base = base
    self.separators = separators
    self.origin = origin
    self.quote = quote
    self.mayHaveDoubledQuotes = mayHaveDoubledQuotes
    self.count = count
  }

  /// A field, in the bytes the scanner was given.
  @inlinable @inline(__always)
  public subscript(number: Int) -> FieldRange {
    precondition(number >= 0 && number < count, "the record has no such field")
    let start = Int(separators[number] &+ 1)
    var end = Int(separators[number &+ 1])
    if number &+ 1 == count, end > start, base[end &- 1] == 0x0d { end &-= 1 }
    guard end > start, UInt32(base[start]) == quote else {
      return FieldRange(start: start &+ origin, end: end &+ origin)
    }
    let needsUnescape = mayHaveDoubledQuotes && hasQuote(start &+ 1, end &- 1)
    return FieldRange(
      start: start &+ 1 &+ origin, end: end &- 1 &+ origin, needsUnescape: needsUnescape,
      isQuoted: true)
  }

  @usableFromInline @inline(never)
  func hasQuote(_ start: Int, _ end: Int) -> Bool {
    tl_find_byte(base + start, end - start, UInt8(truncatingIfNeeded: quote)) < end - start
  }

  /// Whether all fields from one on are empty or white.
  public func isBlank(in bytes: UnsafeRawBufferPointer, from first: Int = 0) -> Bool {
    (first..<count).allSatisfy { number in
      bytes[self[number].range].allSatisfy { $0 == 0x20 || $0 == 0x09 }
    }
  }
}
