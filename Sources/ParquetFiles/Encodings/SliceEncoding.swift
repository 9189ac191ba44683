extension BitPacking {
  /// Appends numbers of an array's slice.
  static func append<Number: FixedWidthInteger & UnsignedInteger>(
    _ numbers: ArraySlice<Number>, bitWidth: Int, paddedCount: Int, to bytes: inout [UInt8]
  ) {
    numbers.withUnsafeBufferPointer {
      append($0, bitWidth: bitWidth, paddedCount: paddedCount, to: &bytes)
    }
  }
}

extension HybridEncoding {
  /// Appends numbers of an array's slice.
  static func append<Number: FixedWidthInteger & UnsignedInteger>(
    _ numbers: ArraySlice<Number>, bitWidth: Int, to bytes: inout [UInt8]
  ) {
    numbers.withUnsafeBufferPointer { append($0, bitWidth: bitWidth, to: &bytes) }
  }
}

extension DeltaEncoding {
  /// Appends numbers of an array's slice.
  static func append(_ values: ArraySlice<Int64>, to bytes: inout [UInt8]) {
    values.withUnsafeBufferPointer { append($0, to: &bytes) }
  }
}

extension PlainEncoding {
  /// Appends numbers of an array's slice.
  static func append(
    _ numbers: ArraySlice<Int64>, as physical: ParquetPhysicalType, to bytes: inout [UInt8]
  ) {
    numbers.withUnsafeBufferPointer { append($0, as: physical, to: &bytes) }
  }
}
