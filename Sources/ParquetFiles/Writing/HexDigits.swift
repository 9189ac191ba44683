/// Hashes as hexadecimal digits, sixteen at a time.
enum HexDigits {
  /// Stores the 32 lower-case digits of a hash.
  @inline(__always)
  static func store(_ hash: HashCell, at target: UnsafeMutableRawPointer) {
    store(hash.high, at: target)
    store(hash.low, at: target + 16)
  }

  @inline(__always)
  private static func store(_ word: UInt64, at target: UnsafeMutableRawPointer) {
    target.storeBytes(of: digits(word >> 32), as: UInt64.self)
    target.storeBytes(of: digits(word & 0xffff_ffff), toByteOffset: 8, as: UInt64.self)
  }

  /// Eight digits in the order of memory: nibbles are spread over the bytes of a word and turned
  /// into digits together, `0`…`9` by adding 48 and `a`…`f` by adding 39 more.
  @inline(__always)
  private static func digits(_ half: UInt64) -> UInt64 {
    var nibbles = (half | half << 16) & 0x0000_ffff_0000_ffff
    nibbles = (nibbles | nibbles << 8) & 0x00ff_00ff_00ff_00ff
    nibbles = (nibbles | nibbles << 4) & 0x0f0f_0f0f_0f0f_0f0f
    let letters = ((nibbles &+ 0x0606_0606_0606_0606) >> 4) & 0x0101_0101_0101_0101
    return (nibbles &+ 0x3030_3030_3030_3030 &+ letters &* 39).bigEndian
  }
}
