/// Reads a Parquet file that `ParquetWriter` wrote, one column of one row group at a time.
///
/// The file may have rotted: every offset, size and count is checked before it is used or memory is
/// taken for it, and what does not hold is a `ParquetError`. Files of other writers are read as far
/// as they use the same types, encodings and compression. Memory: the footer and what is asked for.
package struct ParquetReader {
  private let metadata: FileMetadata
  private let verifiesChecksums: Bool
  private let fetch: (_ offset: Int, _ count: Int) throws(ParquetError) -> [UInt8]

  /// A reader of a file in memory.
  ///
  /// Without `verifiesChecksums` pages that fail their CRC-32 are decoded as far as they can be.
  package init(bytes: [UInt8], verifiesChecksums: Bool = true) throws(ParquetError) {
    try self.init(byteCount: bytes.count, verifiesChecksums: verifiesChecksums) {
      (offset, count) throws(ParquetError) in Array(bytes[offset..<(offset + count)])
    }
  }

  /// A reader of a file of `byteCount` bytes.
  ///
  /// `fetch` returns `count` bytes from an offset on, both always within the file; it throws a
  /// `ParquetError` of kind `unreadable` where it cannot. It is called three times at once and then
  /// once for each column chunk asked for.
  package init(
    byteCount: Int, verifiesChecksums: Bool = true,
    fetch: @escaping (_ offset: Int, _ count: Int) throws(ParquetError) -> [UInt8]
  ) throws(ParquetError) {
    guard byteCount >= 12 else {
      throw ParquetError(.damaged, "too short for a Parquet file", byteOffset: byteCount)
    }
    guard try Self.fetched(0, 4, fetch) == parquetMagic else {
      throw ParquetError(.damaged, "the file does not begin with PAR1", byteOffset: 0)
    }
    var tail = ByteCursor(try Self.fetched(byteCount - 8, 8, fetch), fileOffset: byteCount - 8)
    let footerBytes = try tail.count32()
    guard tail.bytes.suffix(4) == parquetMagic[...], footerBytes <= byteCount - 12 else {
      throw tail.damage("the file does not end with a footer and PAR1")
    }
    let footerOffset = byteCount - 8 - footerBytes
    let footer = try Self.fetched(footerOffset, footerBytes, fetch)
    var reader = CompactReader(ByteCursor(footer, fileOffset: footerOffset))
    self.metadata = try FileMetadata(from: &reader, pageBytes: 4..<footerOffset)
    self.verifiesChecksums = verifiesChecksums
    self.fetch = fetch
  }

  /// The columns and the texts about the file.
  package var schema: ParquetSchema { metadata.schema }

  /// The number of rows.
  package var rowCount: Int64 { Int64(metadata.rowCount) }

  /// The number of row groups.
  package var rowGroupCount: Int { metadata.rowGroups.count }

  /// The number of rows of a row group, at least 1.
  package func rowCount(ofRowGroup rowGroup: Int) -> Int {
    metadata.rowGroups[rowGroup].rowCount
  }

  /// Decodes a column of a row group, both counted from 0.
  package func decode(
    column: Int, ofRowGroup rowGroup: Int
  ) throws(ParquetError) -> DecodedColumn {
    let chunk = metadata.rowGroups[rowGroup].chunks[column]
    let bytes = try Self.fetched(chunk.firstPageOffset, chunk.compressedBytes, fetch)
    let decoder = ColumnChunkDecoder(
      chunk, column: schema.columns[column], bytes: bytes, verifiesChecksums: verifiesChecksums)
    return try decoder.decode()
  }

  /// The cells of a column in a row group.
  package func values(
    of name: String, rowGroup: Int
  ) throws(ParquetError) -> [ParquetValue] {
    let decoded = try decode(column: try index(of: name), ofRowGroup: rowGroup)
    return (0..<decoded.rowCount).map(decoded.value)
  }

  /// The cells of a column in the whole file.
  package func values(of name: String) throws(ParquetError) -> [ParquetValue] {
    var values: [ParquetValue] = []
    for rowGroup in 0..<rowGroupCount { values += try self.values(of: name, rowGroup: rowGroup) }
    return values
  }

  /// The rows in order, with the cells of the named columns in the order named; nil is all columns.
  package func rows(of names: [String]? = nil) throws(ParquetError) -> ParquetRows {
    var columns: [Int] = []
    for name in names ?? schema.columns.map(\.name) { columns.append(try index(of: name)) }
    return ParquetRows(reader: self, columns: columns)
  }

  private func index(of name: String) throws(ParquetError) -> Int {
    guard let index = schema.index(of: name) else {
      throw ParquetError(.unknownColumn, "no column '\(name)'", byteOffset: 0)
    }
    return index
  }

  private static func fetched(
    _ offset: Int, _ count: Int,
    _ fetch: (_ offset: Int, _ count: Int) throws(ParquetError) -> [UInt8]
  ) throws(ParquetError) -> [UInt8] {
    let bytes = try fetch(offset, count)
    guard bytes.count == count else {
      throw ParquetError(
        .unreadable, "\(bytes.count) bytes where \(count) were asked for", byteOffset: offset)
    }
    return bytes
  }
}
