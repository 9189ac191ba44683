/// The four bytes a file begins and ends with.
let parquetMagic: [UInt8] = Array("PAR1".utf8)

extension FileMetadata {
  /// Appends the footer: the metadata, its byte count and the magic.
  func appendFooter(to bytes: inout [UInt8]) {
    var writer = CompactWriter()
    writer.structure { writer in
      writer.integer(1, Int32(2))
      writeSchema(to: &writer)
      writer.integer(3, Int64(rowCount))
      writer.list(4, of: .structure, count: rowGroups.count)
      for rowGroup in rowGroups { rowGroup.write(columns: schema.columns, to: &writer) }
      writeKeyValues(to: &writer)
      writer.text(6, "throughline")
      // Readers take min_value and max_value for unordered, and ignore them, without this list.
      writer.list(7, of: .structure, count: schema.columns.count)
      for _ in schema.columns {
        writer.structure { writer in writer.structure(1) { _ in } }
      }
    }
    bytes.append(contentsOf: writer.bytes)
    bytes.appendLittleEndian(UInt32(writer.bytes.count))
    bytes.append(contentsOf: parquetMagic)
  }

  private func writeSchema(to writer: inout CompactWriter) {
    writer.list(2, of: .structure, count: schema.columns.count + 1)
    writer.structure { writer in
      writer.text(4, "schema")
      writer.integer(5, Int32(schema.columns.count))
    }
    for column in schema.columns {
      writer.structure { writer in
        writer.integer(1, column.type.physical.rawValue)
        writer.integer(3, Int32(column.isNullable ? 1 : 0))
        writer.text(4, column.name)
        if let converted = column.type.convertedType { writer.integer(6, converted) }
        column.type.writeLogicalType(to: &writer)
      }
    }
  }

  private func writeKeyValues(to writer: inout CompactWriter) {
    guard !schema.keyValueMetadata.isEmpty else { return }
    writer.list(5, of: .structure, count: schema.keyValueMetadata.count)
    for (key, value) in schema.keyValueMetadata {
      writer.structure { writer in
        writer.text(1, key)
        writer.text(2, value)
      }
    }
  }
}

extension FileMetadata.RowGroup {
  fileprivate func write(columns: [ParquetColumn], to writer: inout CompactWriter) {
    writer.structure { writer in
      writer.list(1, of: .structure, count: chunks.count)
      for (column, chunk) in zip(columns, chunks) {
        writer.structure { writer in
          writer.integer(2, Int64(chunk.firstPageOffset))
          writer.structure(3) { chunk.write(column: column, to: &$0) }
        }
      }
      writer.integer(2, Int64(chunks.reduce(0) { $0 + $1.uncompressedBytes }))
      writer.integer(3, Int64(rowCount))
      writer.integer(5, Int64(chunks[0].firstPageOffset))
      writer.integer(6, Int64(chunks.reduce(0) { $0 + $1.compressedBytes }))
    }
  }
}

extension FileMetadata.ColumnChunk {
  fileprivate func write(column: ParquetColumn, to writer: inout CompactWriter) {
    writer.integer(1, column.type.physical.rawValue)
    writer.list(2, of: .int32, count: encodings.count)
    for encoding in encodings { writer.element(encoding.rawValue) }
    writer.list(3, of: .binary, count: 1)
    writer.element(Array(column.name.utf8))
    writer.integer(4, Int32(isCompressed ? 2 : 0))
    writer.integer(5, Int64(valueCount))
    writer.integer(6, Int64(uncompressedBytes))
    writer.integer(7, Int64(compressedBytes))
    writer.integer(9, Int64(dataPageOffset))
    if let dictionaryPageOffset { writer.integer(11, Int64(dictionaryPageOffset)) }
    if let statistics { writer.structure(12) { statistics.write(to: &$0) } }
  }
}

extension ColumnStatistics {
  fileprivate func write(to writer: inout CompactWriter) {
    writer.integer(3, Int64(nullCount))
    if let maximum { writer.binary(5, maximum.bytes) }
    if let minimum { writer.binary(6, minimum.bytes) }
    if let maximum { writer.boolean(7, maximum.isExact) }
    if let minimum { writer.boolean(8, minimum.isExact) }
  }
}

extension ParquetType {
  /// The value of `ConvertedType` in parquet.thrift, for readers older than logical types.
  fileprivate var convertedType: Int32? {
    switch self {
    case .int32, .int64, .boolean: nil
    case .string: 0
    case .date: 6
    case .timestampMicros: 10
    case .json: 19
    }
  }

  /// Writes the value of the union `LogicalType` in parquet.thrift.
  fileprivate func writeLogicalType(to writer: inout CompactWriter) {
    switch self {
    case .int32, .int64, .boolean: break
    case .string: writer.structure(10) { $0.structure(1) { _ in } }
    case .date: writer.structure(10) { $0.structure(6) { _ in } }
    case .json: writer.structure(10) { $0.structure(12) { _ in } }
    case .timestampMicros:
      writer.structure(10) { writer in
        writer.structure(8) { writer in
          writer.boolean(1, true)
          writer.structure(2) { $0.structure(2) { _ in } }
        }
      }
    }
  }
}
