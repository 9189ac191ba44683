extension PageHeader {
  /// Reads a header; the reader then stands at the bytes of the page.
  init(from reader: inout CompactReader) throws(ParquetError) {
    var fields = Fields()
    try reader.structure { (field, reader) throws(ParquetError) in
      switch field.id {
      case 1: fields.kind = try reader.integer(field)
      case 2: fields.uncompressedBytes = try reader.count(field)
      case 3: fields.compressedBytes = try reader.count(field)
      case 4: fields.checksum = try reader.integer(field)
      case 5, 7: try fields.readContent(field, &reader)
      default: try reader.skip(field)
      }
    }
    self = try fields.header(reader.cursor)
  }

  /// The fields as far as they were found.
  private struct Fields {
    var kind: Int64?
    var uncompressedBytes: Int?
    var compressedBytes: Int?
    var checksum: Int64?
    var contentField: Int?
    var valueCount: Int?
    var encoding: Int64?
    var levelEncoding: Int64?

    mutating func readContent(
      _ field: CompactReader.Field, _ reader: inout CompactReader
    ) throws(ParquetError) {
      contentField = field.id
      var (valueCount, encoding, levelEncoding): (Int?, Int64?, Int64?) = (nil, nil, nil)
      try reader.structure(field) { (field, reader) throws(ParquetError) in
        switch field.id {
        case 1: valueCount = try reader.count(field)
        case 2: encoding = try reader.integer(field)
        case 3 where contentField == 5: levelEncoding = try reader.integer(field)
        default: try reader.skip(field)
        }
      }
      (self.valueCount, self.encoding, self.levelEncoding) = (valueCount, encoding, levelEncoding)
    }

    func header(_ cursor: ByteCursor) throws(ParquetError) -> PageHeader {
      guard let kind = kind.flatMap({ Int32(exactly: $0) }).flatMap(Kind.init(rawValue:)),
        let encoding = encoding.flatMap({ Int32(exactly: $0) })
          .flatMap(ParquetEncoding.init(rawValue:))
      else { throw cursor.unsupported("a page of another type or encoding") }
      guard let valueCount, let uncompressedBytes, let compressedBytes,
        contentField == (kind == .data ? 5 : 7)
      else { throw cursor.damage("an incomplete page header") }
      guard kind == .dictionary || levelEncoding == Int64(ParquetEncoding.rle.rawValue) else {
        throw cursor.unsupported("definition levels of another encoding")
      }
      return PageHeader(
        kind: kind, valueCount: valueCount, encoding: encoding,
        uncompressedBytes: uncompressedBytes, compressedBytes: compressedBytes,
        checksum: checksum.map { UInt32(truncatingIfNeeded: $0) })
    }
  }
}
