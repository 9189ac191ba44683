import ParquetFiles
import Testing

/// A table that tests write, read back and dump for the judges.
struct SampleTable: Sendable, CustomTestStringConvertible {
  /// What the table is about, usable as a file name.
  let name: String
  /// The columns.
  let schema: ParquetSchema
  /// The rows, a cell for each column.
  let rows: [[ParquetValue]]
  /// The rows of a row group.
  var rowGroupRows = 65_536
  /// For columns by name the encoding of their values, in the words of parquet.thrift.
  var encodings: [String: String] = [:]

  /// The name with the row group size, unique in the matrix.
  var testDescription: String { "\(name)-\(rowGroupRows)" }

  /// The bytes of the file, its texts stored by habit.
  ///
  /// Texts that are hashes of `hashes` go in as hashes, those of string columns with few different
  /// ones as words.
  func written(_ habit: TextHabit = .few, drainingEachColumn: Bool = false) -> [UInt8] {
    var writer = ParquetWriter(schema: schema)
    var bytes: [UInt8] = []
    for start in stride(from: 0, to: rows.count, by: rowGroupRows) {
      let group = rows[start..<min(start + rowGroupRows, rows.count)]
      for (index, column) in schema.columns.enumerated() {
        SampleCells(group.map { $0[index] }, of: column).append(to: &writer, habit)
        if drainingEachColumn { writer.drain { bytes.append(contentsOf: $0) } }
      }
    }
    writer.finish()
    writer.drain { bytes.append(contentsOf: $0) }
    return bytes
  }

  /// The canonical bytes of a row, built here by the letter of `CanonicalRow`'s description.
  func canonicalBytes(ofRow row: Int) -> [UInt8] {
    zip(schema.columns, rows[row]).flatMap { column, cell -> [UInt8] in
      switch (cell, column.type) {
      case (.null, _): [0]
      case (.bool(let value), _): [1, value ? 1 : 0]
      case (.int(let value), .int32), (.int(let value), .date): [1] + littleEndian(value, 4)
      case (.int(let value), _): [1] + littleEndian(value, 8)
      case (.text(let text), _): [1] + littleEndian(Int64(text.utf8.count), 4) + text.utf8
      }
    }
  }
}

private func littleEndian(_ value: Int64, _ width: Int) -> [UInt8] {
  (0..<width).map { UInt8(truncatingIfNeeded: value >> Int64(8 * $0)) }
}
