import Codecs

/// Turns the pages of one column chunk into cells.
struct ColumnChunkDecoder {
  private let bytes: [UInt8]
  private let fileOffset: Int
  private let isCompressed: Bool
  private let rowCount: Int
  private let verifiesChecksums: Bool
  private let physical: ParquetPhysicalType
  private var decoded: DecodedColumn
  private var hasDictionary = false
  private var dictionaryNumbers: [Int64] = []
  private var dictionaryCount = 0

  /// A decoder of the bytes of a chunk.
  init(
    _ chunk: FileMetadata.ColumnChunk, column: ParquetColumn, bytes: [UInt8],
    verifiesChecksums: Bool
  ) {
    self.bytes = bytes
    self.fileOffset = chunk.firstPageOffset
    self.isCompressed = chunk.isCompressed
    self.rowCount = chunk.valueCount
    self.verifiesChecksums = verifiesChecksums
    self.physical = column.type.physical
    self.decoded = DecodedColumn(column: column)
  }

  /// Decodes pages until all rows are there; bytes behind them are damage.
  consuming func decode() throws(ParquetError) -> DecodedColumn {
    var cursor = ByteCursor(bytes, fileOffset: fileOffset)
    while decoded.rowCount < rowCount { try decodePage(&cursor) }
    guard cursor.remaining == 0 else { throw cursor.damage("bytes behind the last page") }
    return decoded
  }

  private mutating func decodePage(_ cursor: inout ByteCursor) throws(ParquetError) {
    let pageOffset = cursor.offsetInFile
    var reader = CompactReader(cursor)
    let header = try PageHeader(from: &reader)
    cursor = reader.cursor
    let range = try cursor.take(header.compressedBytes)
    var body = try pageBody(header, Array(bytes[range]), at: pageOffset)
    switch header.kind {
    case .dictionary: try decodeDictionary(header, &body)
    case .data: try decodeData(header, &body)
    }
    guard body.remaining == 0 else { throw body.damage("bytes behind the last value of a page") }
  }

  /// Checks and decompresses the bytes of a page.
  private func pageBody(
    _ header: PageHeader, _ stored: [UInt8], at pageOffset: Int
  ) throws(ParquetError) -> ByteCursor {
    if verifiesChecksums, let checksum = header.checksum,
      stored.withUnsafeBytes({ Checksum.crc32($0) }) != checksum
    {
      throw ParquetError(.damaged, "a page fails its checksum", byteOffset: pageOffset)
    }
    guard isCompressed else {
      guard stored.count == header.uncompressedBytes else {
        throw ParquetError(.damaged, "a page of another size", byteOffset: pageOffset)
      }
      return ByteCursor(stored, fileOffset: pageOffset, isVerbatim: false)
    }
    // Gzip refuses sizes that so few bytes cannot have.
    do {
      let body = try stored.withUnsafeBytes {
        try Gzip.decompress($0, byteCount: header.uncompressedBytes)
      }
      return ByteCursor(body, fileOffset: pageOffset, isVerbatim: false)
    } catch {
      throw ParquetError(.damaged, "a page does not decompress", byteOffset: pageOffset)
    }
  }

  private mutating func decodeDictionary(
    _ header: PageHeader, _ body: inout ByteCursor
  ) throws(ParquetError) {
    guard !hasDictionary, decoded.rowCount == 0, physical != .boolean else {
      throw body.damage("a dictionary page where none belongs")
    }
    guard header.encoding == .plain else {
      throw body.unsupported("a dictionary of another encoding")
    }
    // Every entry has bytes of its own, so this bounds the memory.
    guard header.valueCount <= body.remaining / physical.plainByteCount else {
      throw body.damage("a dictionary of \(header.valueCount) entries")
    }
    hasDictionary = true
    dictionaryCount = header.valueCount
    if physical == .byteArray {
      _ = try appendTexts(count: header.valueCount, &body)
    } else {
      dictionaryNumbers = try PlainEncoding.decode(
        count: header.valueCount, as: physical, from: &body)
    }
  }

  private mutating func decodeData(
    _ header: PageHeader, _ body: inout ByteCursor
  ) throws(ParquetError) {
    guard header.valueCount > 0, header.valueCount <= rowCount - decoded.rowCount else {
      throw body.damage("a page of \(header.valueCount) rows")
    }
    let presence = try definitionLevels(header, &body)
    let valueCount = presence.map { $0.reduce(0) { $0 + Int($1) } } ?? header.valueCount
    if physical == .byteArray {
      let entries = try textEntries(header.encoding, count: valueCount, &body)
      decoded.appendPage(presence: presence, rowCount: header.valueCount, entries: entries)
    } else {
      let numbers = try numbers(header.encoding, count: valueCount, &body)
      decoded.appendPage(presence: presence, rowCount: header.valueCount, numbers: numbers)
    }
  }

  private func definitionLevels(
    _ header: PageHeader, _ body: inout ByteCursor
  ) throws(ParquetError) -> [UInt64]? {
    guard decoded.column.isNullable else { return nil }
    let byteCount = try body.count32()
    let before = body.remaining
    guard byteCount <= before else { throw body.damage("the definition levels end early") }
    let levels = try HybridEncoding.decode(count: header.valueCount, bitWidth: 1, from: &body)
    guard before - body.remaining == byteCount else {
      throw body.damage("definition levels of another size")
    }
    return levels
  }

  private func numbers(
    _ encoding: ParquetEncoding, count: Int, _ body: inout ByteCursor
  ) throws(ParquetError) -> [Int64] {
    switch encoding {
    case .plain: return try PlainEncoding.decode(count: count, as: physical, from: &body)
    case .deltaBinaryPacked where physical == .int64:
      return try DeltaEncoding.decode(count: count, from: &body)
    case .rleDictionary:
      return try indices(count: count, &body).map { dictionaryNumbers[Int($0)] }
    case .rle, .deltaBinaryPacked: throw body.unsupported("an encoding of numbers")
    }
  }

  private mutating func textEntries(
    _ encoding: ParquetEncoding, count: Int, _ body: inout ByteCursor
  ) throws(ParquetError) -> [UInt32] {
    switch encoding {
    case .plain: return try appendTexts(count: count, &body).map { UInt32($0) }
    case .rleDictionary: return try indices(count: count, &body)
    case .rle, .deltaBinaryPacked: throw body.unsupported("an encoding of texts")
    }
  }

  /// Reads PLAIN texts and returns the numbers of their entries.
  private mutating func appendTexts(
    count: Int, _ body: inout ByteCursor
  ) throws(ParquetError) -> Range<Int> {
    let first = decoded.entryCount
    for _ in 0..<count {
      let byteCount = try body.count32()
      let range = try body.take(byteCount)
      guard decoded.appendEntry(body.bytes[range]) else {
        throw body.damage("a text that is not UTF-8")
      }
    }
    return first..<decoded.entryCount
  }

  private func indices(count: Int, _ body: inout ByteCursor) throws(ParquetError) -> [UInt32] {
    guard hasDictionary else { throw body.damage("a page without its dictionary") }
    let bitWidth = Int(try body.byte())
    guard bitWidth <= 32 else { throw body.damage("an index of \(bitWidth) bits") }
    let indices = try HybridEncoding.decode(count: count, bitWidth: bitWidth, from: &body)
    guard indices.allSatisfy({ $0 < UInt64(dictionaryCount) }) else {
      throw body.damage("an index beyond the dictionary")
    }
    return indices.map { UInt32($0) }
  }
}
