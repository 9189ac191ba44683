/// A 128-bit hash that is the same on every machine and in every run.
///
/// Ids, keys and partitions are made of it; Swift's own `Hasher` is seeded per process and must
/// never decide anything that is published.
@frozen @usableFromInline
package struct StableHash128: Hashable, BitwiseCopyable, Sendable {
  /// The first 64 bits, which decide partitions and order.
  @usableFromInline package var high: UInt64
  /// The last 64 bits.
  @usableFromInline package var low: UInt64

  /// The hash of nothing: "no such key".
  @inlinable package static var zero: StableHash128 { StableHash128(high: 0, low: 0) }

  /// A hash of two known halves.
  @inlinable
  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// The hash of a domain and its parts; lengths are hashed too, so ("ab","c") ≠ ("a","bc").
  package init(domain: StaticString, _ parts: String...) {
    var hasher = StableHasher(domain: domain)
    for part in parts { hasher.combine(part) }
    self = hasher.finalize()
  }

  /// Whether both halves are equal; spelled out to be inlined where rows are compared.
  @inlinable
  package static func == (left: StableHash128, right: StableHash128) -> Bool {
    left.high == right.high && left.low == right.low
  }

  /// Whether this is `zero`.
  @inlinable package var isZero: Bool { high == 0 && low == 0 }
}

extension StableHash128: Comparable {
  /// Orders by the 128-bit number, which equals the order of the hexadecimal text.
  @inlinable
  package static func < (left: StableHash128, right: StableHash128) -> Bool {
    left.high != right.high ? left.high < right.high : left.low < right.low
  }
}

extension StableHash128: CustomStringConvertible {
  /// 32 lower-case hexadecimal digits.
  @usableFromInline package var description: String {
    String(unsafeUninitializedCapacity: 32) { buffer in
      for index in 0..<32 { buffer[index] = digit(index) }
      return 32
    }
  }

  /// A digit of the description, from 0 on, as ASCII.
  @inlinable
  package func digit(_ index: Int) -> UInt8 {
    let word = index < 16 ? high : low
    let nibble = UInt8(truncatingIfNeeded: word >> UInt64((15 - index % 16) * 4)) & 15
    return nibble < 10 ? nibble + 48 : nibble + 87
  }

  /// Reads 32 hexadecimal digits; nil for anything else.
  package init?(hexadecimal text: some StringProtocol) {
    guard text.utf8.count == 32,
      let high = UInt64(text.prefix(16), radix: 16), let low = UInt64(text.suffix(16), radix: 16)
    else { return nil }
    self.init(high: high, low: low)
  }
}
