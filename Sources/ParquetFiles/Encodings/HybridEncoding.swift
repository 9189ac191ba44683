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

  /// Appends numbers of at most `bitWidth` bits, 32 at most.
  static func append<Number: FixedWidthInteger & UnsignedInteger>(
    _ numbers: UnsafeBufferPointer<Number>, bitWidth: Int, to bytes: inout [UInt8]
  ) {
    // Runs are at least eight values long, literals are padded to eight.
    let groups = numbers.count / 8 + 2
    let room = groups * (bitWidth + 2 * (longestVarint + 4))
    let start = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: room))
    var end = start
    bytes.withUnsafeMutableBytes { target in
      var sink = RunSink(target: target, offset: start, bitWidth: bitWidth)
      sink.put(numbers)
      end = sink.offset
    }
    bytes.removeLast(bytes.count - end)
  }

  /// The bytes of the largest count of values.
  private static let longestVarint = 5

  /// Writes runs into zeroed memory that is large enough.
  private struct RunSink {
    let target: UnsafeMutableRawBufferPointer
    var offset: Int
    let bitWidth: Int

    mutating func put<Number: FixedWidthInteger & UnsignedInteger>(
      _ numbers: UnsafeBufferPointer<Number>
    ) {
      var literalStart = 0
      var index = 0
      while index < numbers.count {
        let runEnd = endOfRun(in: numbers, from: index)
        let padding = (8 - (index - literalStart) % 8) % 8
        let repeated = runEnd - index - padding
        if repeated >= shortestRepeat {
          putLiterals(numbers, literalStart..<(index + padding))
          putVarint(UInt64(repeated) << 1)
          putValue(UInt64(numbers[index]))
          literalStart = runEnd
        }
        index = runEnd
      }
      putLiterals(numbers, literalStart..<numbers.count)
    }

    private func endOfRun<Number: Equatable>(
      in numbers: UnsafeBufferPointer<Number>, from start: Int
    ) -> Int {
      let value = numbers[start]
      var end = start + 1
      while end < numbers.count, numbers[end] == value { end += 1 }
      return end
    }

    private mutating func putLiterals<Number: FixedWidthInteger & UnsignedInteger>(
      _ numbers: UnsafeBufferPointer<Number>, _ range: Range<Int>
    ) {
      guard !range.isEmpty else { return }
      let groups = (range.count + 7) / 8
      putVarint(UInt64(groups) << 1 | 1)
      BitPacking.store(
        UnsafeBufferPointer(rebasing: numbers[range]), bitWidth: bitWidth, in: target, at: offset)
      offset += groups * bitWidth
    }

    private mutating func putVarint(_ number: UInt64) {
      var rest = number
      while rest >= 0x80 {
        putByte(UInt8(truncatingIfNeeded: rest) | 0x80)
        rest >>= 7
      }
      putByte(UInt8(rest))
    }

    private mutating func putValue(_ value: UInt64) {
      for byte in 0..<((bitWidth + 7) / 8) {
        putByte(UInt8(truncatingIfNeeded: value >> UInt64(8 * byte)))
      }
    }

    private mutating func putByte(_ byte: UInt8) {
      target[offset] = byte
      offset += 1
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
