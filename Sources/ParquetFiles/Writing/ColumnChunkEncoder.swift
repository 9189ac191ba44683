import Codecs

/// Turns the cells of one column of a row group into pages.
struct ColumnChunkEncoder {
  private let buffer: ColumnBuffer
  private let encoding: ChunkEncoding
  private let compression: ParquetCompression
  private var chunk: FileMetadata.ColumnChunk
  private var body: [UInt8] = []
  private var compressed: [UInt8] = []

  /// An encoder of the cells of a buffer.
  init(buffer: ColumnBuffer, compression: ParquetCompression) {
    self.buffer = buffer
    self.encoding = ChunkEncoding(choosingFor: buffer)
    self.compression = compression
    self.chunk = FileMetadata.ColumnChunk(isCompressed: compression != .none)
  }

  /// Appends the pages to bytes of which the first stands at an offset of the file.
  mutating func encode(
    rowCount: Int, into output: inout [UInt8], fileOffset: Int
  ) -> FileMetadata.ColumnChunk {
    if case .dictionary(let entries, let count, _) = encoding {
      chunk.dictionaryPageOffset = fileOffset + output.count
      body = entries
      appendPage(.dictionary, valueCount: count, encoding: .plain, to: &output)
    }
    chunk.dataPageOffset = fileOffset + output.count
    let isPlainText = buffer.column.type.physical == .byteArray && encoding.parquet == .plain
    for page in buffer.pages(rowCount: rowCount, limitingTexts: isPlainText) {
      fillBody(rows: page.rows, values: page.values)
      appendPage(.data, valueCount: page.rows.count, encoding: encoding.parquet, to: &output)
    }
    chunk.valueCount = rowCount
    chunk.statistics = statistics(nullCount: rowCount - buffer.valueCount)
    // Definition levels are RLE; PLAIN is also the encoding of a dictionary page.
    var encodings: [ParquetEncoding] = [.rle, encoding.parquet]
    if chunk.dictionaryPageOffset != nil { encodings.append(.plain) }
    chunk.encodings = encodings.sorted { $0.rawValue < $1.rawValue }
    return chunk
  }

  private func statistics(nullCount: Int) -> ColumnStatistics {
    let physical = buffer.column.type.physical
    return physical == .byteArray
      ? ColumnStatistics(texts: buffer.texts, nullCount: nullCount)
      : ColumnStatistics(numbers: buffer.numbers, as: physical, nullCount: nullCount)
  }

  /// Fills `body` with a data page: definition levels behind their byte count, then the values.
  private mutating func fillBody(rows: Range<Int>, values: Range<Int>) {
    body.removeAll(keepingCapacity: true)
    if buffer.column.isNullable {
      var levels: [UInt8] = []
      HybridEncoding.append(buffer.presence[rows], bitWidth: 1, to: &levels)
      body.appendLittleEndian(UInt32(levels.count))
      body.append(contentsOf: levels)
    }
    switch encoding {
    case .plain where buffer.column.type.physical == .byteArray:
      buffer.texts.appendPlain(values, to: &body)
    case .plain:
      PlainEncoding.append(buffer.numbers[values], as: buffer.column.type.physical, to: &body)
    case .delta:
      DeltaEncoding.append(buffer.numbers[values], to: &body)
    case .dictionary(_, let count, let indices):
      let bitWidth = ChunkEncoding.indexWidth(entryCount: count)
      body.append(UInt8(bitWidth))
      HybridEncoding.append(indices[values], bitWidth: bitWidth, to: &body)
    }
  }

  /// Appends `body` as a page, compressed as the chunk says even if that makes it larger.
  private mutating func appendPage(
    _ kind: PageHeader.Kind, valueCount: Int, encoding: ParquetEncoding, to output: inout [UInt8]
  ) {
    if case .gzip(let level) = compression {
      compressed.removeAll(keepingCapacity: true)
      body.withUnsafeBytes { Gzip.compress($0, level: level, into: &compressed) }
    } else {
      swap(&body, &compressed)
    }
    let uncompressedBytes = compression == .none ? compressed.count : body.count
    let header = PageHeader(
      kind: kind, valueCount: valueCount, encoding: encoding,
      uncompressedBytes: uncompressedBytes, compressedBytes: compressed.count,
      checksum: compressed.withUnsafeBytes { Checksum.crc32($0) })
    let start = output.count
    header.append(to: &output)
    chunk.uncompressedBytes += output.count - start + uncompressedBytes
    output.append(contentsOf: compressed)
    chunk.compressedBytes += output.count - start
  }
}
