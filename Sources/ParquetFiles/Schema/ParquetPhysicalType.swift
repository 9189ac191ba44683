/// How cells are stored; the raw values are those of `Type` in parquet.thrift.
package enum ParquetPhysicalType: Int32, Sendable, Hashable {
  /// One bit, the lowest of a byte first.
  case boolean = 0
  /// Four bytes, little-endian two's complement.
  case int32 = 1
  /// Eight bytes, little-endian two's complement.
  case int64 = 2
  /// A byte count in four bytes, little-endian, and the bytes.
  case byteArray = 6

  /// The bytes of one PLAIN value, without the content of a byte array; 1 for a boolean.
  package var plainByteCount: Int {
    switch self {
    case .boolean: 1
    case .int32, .byteArray: 4
    case .int64: 8
    }
  }
}
