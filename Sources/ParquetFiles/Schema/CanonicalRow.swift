/// The canonical bytes of rows: what `rows_sha256` of a release manifest is the SHA-256 of.
///
/// They depend on the values only, never on encoding, compression, pages or row groups. The form of
/// a file is the concatenation of its rows in order; of a row, of its cells in column order:
///
///     absent                              00
///     int32, date                         01, value in 4 bytes, little-endian two's complement
///     int64, timestampMicros              01, value in 8 bytes, little-endian two's complement
///     boolean                             01, then 00 or 01
///     string, json                        01, byte count in 4 bytes, little-endian, UTF-8 bytes
///
/// Nothing separates cells or rows (given the schema the form is prefix-free), and neither names
/// nor types are part of it. A row `(7 as int32, nil, "hé" as string)` is
/// `01 07000000  00  01 03000000 68c3a9`.
package enum CanonicalRow {
  /// Appends an absent cell.
  static func appendNull(to bytes: inout [UInt8]) {
    bytes.append(0)
  }

  /// Appends a number; its width is that of the column's storage.
  static func append(_ value: Int64, as physical: ParquetPhysicalType, to bytes: inout [UInt8]) {
    bytes.append(1)
    switch physical {
    case .boolean: bytes.append(value == 0 ? 0 : 1)
    case .int32: bytes.appendLittleEndian(UInt32(truncatingIfNeeded: value))
    case .int64: bytes.appendLittleEndian(UInt64(bitPattern: value))
    case .byteArray: preconditionFailure("a text is not a number")
    }
  }

  /// Appends a text, which is taken to be UTF-8.
  static func append(utf8: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
    bytes.append(1)
    bytes.appendLittleEndian(UInt32(utf8.count))
    bytes.append(contentsOf: utf8)
  }
}
