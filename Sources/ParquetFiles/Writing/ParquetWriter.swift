/// Writes one Parquet file, sans I/O: rows go in cell by cell, finished bytes are drained.
///
/// The bytes depend only on the schema, the compression, the row group limits and the rows; when
/// and how often they are drained makes no difference. Memory: one row group of cells (at most
/// `rowGroupRows` rows and about `rowGroupByteLimit` bytes, with up to as much again while it is
/// encoded), the bytes not yet drained, and some 200 bytes a column and row group for the footer.
///
///     var writer = ParquetWriter(schema: schema, compression: .gzip(level: 1))
///     for call in calls {
///       writer.append(text: call.queue)
///       writer.append(call.waitMilliseconds)
///       writer.endRow()
///       if writer.pendingByteCount > 0 { try writer.drain { try file.write($0) } }
///     }
///     writer.finish()
///     try writer.drain { try file.write($0) }
package struct ParquetWriter: ~Copyable {
  /// The columns.
  package let schema: ParquetSchema
  /// The PLAIN bytes of cells after which a row group ends; to be set before the first row.
  package var rowGroupByteLimit = 32 << 20
  /// The number of rows ended.
  package private(set) var rowCount: Int64 = 0
  private let compression: ParquetCompression
  private let rowGroupRows: Int
  private let rowObserver: ((UnsafeRawBufferPointer) -> Void)?
  private var buffers: [ColumnBuffer]
  private var nextColumn = 0
  private var rowsInGroup = 0
  private var bytesInGroup = 0
  private var rowGroups: [FileMetadata.RowGroup] = []
  private var canonicalRows: [UInt8] = []
  private var output: [UInt8] = parquetMagic
  private var drainedBytes = 0
  private var isFinished = false

  /// A writer of a file without rows.
  ///
  /// A row group ends after `rowGroupRows` rows or `rowGroupByteLimit` bytes, whichever is first.
  /// The observer is handed the canonical bytes (`CanonicalRow`) of all rows in order, one or more
  /// whole rows a call, the last of them during `finish`; how they are split means nothing.
  package init(
    schema: ParquetSchema, compression: ParquetCompression, rowGroupRows: Int = 65_536,
    rowObserver: ((UnsafeRawBufferPointer) -> Void)? = nil
  ) {
    precondition(
      (1...ParquetLimits.rowGroupRows).contains(rowGroupRows), "a row group has 1 to 2^20 rows")
    self.schema = schema
    self.compression = compression
    self.rowGroupRows = rowGroupRows
    self.rowObserver = rowObserver
    self.buffers = schema.columns.map(ColumnBuffer.init)
  }

  /// Appends a cell to an int64 or timestampMicros column.
  package mutating func append(_ value: Int64?) {
    guard let value else { return appendNull() }
    append(number: value, as: .int64)
  }

  /// Appends a cell to an int32 or date column.
  package mutating func append(_ value: Int32?) {
    guard let value else { return appendNull() }
    append(number: Int64(value), as: .int32)
  }

  /// Appends a cell to a boolean column.
  package mutating func append(_ value: Bool?) {
    guard let value else { return appendNull() }
    append(number: value ? 1 : 0, as: .boolean)
  }

  /// Appends a cell to a string or json column.
  package mutating func append(text: String?) {
    guard var text else { return appendNull() }
    text.withUTF8 { append(utf8: UnsafeRawBufferPointer($0)) }
  }

  /// Appends a cell to a string or json column; the bytes must be valid UTF-8.
  package mutating func append(utf8: UnsafeRawBufferPointer?) {
    guard let utf8 else { return appendNull() }
    let index = beginCell(.byteArray)
    buffers[index].append(utf8)
    bytesInGroup += utf8.count + 4
    if rowObserver != nil { CanonicalRow.append(utf8: utf8, to: &canonicalRows) }
  }

  /// Appends an absent cell to a nullable column of any type.
  package mutating func appendNull() {
    precondition(nextColumn < buffers.count, "a row has more cells than the schema columns")
    buffers[nextColumn].appendNull()
    nextColumn += 1
    bytesInGroup += 1
    if rowObserver != nil { CanonicalRow.appendNull(to: &canonicalRows) }
  }

  /// Appends a cell of a decoded column of the same storage, as when files are merged.
  package mutating func append(_ column: DecodedColumn, row: Int) {
    guard !column.isNull(row) else { return appendNull() }
    switch column.column.type.physical {
    case .byteArray: column.withUTF8(row) { append(utf8: $0) }
    case let physical: append(number: column.number(row), as: physical)
    }
  }

  /// Ends a row, which must have a cell for every column.
  package mutating func endRow() {
    precondition(nextColumn == buffers.count, "a row has fewer cells than the schema columns")
    nextColumn = 0
    rowCount += 1
    rowsInGroup += 1
    if canonicalRows.count >= ParquetLimits.canonicalBatchBytes { reportCanonicalRows() }
    if rowsInGroup == rowGroupRows || bytesInGroup >= rowGroupByteLimit { endRowGroup() }
  }

  /// Ends the file: the last row group and the footer become finished bytes.
  package mutating func finish() {
    precondition(!isFinished && nextColumn == 0, "a Parquet file is finished once, between rows")
    if rowsInGroup > 0 { endRowGroup() }
    reportCanonicalRows()
    let metadata = FileMetadata(schema: schema, rowCount: Int(rowCount), rowGroups: rowGroups)
    metadata.appendFooter(to: &output)
    isFinished = true
  }

  /// The number of finished bytes that were not drained.
  package var pendingByteCount: Int { output.count }

  /// The number of bytes of the file so far, drained or not.
  package var byteCount: Int { drainedBytes + output.count }

  /// Hands over all finished bytes at once and forgets them when the body returns.
  package mutating func drain<Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    guard !output.isEmpty else { return }
    var result = Result<Void, Failure>.success(())
    output.withUnsafeBytes { bytes in
      do throws(Failure) { try body(bytes) } catch { result = .failure(error) }
    }
    try result.get()
    drainedBytes += output.count
    output.removeAll(keepingCapacity: true)
  }

  private mutating func append(number: Int64, as physical: ParquetPhysicalType) {
    let index = beginCell(physical)
    buffers[index].append(number)
    bytesInGroup += physical.plainByteCount
    if rowObserver != nil { CanonicalRow.append(number, as: physical, to: &canonicalRows) }
  }

  private mutating func beginCell(_ physical: ParquetPhysicalType) -> Int {
    precondition(!isFinished, "a finished Parquet file takes no rows")
    precondition(nextColumn < buffers.count, "a row has more cells than the schema columns")
    precondition(
      buffers[nextColumn].column.type.physical == physical,
      "a cell is of another type than its column")
    defer { nextColumn += 1 }
    return nextColumn
  }

  private mutating func endRowGroup() {
    var chunks: [FileMetadata.ColumnChunk] = []
    for index in buffers.indices {
      var encoder = ColumnChunkEncoder(buffer: buffers[index], compression: compression)
      chunks.append(
        encoder.encode(rowCount: rowsInGroup, into: &output, fileOffset: drainedBytes))
    }
    for index in buffers.indices { buffers[index].removeAll() }
    rowGroups.append(FileMetadata.RowGroup(rowCount: rowsInGroup, chunks: chunks))
    rowsInGroup = 0
    bytesInGroup = 0
  }

  private mutating func reportCanonicalRows() {
    guard let rowObserver, !canonicalRows.isEmpty else { return }
    canonicalRows.withUnsafeBytes { rowObserver($0) }
    canonicalRows.removeAll(keepingCapacity: true)
  }
}
