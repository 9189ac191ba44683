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
  /// Where doubled quotes and line ends inside quotes are; all has to be looked through if nil.
  @usableFromInline let inner: UnsafePointer<UInt32>?
  /// How many those are; 1 if nobody knows.
  @usableFromInline let innerCount: Int
  /// Fields of the record.
  public internal(set) var count: Int

  /// A view of separators that someone else owns.
  init(
    _ separators: UnsafePointer<UInt32>, of base: UnsafePointer<UInt8>, origin: Int, quote: UInt32,
    inner: UnsafeBufferPointer<UInt32>?, count: Int
  ) {
    self.base = base
    self.separators = separators
    self.origin = origin
    self.quote = quote
    self.inner = inner?.baseAddress
    innerCount = inner?.count ?? 1
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
    return FieldRange(
      start: start &+ 1 &+ origin, end: end &- 1 &+ origin,
      doubledQuotes: innerCount == 0 ? 0 : doubledQuotes(start &+ 1, end &- 1), isQuoted: true)
  }

  @usableFromInline @inline(never)
  func doubledQuotes(_ start: Int, _ end: Int) -> Int {
    let quote = UInt8(truncatingIfNeeded: quote)
    var found = 0
    guard let inner else {
      for offset in start..<end where base[offset] == quote { found += 1 }
      return found / 2
    }
    // The first in the field, by halving: wide rows may have many.
    var (number, behind) = (0, innerCount)
    while number < behind {
      let middle = (number + behind) / 2
      if Int(inner[middle]) < start { number = middle + 1 } else { behind = middle }
    }
    while number < innerCount, Int(inner[number]) < end {
      if base[Int(inner[number])] == quote { found += 1 }
      number += 1
    }
    return found
  }

  /// The first field from one on that is neither empty nor white.
  public func firstFilled(in bytes: UnsafeRawBufferPointer, from first: Int = 0) -> Int? {
    (first..<count).first { number in
      bytes[self[number].range].contains { $0 != 0x20 && $0 != 0x09 }
    }
  }
}
