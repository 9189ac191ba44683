/// Fixed-width numbers packed from the lowest bit of the first byte on.
///
/// With three bits, 1, 2, 3, 4 are `d1 08`: 11|010|001 and 0000|100|0.
enum BitPacking {
  /// The bits needed for a number; 0 for 0.
  static func width(of number: UInt64) -> Int {
    UInt64.bitWidth - number.leadingZeroBitCount
  }

  /// The bytes of packed numbers.
  static func byteCount(_ count: Int, bitWidth: Int) -> Int {
    (count * bitWidth + 7) / 8
  }

  /// Appends numbers of at most `bitWidth` bits, then zeros up to `paddedCount` numbers.
  static func append<Number: FixedWidthInteger & UnsignedInteger>(
    _ numbers: UnsafeBufferPointer<Number>, bitWidth: Int, paddedCount: Int,
    to bytes: inout [UInt8]
  ) {
    guard bitWidth > 0 else { return }
    let start = bytes.count
    bytes.append(
      contentsOf: repeatElement(0, count: byteCount(paddedCount, bitWidth: bitWidth)))
    bytes.withUnsafeMutableBytes { store(numbers, bitWidth: bitWidth, in: $0, at: start) }
  }

  /// Stores numbers of at most `bitWidth` bits in zeroed memory that is large enough.
  static func store<Number: FixedWidthInteger & UnsignedInteger>(
    _ numbers: UnsafeBufferPointer<Number>, bitWidth: Int,
    in target: UnsafeMutableRawBufferPointer, at offset: Int
  ) {
    var writer = BitWriter(target: target, offset: offset)
    for number in numbers { writer.put(UInt64(number), bits: bitWidth) }
    writer.flush()
  }

  /// Unpacks numbers that the caller has checked to be there.
  static func unpack(
    _ bytes: [UInt8], at offset: Int, count: Int, bitWidth: Int, into numbers: inout [UInt64]
  ) {
    let end = offset + byteCount(count, bitWidth: bitWidth)
    precondition(offset >= 0 && end <= bytes.count && bitWidth <= 64, "packed bits end early")
    bytes.withUnsafeBytes { source in
      var reader = BitReader(source: source, offset: offset, end: end)
      for _ in 0..<count { numbers.append(reader.take(bits: bitWidth)) }
    }
  }
}

/// Puts bits into zeroed memory that the caller has made large enough.
private struct BitWriter {
  let target: UnsafeMutableRawBufferPointer
  var offset: Int
  var pending: UInt64 = 0
  var pendingBits = 0

  init(target: UnsafeMutableRawBufferPointer, offset: Int) {
    self.target = target
    self.offset = offset
  }

  mutating func put(_ number: UInt64, bits: Int) {
    guard bits > 32 else { return putShort(number, bits: bits) }
    putShort(number & 0xffff_ffff, bits: 32)
    putShort(number >> 32, bits: bits - 32)
  }

  private mutating func putShort(_ number: UInt64, bits: Int) {
    pending |= number << UInt64(pendingBits)
    pendingBits += bits
    guard pendingBits >= 32 else { return }
    let word = UInt32(truncatingIfNeeded: pending).littleEndian
    target.storeBytes(of: word, toByteOffset: offset, as: UInt32.self)
    offset += 4
    pending >>= 32
    pendingBits -= 32
  }

  mutating func flush() {
    while pendingBits > 0 {
      target[offset] = UInt8(truncatingIfNeeded: pending)
      offset += 1
      pending >>= 8
      pendingBits -= 8
    }
  }
}

/// Takes bits from memory that the caller has checked.
private struct BitReader {
  let source: UnsafeRawBufferPointer
  var offset: Int
  let end: Int
  var pending: UInt64 = 0
  var pendingBits = 0

  init(source: UnsafeRawBufferPointer, offset: Int, end: Int) {
    self.source = source
    self.offset = offset
    self.end = end
  }

  mutating func take(bits: Int) -> UInt64 {
    guard bits > 32 else { return takeShort(bits: bits) }
    let low = takeShort(bits: 32)
    return low | takeShort(bits: bits - 32) << 32
  }

  private mutating func takeShort(bits: Int) -> UInt64 {
    while pendingBits < bits, offset < end {
      pending |= UInt64(source[offset]) << UInt64(pendingBits)
      pendingBits += 8
      offset += 1
    }
    let number = pending & ((1 << UInt64(bits)) - 1)
    pending >>= UInt64(bits)
    pendingBits -= bits
    return number
  }
}
