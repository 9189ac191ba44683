internal import ParquetFiles
internal import Publishing

/// A dataset as one Parquet file, a row group for each of the release that has a wanted row.
package enum DatasetParquet {
  /// Writes the selected rows and returns how many they are.
  package static func write(
    _ selection: DatasetSelection, to writer: ExportWriter
  ) throws -> Int {
    let columns = selection.columns.map {
      ParquetColumn(name: $0.name, type: $0.type, isNullable: $0.isNullable)
    }
    var parquet = ParquetWriter(schema: ParquetSchema(columns: columns))
    var count = 0
    try selection.forEachGroup { group in
      for (column, decoded) in zip(columns, group.cells) {
        let cells = ColumnCells(
          kind: column.type.physical == .byteArray ? .text : .number,
          isNullable: column.isNullable)
        let texts = TextArena(decoded, group.rows, isText: cells.kind == .text)
        texts.fill(cells)
        parquet.append(cells)
        withExtendedLifetime(texts) {}
      }
      parquet.drain { writer.append($0) }
      try writer.passOn()
      count += group.rows.count
    }
    parquet.finish()
    parquet.drain { writer.append($0) }
    return count
  }
}

/// The wanted cells of a column; their texts stay where they are as long as it lives.
private final class TextArena {
  private let decoded: DecodedColumn
  private let rows: [Int]
  private let bytes: UnsafeMutableRawPointer
  /// For each row where its text ends; empty where the cells are numbers.
  private var ends: [Int] = []

  init(_ decoded: DecodedColumn, _ rows: [Int], isText: Bool) {
    self.decoded = decoded
    self.rows = rows
    var all: [UInt8] = []
    if isText {
      for row in rows {
        decoded.withUTF8(row) { all.append(contentsOf: $0) }
        ends.append(all.count)
      }
    }
    bytes = .allocate(byteCount: max(all.count, 1), alignment: 1)
    UnsafeMutableRawBufferPointer(start: bytes, count: all.count).copyBytes(from: all)
  }

  deinit { bytes.deallocate() }

  /// Appends all cells.
  func fill(_ cells: ColumnCells) {
    cells.append(upTo: rows.count) { filler in
      for (index, row) in rows.enumerated() {
        if decoded.isNull(row) {
          filler.appendAbsent()
        } else if cells.kind == .text {
          filler.append(text(index))
        } else {
          filler.append(number: decoded.number(row))
        }
      }
    }
  }

  private func text(_ index: Int) -> TextCell {
    let start = index == 0 ? 0 : ends[index - 1]
    return TextCell(start: UnsafeRawPointer(bytes + start), count: ends[index] - start)
  }
}
