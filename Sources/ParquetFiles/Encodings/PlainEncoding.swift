/// Parquet's PLAIN: the values one after the other.
///
/// Source: Apache Parquet, Encodings.md, "Plain (PLAIN = 0)".
enum PlainEncoding {
  /// Appends numbers or booleans.
  static func append(
    _ numbers: UnsafeBufferPointer<Int64>, as physical: ParquetPhysicalType,
    to bytes: inout [UInt8]
  ) {
    switch physical {
    case .boolean:
      let bits = numbers.map { UInt8($0 == 0 ? 0 : 1) }
      bits.withUnsafeBufferPointer {
        BitPacking.append($0, bitWidth: 1, paddedCount: $0.count, to: &bytes)
      }
    case .int32: appendWords(numbers, as: Int32.self, to: &bytes)
    case .int64: appendWords(numbers, as: Int64.self, to: &bytes)
    case .byteArray: preconditionFailure("a text is not a number")
    }
  }

  private static func appendWords<Word: FixedWidthInteger>(
    _ numbers: UnsafeBufferPointer<Int64>, as _: Word.Type, to bytes: inout [UInt8]
  ) {
    var offset = bytes.count
    let width = MemoryLayout<Word>.size
    bytes.append(contentsOf: repeatElement(0, count: numbers.count * width))
    bytes.withUnsafeMutableBytes { target in
      for number in numbers {
        let word = Word(truncatingIfNeeded: number).littleEndian
        target.storeBytes(of: word, toByteOffset: offset, as: Word.self)
        offset += width
      }
    }
  }

  /// Appends a text: its byte count in four bytes, little-endian, then its bytes.
  static func append(_ text: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
    bytes.appendLittleEndian(UInt32(text.count))
    bytes.append(contentsOf: text)
  }

  /// Appends hashes as texts of 32 hexadecimal digits.
  static func append(_ hashes: UnsafeBufferPointer<HashCell>, to bytes: inout [UInt8]) {
    let start = bytes.count
    let stride = HashDeflate.plainByteCount
    bytes.append(contentsOf: repeatElement(0, count: hashes.count * stride))
    bytes.withUnsafeMutableBytes { target in
      guard let base = target.baseAddress else { return }
      for (index, hash) in hashes.enumerated() {
        let place = base + start + index * stride
        place.storeBytes(of: UInt32(32).littleEndian, as: UInt32.self)
        HexDigits.store(hash, at: place + 4)
      }
    }
  }

  /// Reads `count` numbers or booleans.
  static func decode(
    count: Int, as physical: ParquetPhysicalType, from cursor: inout ByteCursor
  ) throws(ParquetError) -> [Int64] {
    switch physical {
    case .boolean:
      let range = try cursor.take(BitPacking.byteCount(count, bitWidth: 1))
      var bits: [UInt64] = []
      BitPacking.unpack(
        cursor.bytes, at: range.lowerBound, count: count, bitWidth: 1, into: &bits)
      return bits.map { Int64(bitPattern: $0) }
    case .int32: return try decodeWords(count: count, as: Int32.self, from: &cursor)
    case .int64: return try decodeWords(count: count, as: Int64.self, from: &cursor)
    case .byteArray: preconditionFailure("a text is not a number")
    }
  }

  private static func decodeWords<Word: FixedWidthInteger & SignedInteger>(
    count: Int, as _: Word.Type, from cursor: inout ByteCursor
  ) throws(ParquetError) -> [Int64] {
    let width = MemoryLayout<Word>.size
    let start = try cursor.take(count * width).lowerBound
    return cursor.bytes.withUnsafeBytes { source in
      (0..<count).map { index in
        let word = source.loadUnaligned(fromByteOffset: start + index * width, as: Word.self)
        return Int64(Word(littleEndian: word))
      }
    }
  }
}
