extension [UInt8] {
  /// Appends an integer, lowest byte first.
  mutating func appendLittleEndian<Number: FixedWidthInteger>(_ number: Number) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }

  /// Appends an unsigned LEB128 number: seven bits a byte, lowest first.
  mutating func appendVarint(_ number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(rest))
  }

  /// Appends a signed number as the unsigned LEB128 of 0, 1, 2, 3 for 0, -1, 1, -2.
  mutating func appendZigzag(_ number: Int64) {
    appendVarint(UInt64(bitPattern: (number << 1) ^ (number >> 63)))
  }
}
