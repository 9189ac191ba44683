/// SipHash-2-4 with 128-bit output under an all-zero key, fed piece by piece.
///
/// A published function with published test vectors (Aumasson, Bernstein: SipHash, 2012, and the
/// reference implementation's 128-bit variant), so that ids can be recomputed outside Throughline.
/// It is not keyed and gives no secrecy: identifiers are keyed by HMAC before they come here.
package struct StableHasher: Sendable {
  private var v0: UInt64 = 0x736f_6d65_7073_6575
  private var v1: UInt64 = 0x646f_7261_6e64_6f6d ^ 0xee
  private var v2: UInt64 = 0x6c79_6765_6e65_7261
  private var v3: UInt64 = 0x7465_6462_7974_6573
  private var pending: UInt64 = 0
  private var length: UInt64 = 0

  /// A hasher with nothing fed to it.
  package init() {}

  /// A hasher under a key, as the reference implementation's test vectors use it.
  package init(key first: UInt64, _ second: UInt64) {
    v0 ^= first
    v1 ^= second
    v2 ^= first
    v3 ^= second
  }

  /// A hasher for one domain, so that equal parts in different roles never collide.
  package init(domain: StaticString) {
    domain.withUTF8Buffer { combine(bytes: UnsafeRawBufferPointer($0)) }
  }

  /// Sixteen bits of the hash of some bytes.
  static func shortDigest(of bytes: UnsafeRawBufferPointer) -> UInt16 {
    var hasher = StableHasher()
    hasher.append(bytes)
    return UInt16(truncatingIfNeeded: hasher.finalize().low)
  }

  /// Feeds bytes preceded by their count.
  package mutating func combine(bytes: UnsafeRawBufferPointer) {
    combine(UInt64(bytes.count))
    append(bytes)
  }

  /// Feeds the UTF-8 of a text preceded by its count.
  package mutating func combine(_ text: String) {
    var text = text
    text.withUTF8 { combine(bytes: UnsafeRawBufferPointer($0)) }
  }

  /// Feeds a 64-bit number, little-endian.
  package mutating func combine(_ word: UInt64) {
    let shift = (length & 7) * 8
    length &+= 8
    guard shift != 0 else { return compress(word) }
    compress(pending | (word << shift))
    pending = word >> (64 - shift)
  }

  /// Feeds 16 bytes, the high half first, without their count.
  package mutating func combine(_ hash: StableHash128) {
    combine(hash.high)
    combine(hash.low)
  }

  /// Feeds raw bytes without their count, as the reference implementation does.
  package mutating func append(_ bytes: UnsafeRawBufferPointer) {
    let shift = (length & 7) * 8
    let whole = bytes.count & ~7
    for index in stride(from: 0, to: whole, by: 8) {
      let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      compress(shift == 0 ? word : pending | word << shift)
      pending = shift == 0 ? 0 : word >> (64 - shift)
    }
    length &+= UInt64(bytes.count)
    let rest = UInt64(bytes.count - whole) * 8
    if rest == 0 { return }
    let tail = Self.word(of: bytes, from: whole)
    pending |= tail << shift
    guard shift + rest >= 64 else { return }
    compress(pending)
    pending = shift == 0 ? 0 : tail >> (64 - shift)
  }

  /// The bytes from an offset on, fewer than eight, as a little-endian number.
  @inline(__always)
  private static func word(of bytes: UnsafeRawBufferPointer, from start: Int) -> UInt64 {
    if bytes.count >= 8 {
      let last = bytes.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self)
      return UInt64(littleEndian: last) >> UInt64(8 * (8 - (bytes.count - start)))
    }
    var word: UInt64 = 0
    for index in start..<bytes.count { word |= UInt64(bytes[index]) << UInt64(8 * (index - start)) }
    return word
  }

  /// The hash of all that was fed.
  package consuming func finalize() -> StableHash128 {
    compress(pending | (length << 56))
    v2 ^= 0xee
    rounds(4)
    let first = v0 ^ v1 ^ v2 ^ v3
    v1 ^= 0xdd
    rounds(4)
    return StableHash128(high: first, low: v0 ^ v1 ^ v2 ^ v3)
  }

  @inline(__always)
  private mutating func compress(_ word: UInt64) {
    v3 ^= word
    rounds(2)
    v0 ^= word
  }

  @inline(__always)
  private mutating func rounds(_ count: Int) {
    for _ in 0..<count {
      v0 &+= v1
      v2 &+= v3
      v1 = (v1 << 13 | v1 >> 51) ^ v0
      v3 = (v3 << 16 | v3 >> 48) ^ v2
      v0 = v0 << 32 | v0 >> 32
      v2 &+= v1
      v0 &+= v3
      v1 = (v1 << 17 | v1 >> 47) ^ v2
      v3 = (v3 << 21 | v3 >> 43) ^ v0
      v2 = v2 << 32 | v2 >> 32
    }
  }
}
