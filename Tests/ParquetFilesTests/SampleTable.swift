import Codecs
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

  /// The digest of the rows, made here by the letter of `RowDigest`'s description.
  ///
  /// - Parameter hashes: The columns that hold hashes.
  func digest(hashes: Set<String>) -> [UInt8] {
    let columns = schema.columns.enumerated().flatMap { index, column -> [UInt8] in
      let cells = rows.map { $0[index] }
      let values = sha256(cells.flatMap { canonical($0, isHash: hashes.contains(column.name)) })
      return column.isNullable ? sha256(cells.map { $0 == .null ? 0 : 1 }) + values : values
    }
    return sha256(columns)
  }

  private func canonical(_ cell: ParquetValue, isHash: Bool) -> [UInt8] {
    switch cell {
    case .null: []
    case .bool(let value): littleEndian(value ? 1 : 0, 8)
    case .int(let value): littleEndian(value, 8)
    case .text(let text) where isHash:
      stride(from: 0, to: 32, by: 2).compactMap { UInt8(text.dropFirst($0).prefix(2), radix: 16) }
    case .text(let text): littleEndian(Int64(text.utf8.count), 4) + text.utf8
    }
  }
}

private func littleEndian(_ value: Int64, _ width: Int) -> [UInt8] {
  (0..<width).map { UInt8(truncatingIfNeeded: value >> Int64(8 * $0)) }
}

private func sha256(_ bytes: [UInt8]) -> [UInt8] {
  var digest = SHA256()
  bytes.withUnsafeBytes { digest.update($0) }
  return digest.finalize()
}
