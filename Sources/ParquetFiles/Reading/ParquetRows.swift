/// The rows of a file in order, restricted to some columns.
///
/// Memory: the chosen columns of one row group.
package struct ParquetRows {
  private let reader: ParquetReader
  private let columns: [Int]
  private var decoded: [DecodedColumn] = []
  private var nextRowGroup = 0
  private var nextRow = 0
  private var rowsInGroup = 0

  init(reader: ParquetReader, columns: [Int]) {
    self.reader = reader
    self.columns = columns
  }

  /// The cells of the next row, or nil behind the last one.
  package mutating func next() throws(ParquetError) -> [ParquetValue]? {
    if nextRow == rowsInGroup {
      guard nextRowGroup < reader.rowGroupCount else { return nil }
      try decodeRowGroup()
    }
    defer { nextRow += 1 }
    return decoded.map { $0.value(nextRow) }
  }

  private mutating func decodeRowGroup() throws(ParquetError) {
    decoded.removeAll(keepingCapacity: true)
    for column in columns {
      decoded.append(try reader.decode(column: column, ofRowGroup: nextRowGroup))
    }
    rowsInGroup = reader.rowCount(ofRowGroup: nextRowGroup)
    nextRowGroup += 1
    nextRow = 0
  }
}
