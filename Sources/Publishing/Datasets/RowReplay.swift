import JourneyModel
import ParquetFiles

/// Reads rows that `RowEncoder` encoded and appends them to a Parquet writer.
struct RowReplay {
  private let types: [ParquetType]

  /// A reader of a table's rows.
  init(_ table: TableDescription) {
    types = table.columns.map(\.type)
  }

  /// Appends every row of a chunk; chunks hold whole rows.
  func append(_ chunk: UnsafeRawBufferPointer, to writer: inout ParquetWriter) {
    var reader = ByteReader(chunk)
    while !reader.isAtEnd {
      for type in types { appendCell(type, from: &reader, of: chunk, to: &writer) }
      writer.endRow()
    }
  }

  private func appendCell(
    _ type: ParquetType, from reader: inout ByteReader, of chunk: UnsafeRawBufferPointer,
    to writer: inout ParquetWriter
  ) {
    let isPresent = reader.read(UInt8.self) == 1
    switch type {
    case .int32, .date:
      writer.append(isPresent ? reader.read(Int32.self) : nil)
    case .int64, .timestampMicros:
      writer.append(isPresent ? reader.read(Int64.self) : nil)
    case .boolean:
      writer.append(isPresent ? reader.read(UInt8.self) == 1 : nil)
    case .string, .json:
      guard isPresent else { return writer.appendNull() }
      let count = Int(reader.read(UInt32.self))
      let start = reader.offset
      reader.skip(count)
      writer.append(utf8: UnsafeRawBufferPointer(rebasing: chunk[start..<(start + count)]))
    }
  }
}
