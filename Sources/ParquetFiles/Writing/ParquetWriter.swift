/// Writes one Parquet file, sans I/O: row groups go in column by column, bytes are drained.
///
/// The bytes depend only on the schema and the cells of each row group; when and how often they are
/// drained makes no difference. Memory: the cells of one column with what encoding it takes, the
/// bytes not yet drained, and some 200 bytes a column and row group for the footer.
///
///     var writer = ParquetWriter(schema: schema)
///     for column in schema.columns { writer.append(cells(of: column)) }
///     writer.finish()
///     try writer.drain { try file.write($0) }
package struct ParquetWriter: ~Copyable {
  /// Columns are appended in its order, once a row group.
  package let schema: ParquetSchema
  /// The rows of all row groups that are whole.
  package private(set) var rowCount: Int64 = 0
  private var encoder = ColumnEncoder()
  private var chunks: [FileMetadata.ColumnChunk] = []
  private var rowGroups: [FileMetadata.RowGroup] = []
  private var output: [UInt8] = parquetMagic
  private var drainedBytes = 0

  /// A writer of a file without rows.
  package init(schema: ParquetSchema) { self.schema = schema }

  /// Appends the cells of the next column of the row group; the last column ends the group.
  ///
  /// All columns of a group have the same number of cells, at least one and at most
  /// `ParquetLimits.rowGroupRows`.
  package mutating func append(_ cells: ColumnCells, habit: TextHabit = .few) {
    let column = schema.columns[chunks.count]
    precondition(
      (cells.kind == .number) == (column.type.physical != .byteArray)
        && cells.isNullable == column.isNullable, "cells are of their column's type")
    precondition(
      (1...ParquetLimits.rowGroupRows).contains(cells.count)
        && cells.count == chunks.first?.valueCount ?? cells.count,
      "the columns of a row group have the same number of cells, 1 to 2^20")
    chunks.append(
      encoder.encode(cells, of: column, habit: habit, into: &output, fileOffset: drainedBytes))
    guard chunks.count == schema.columns.count else { return }
    rowGroups.append(FileMetadata.RowGroup(rowCount: cells.count, chunks: chunks))
    rowCount += Int64(cells.count)
    chunks.removeAll(keepingCapacity: true)
  }

  /// Ends the file: the footer becomes finished bytes.
  package mutating func finish() {
    precondition(chunks.isEmpty, "a Parquet file is finished between row groups")
    let metadata = FileMetadata(schema: schema, rowCount: Int(rowCount), rowGroups: rowGroups)
    metadata.appendFooter(to: &output)
  }

  /// The number of finished bytes that were not drained.
  package var pendingByteCount: Int { output.count }

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
}
