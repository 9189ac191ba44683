/// Parquet's DELTA_BINARY_PACKED for 64-bit integers.
///
/// A header (block size, miniblocks a block, value count, first value), then blocks of 128
/// differences: the smallest difference, four bit widths, and four miniblocks of 32 packed
/// differences above the smallest. Miniblocks beyond the last value have width 0 and no bytes; the
/// last one is padded. Differences wrap around.
///
///     values  7 5 3 1 2 3 4 5     differences -2 -2 -2 1 1 1 1     smallest -2
///     header  128, 4, 8, 7        block -2, widths 2 0 0 0, 0 0 0 3 3 3 3 and 25 zeros in 8 bytes
///
/// Source: Apache Parquet, Encodings.md, "Delta Encoding (DELTA_BINARY_PACKED = 5)".
enum DeltaEncoding {
  private static let blockValues = 128
  private static let miniblocks = 4
  private static let miniblockValues = 32

  /// Appends the values of one page.
  static func append(_ values: UnsafeBufferPointer<Int64>, to bytes: inout [UInt8]) {
    bytes.appendVarint(UInt64(blockValues))
    bytes.appendVarint(UInt64(miniblocks))
    bytes.appendVarint(UInt64(values.count))
    bytes.appendZigzag(values.first ?? 0)
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: blockValues) { block in
      for start in stride(from: 1, to: values.count, by: blockValues) {
        appendBlock(values, start..<min(start + blockValues, values.count), block, to: &bytes)
      }
    }
  }

  private static func appendBlock(
    _ values: UnsafeBufferPointer<Int64>, _ range: Range<Int>,
    _ block: UnsafeMutableBufferPointer<UInt64>, to bytes: inout [UInt8]
  ) {
    var smallest = Int64.max
    for index in range { smallest = min(smallest, values[index] &- values[index - 1]) }
    for index in range {
      block[index - range.lowerBound] = UInt64(
        bitPattern: values[index] &- values[index - 1] &- smallest)
    }
    bytes.appendZigzag(smallest)
    let widthsOffset = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: miniblocks))
    for miniblock in 0..<miniblocks where miniblock * miniblockValues < range.count {
      let start = miniblock * miniblockValues
      let part = UnsafeBufferPointer(
        rebasing: block[start..<min(start + miniblockValues, range.count)])
      let width = BitPacking.width(of: part.reduce(0, |))
      bytes[widthsOffset + miniblock] = UInt8(width)
      BitPacking.append(part, bitWidth: width, paddedCount: miniblockValues, to: &bytes)
    }
  }

  /// Reads the values of one page; there must be `count`.
  static func decode(
    count: Int, from cursor: inout ByteCursor
  ) throws(ParquetError) -> [Int64] {
    guard try cursor.varint() == UInt64(blockValues), try cursor.varint() == UInt64(miniblocks)
    else { throw cursor.unsupported("a delta block of another size") }
    guard try cursor.varint() == UInt64(count) else {
      throw cursor.damage("the delta values are not as many as their page declares")
    }
    var value = try cursor.zigzag()
    guard count > 0 else { return [] }
    var values = [value]
    values.reserveCapacity(count)
    var differences: [UInt64] = []
    while values.count < count {
      let smallest = try cursor.zigzag()
      differences.removeAll(keepingCapacity: true)
      try decodeBlock(missing: count - values.count, from: &cursor, into: &differences)
      for difference in differences.prefix(count - values.count) {
        value = value &+ smallest &+ Int64(bitPattern: difference)
        values.append(value)
      }
    }
    return values
  }

  private static func decodeBlock(
    missing: Int, from cursor: inout ByteCursor, into differences: inout [UInt64]
  ) throws(ParquetError) {
    let widths = try cursor.take(miniblocks)
    for miniblock in widths where differences.count < missing {
      let width = Int(cursor.bytes[miniblock])
      guard width <= 64 else { throw cursor.damage("a delta of \(width) bits") }
      let range = try cursor.take(miniblockValues / 8 * width)
      BitPacking.unpack(
        cursor.bytes, at: range.lowerBound, count: miniblockValues, bitWidth: width,
        into: &differences)
    }
  }
}
