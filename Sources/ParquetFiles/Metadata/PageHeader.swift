/// What stands before the bytes of a page.
struct PageHeader: Sendable {
  /// What a page holds; the raw values are those of `PageType` in parquet.thrift.
  enum Kind: Int32, Sendable {
    /// Cells (DATA_PAGE, version 1).
    case data = 0
    /// The distinct values of a chunk.
    case dictionary = 2
  }

  /// What the page holds.
  var kind: Kind
  /// The number of cells, absent ones included, or of dictionary entries.
  var valueCount: Int
  /// The encoding of the values.
  var encoding: ParquetEncoding
  /// The bytes before compression.
  var uncompressedBytes: Int
  /// The bytes that follow the header.
  var compressedBytes: Int
  /// The CRC-32 of the bytes that follow the header; nil in files of others.
  var checksum: UInt32?

  /// Appends the header as a Thrift struct; levels are declared as RLE.
  func append(to bytes: inout [UInt8]) {
    var writer = CompactWriter()
    writer.structure { writer in
      writer.integer(1, kind.rawValue)
      writer.integer(2, Int32(uncompressedBytes))
      writer.integer(3, Int32(compressedBytes))
      if let checksum { writer.integer(4, Int32(bitPattern: checksum)) }
      writer.structure(kind == .data ? 5 : 7) { writer in
        writer.integer(1, Int32(valueCount))
        writer.integer(2, encoding.rawValue)
        guard kind == .data else { return }
        writer.integer(3, ParquetEncoding.rle.rawValue)
        writer.integer(4, ParquetEncoding.rle.rawValue)
      }
    }
    bytes.append(contentsOf: writer.bytes)
  }
}
