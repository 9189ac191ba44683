extension FileMetadata {
  /// Reads the metadata; page offsets must lie in `pageBytes`, which end where the metadata begins.
  init(
    from reader: inout CompactReader, pageBytes: Range<Int>
  ) throws(ParquetError) {
    var (columns, keyValues, groups): ([ParquetColumn]?, [(String, String)], [RowGroup]?) =
      (nil, [], nil)
    var rowCount: Int?
    try reader.structure { (field, reader) throws(ParquetError) in
      switch field.id {
      case 2: columns = try Self.columns(field, &reader)
      case 3: rowCount = try reader.count(field)
      case 4:
        guard let columns else { throw reader.cursor.damage("row groups before the schema") }
        groups = try Self.rowGroups(field, &reader, columns: columns)
      case 5: keyValues = try Self.keyValues(field, &reader)
      default: try reader.skip(field)
      }
    }
    guard let columns, let rowCount, let groups else {
      throw reader.cursor.damage("incomplete file metadata")
    }
    self.init(
      schema: ParquetSchema(columns: columns, keyValueMetadata: keyValues), rowCount: rowCount,
      rowGroups: groups)
    try check(pageBytes: pageBytes, cursor: reader.cursor)
  }

  private static func columns(
    _ field: CompactReader.Field, _ reader: inout CompactReader
  ) throws(ParquetError) -> [ParquetColumn] {
    let count = try reader.list(field, of: .structure)
    var columns: [ParquetColumn] = []
    for index in 0..<count {
      let element = try SchemaElement(from: &reader)
      if index == 0 {
        guard element.childCount == count - 1 else {
          throw reader.cursor.unsupported("a nested schema")
        }
      } else {
        columns.append(try element.column(reader.cursor))
      }
    }
    guard !columns.isEmpty, Set(columns.map(\.name)).count == columns.count else {
      throw reader.cursor.damage("a schema without columns or with one name twice")
    }
    return columns
  }

  private static func keyValues(
    _ field: CompactReader.Field, _ reader: inout CompactReader
  ) throws(ParquetError) -> [(String, String)] {
    var pairs: [(String, String)] = []
    for _ in 0..<(try reader.list(field, of: .structure)) {
      var (key, value) = ("", "")
      try reader.structure { (field, reader) throws(ParquetError) in
        switch field.id {
        case 1: key = try reader.text(field)
        case 2: value = try reader.text(field)
        default: try reader.skip(field)
        }
      }
      pairs.append((key, value))
    }
    return pairs
  }

  private static func rowGroups(
    _ field: CompactReader.Field, _ reader: inout CompactReader, columns: [ParquetColumn]
  ) throws(ParquetError) -> [RowGroup] {
    var groups: [RowGroup] = []
    for _ in 0..<(try reader.list(field, of: .structure)) {
      var (chunks, rowCount): ([ColumnChunk], Int?) = ([], nil)
      try reader.structure { (field, reader) throws(ParquetError) in
        switch field.id {
        case 1: chunks = try Self.chunks(field, &reader, columns: columns)
        case 3: rowCount = try reader.count(field)
        default: try reader.skip(field)
        }
      }
      guard let rowCount, chunks.count == columns.count else {
        throw reader.cursor.damage("an incomplete row group")
      }
      groups.append(RowGroup(rowCount: rowCount, chunks: chunks))
    }
    return groups
  }

  private static func chunks(
    _ field: CompactReader.Field, _ reader: inout CompactReader, columns: [ParquetColumn]
  ) throws(ParquetError) -> [ColumnChunk] {
    let count = try reader.list(field, of: .structure)
    guard count == columns.count else {
      throw reader.cursor.damage("\(count) column chunks for \(columns.count) columns")
    }
    var chunks: [ColumnChunk] = []
    for column in columns {
      var chunk: ColumnChunk?
      try reader.structure { (field, reader) throws(ParquetError) in
        switch field.id {
        case 3: chunk = try ColumnChunk(field, from: &reader, column: column)
        default: try reader.skip(field)
        }
      }
      guard let chunk else { throw reader.cursor.damage("a column chunk without metadata") }
      chunks.append(chunk)
    }
    return chunks
  }

  /// Holds sizes and offsets against each other and the file.
  private func check(pageBytes: Range<Int>, cursor: ByteCursor) throws(ParquetError) {
    var rows = 0
    for group in rowGroups {
      guard (1...ParquetLimits.rowGroupRows).contains(group.rowCount) else {
        throw ParquetError(
          .limit, "a row group of \(group.rowCount) rows", byteOffset: cursor.offsetInFile)
      }
      rows += group.rowCount
      for chunk in group.chunks {
        let first = chunk.firstPageOffset
        guard chunk.valueCount == group.rowCount, first >= pageBytes.lowerBound,
          chunk.dataPageOffset >= first, chunk.compressedBytes <= pageBytes.upperBound,
          first <= pageBytes.upperBound - chunk.compressedBytes
        else { throw cursor.damage("a column chunk outside the file or of another row count") }
      }
    }
    guard rows == rowCount else {
      throw cursor.damage("\(rowCount) rows declared, \(rows) in the row groups")
    }
  }
}

extension FileMetadata.ColumnChunk {
  /// Reads the metadata of a chunk, which must be that of the column.
  fileprivate init(
    _ field: CompactReader.Field, from reader: inout CompactReader, column: ParquetColumn
  ) throws(ParquetError) {
    var chunk = FileMetadata.ColumnChunk(isCompressed: false)
    var (physical, codec): (Int64?, Int64?) = (nil, nil)
    var path: [String] = []
    try reader.structure(field) { (field, reader) throws(ParquetError) in
      switch field.id {
      case 1: physical = try reader.integer(field)
      case 3:
        for _ in 0..<(try reader.list(field, of: .binary)) {
          path.append(try reader.textElement())
        }
      case 4: codec = try reader.integer(field)
      case 5: chunk.valueCount = try reader.count(field)
      case 6: chunk.uncompressedBytes = try reader.count(field)
      case 7: chunk.compressedBytes = try reader.count(field)
      case 9: chunk.dataPageOffset = try reader.count(field)
      case 11: chunk.dictionaryPageOffset = try reader.count(field)
      default: try reader.skip(field)
      }
    }
    guard path == [column.name], physical == Int64(column.type.physical.rawValue) else {
      throw reader.cursor.damage("a column chunk of another column")
    }
    guard codec == 0 || codec == 2 else {
      throw reader.cursor.unsupported("a compression other than GZIP")
    }
    chunk.isCompressed = codec == 2
    self = chunk
  }
}
