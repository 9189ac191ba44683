import Codecs

/// One gzip member (RFC 1952) of PLAIN hashes: for each `20 00 00 00` and 32 hexadecimal digits.
///
/// Most bytes of a release are digits of hashes. They repeat nothing, so all that deflate can do is
/// to give a digit four bits instead of eight; finding that out by looking at them is what takes
/// zlib its time. Here the codes are fixed once, and a byte of a hash becomes its two digits' codes
/// by one look-up:
///
///     stored block      what stands before the hashes, if anything: definition levels
///     dynamic block     20 00 00 00 digits        the first hash: literals
///                       (4 back by 36) digits     a hash: its length prefix is the one before it
///                       (36 back by 36)           the same hash again
///
/// Fourteen digits have 4 bits, two have 5, the copies 5 and 6: 142 bits a hash, 5 % less than
/// zlib's `Z_HUFFMAN_ONLY` needs. Any inflate reads it; the bytes depend on the hashes alone.
/// Source: RFC 1951, 3.2.4 and 3.2.7.
struct HashDeflate {
  /// The bytes of a PLAIN hash.
  static let plainByteCount = 36

  private static let codes = HashDeflateCodes()
  private var bits = BitSink()

  /// Appends the member; `plain` are the bytes it holds, `hashes` those at its end.
  mutating func append(
    _ hashes: UnsafeBufferPointer<HashCell>, plain: UnsafeRawBufferPointer,
    to output: inout [UInt8]
  ) {
    let prefixCount = plain.count - hashes.count * HashDeflate.plainByteCount
    precondition(prefixCount >= 0, "the hashes are part of the bytes")
    // RFC 1952 §2.3: magic, deflate, no flags, no time, the fastest effort, an unknown system.
    output.append(contentsOf: [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 4, 255])
    HashDeflate.appendStored(
      UnsafeRawBufferPointer(rebasing: plain[..<prefixCount]), to: &output)
    bits.begin(room: 512 + hashes.count * 20)
    bits.put(HashDeflate.codes.header)
    putHashes(hashes)
    bits.put(HashDeflate.codes.end)
    bits.appendBytes(to: &output)
    output.appendLittleEndian(Checksum.crc32(plain))
    output.appendLittleEndian(UInt32(truncatingIfNeeded: plain.count))
  }

  /// Blocks of at most 65,535 bytes as they are; none of them is the last block.
  private static func appendStored(_ bytes: UnsafeRawBufferPointer, to output: inout [UInt8]) {
    var start = 0
    while start < bytes.count {
      let count = min(bytes.count - start, 0xffff)
      output.append(0)
      output.appendLittleEndian(UInt16(count))
      output.appendLittleEndian(~UInt16(count))
      output.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[start..<start + count]))
      start += count
    }
  }

  private mutating func putHashes(_ hashes: UnsafeBufferPointer<HashCell>) {
    guard let first = hashes.first else { return }
    let codes = HashDeflate.codes
    codes.pairs.withUnsafeBufferPointer { pairs in
      bits.put(codes.firstPrefix)
      putDigits(first, pairs)
      for index in 1..<max(hashes.count, 1) {
        let hash = hashes[index]
        if hash == hashes[index - 1] {
          bits.put(codes.again)
        } else {
          bits.put(codes.prefix)
          putDigits(hash, pairs)
        }
      }
    }
  }

  @inline(__always)
  private mutating func putDigits(
    _ hash: HashCell, _ pairs: UnsafeBufferPointer<BitString>
  ) {
    putDigits(hash.high, pairs)
    putDigits(hash.low, pairs)
  }

  @inline(__always)
  private mutating func putDigits(_ word: UInt64, _ pairs: UnsafeBufferPointer<BitString>) {
    // Four pairs of at most 10 bits are put at once.
    putDigits(UInt32(truncatingIfNeeded: word >> 32), pairs)
    putDigits(UInt32(truncatingIfNeeded: word), pairs)
  }

  @inline(__always)
  private mutating func putDigits(_ half: UInt32, _ pairs: UnsafeBufferPointer<BitString>) {
    var string = pairs[Int(half >> 24)]
    string.append(pairs[Int(half >> 16 & 0xff)])
    string.append(pairs[Int(half >> 8 & 0xff)])
    string.append(pairs[Int(half & 0xff)])
    bits.put(string)
  }
}

/// At most 57 bits, the first one lowest.
struct BitString: BitwiseCopyable, Sendable {
  /// Zero from bit `length` on.
  var value: UInt64 = 0
  /// How many bits of `value` count.
  var length: UInt64 = 0

  /// Adds bits behind these.
  mutating func append(_ other: BitString) {
    value |= other.value &<< length
    length += other.length
  }
}

/// Bits back to back, into bytes from the lowest bit on.
struct BitSink {
  private var bytes: [UInt8] = []
  private var offset = 0
  private var pending = BitString()

  /// Forgets all bits and makes room for so many bytes.
  mutating func begin(room: Int) {
    if bytes.count < room + 8 { bytes = [UInt8](repeating: 0, count: room + room / 4 + 8) }
    offset = 0
    pending = BitString()
  }

  /// Puts at most 57 bits; `begin` must have made room for them.
  @inline(__always)
  mutating func put(_ string: BitString) {
    precondition(offset + 8 <= bytes.count, "bits are put where there is room")
    // At most 7 bits wait, so 57 more fit into the word.
    pending.append(string)
    bytes.withUnsafeMutableBytes {
      $0.storeBytes(of: pending.value.littleEndian, toByteOffset: offset, as: UInt64.self)
    }
    let whole = pending.length >> 3
    offset += Int(whole)
    pending.value = whole == 8 ? 0 : pending.value >> (whole << 3)
    pending.length &= 7
  }

  /// Puts bits of any number.
  mutating func put(_ strings: [BitString]) {
    for string in strings { put(string) }
  }

  /// Appends the bytes, the last one filled with zeros.
  func appendBytes(to output: inout [UInt8]) {
    output.append(contentsOf: bytes[..<(offset + (pending.length > 0 ? 1 : 0))])
  }
}
