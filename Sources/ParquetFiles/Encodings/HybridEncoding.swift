/// Parquet's RLE / bit-packed hybrid: definition levels and dictionary indices.
///
/// The stream is a sequence of runs. A repeated value is `varint(count << 1)` and the value in
/// whole bytes; a literal run is `varint(groups << 1 | 1)` and eight packed values a group. Only
/// the last group of a stream may be padded, so a repetition that begins inside a group first
/// fills that group:
///
///     values (2 bits)   1 2 3 | 0 0 0 0 0 0 0 0 0 0 0 0 0 0 …
///     runs              literal 1 2 3 0 0 0 0 0 | repeat 0 × …
///
/// Source: Apache Parquet, Encodings.md, "Run Length Encoding / Bit-Packing Hybrid (RLE = 3)".
enum HybridEncoding {
  /// The shortest repetition worth a run of its own.
  private static let shortestRepeat = 8

  /// Appends numbers of at most `bitWidth` bits.
  static func append<Number: FixedWidthInteger & UnsignedInteger>(
    _ numbers: ArraySlice<Number>, bitWidth: Int, to bytes: inout [UInt8]
  ) {
    var literalStart = numbers.startIndex
    var index = numbers.startIndex
    while index < numbers.endIndex {
      let runEnd = endOfRun(in: numbers, from: index)
      let padding = (8 - (index - literalStart) % 8) % 8
      let repeated = runEnd - index - padding
      if repeated >= shortestRepeat {
        appendLiterals(numbers[literalStart..<(index + padding)], bitWidth: bitWidth, to: &bytes)
        bytes.appendVarint(UInt64(repeated) << 1)
        appendValue(UInt64(numbers[index]), bitWidth: bitWidth, to: &bytes)
        literalStart = runEnd
      }
      index = runEnd
    }
    appendLiterals(numbers[literalStart...], bitWidth: bitWidth, to: &bytes)
  }

  private static func endOfRun<Number: Equatable>(
    in numbers: ArraySlice<Number>, from start: Int
  ) -> Int {
    let value = numbers[start]
    var end = start + 1
    while end < numbers.endIndex, numbers[end] == value { end += 1 }
    return end
  }

  private static func appendLiterals<Number: FixedWidthInteger & UnsignedInteger>(
    _ numbers: ArraySlice<Number>, bitWidth: Int, to bytes: inout [UInt8]
  ) {
    guard !numbers.isEmpty else { return }
    let groups = (numbers.count + 7) / 8
    bytes.appendVarint(UInt64(groups) << 1 | 1)
    BitPacking.append(numbers, bitWidth: bitWidth, paddedCount: groups * 8, to: &bytes)
  }

  private static func appendValue(_ value: UInt64, bitWidth: Int, to bytes: inout [UInt8]) {
    for byte in 0..<((bitWidth + 7) / 8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * byte)))
    }
  }

  /// Reads `count` numbers of at most 32 bits from the cursor on.
  static func decode(
    count: Int, bitWidth: Int, from cursor: inout ByteCursor
  ) throws(ParquetError) -> [UInt64] {
    var numbers: [UInt64] = []
    numbers.reserveCapacity(count)
    while numbers.count < count {
      let header = try cursor.varint()
      let missing = count - numbers.count
      if header & 1 == 1 {
        guard header >> 1 > 0, header >> 1 <= UInt64((missing + 7) / 8) else {
          throw cursor.damage("a packed run of \(header >> 1) groups")
        }
        try decodeLiterals(
          groups: Int(header >> 1), bitWidth: bitWidth, from: &cursor, into: &numbers)
        if numbers.count > count { numbers.removeLast(numbers.count - count) }
      } else {
        let length = header >> 1
        guard length > 0, length <= UInt64(missing) else {
          throw cursor.damage("a run of \(length) values where \(missing) are missing")
        }
        let value = try decodeValue(bitWidth: bitWidth, from: &cursor)
        numbers.append(contentsOf: repeatElement(value, count: Int(length)))
      }
    }
    return numbers
  }

  private static func decodeLiterals(
    groups: Int, bitWidth: Int, from cursor: inout ByteCursor, into numbers: inout [UInt64]
  ) throws(ParquetError) {
    let range = try cursor.take(groups * bitWidth)
    BitPacking.unpack(
      cursor.bytes, at: range.lowerBound, count: groups * 8, bitWidth: bitWidth,
      into: &numbers)
  }

  private static func decodeValue(
    bitWidth: Int, from cursor: inout ByteCursor
  ) throws(ParquetError) -> UInt64 {
    var value: UInt64 = 0
    for byte in 0..<((bitWidth + 7) / 8) {
      value |= UInt64(try cursor.byte()) << UInt64(8 * byte)
    }
    guard BitPacking.width(of: value) <= bitWidth else {
      throw cursor.damage("a repeated value wider than \(bitWidth) bits")
    }
    return value
  }
}
