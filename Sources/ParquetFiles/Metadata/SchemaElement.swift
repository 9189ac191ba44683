/// A node of the schema as the footer stores it.
struct SchemaElement {
  /// The number of children; nil for a column.
  private(set) var childCount: Int?
  private var physical: Int64?
  private var repetition: Int64?
  private var name = ""
  private var convertedType: Int64?

  /// Reads a node and skips fields that no column type here needs.
  init(from reader: inout CompactReader) throws(ParquetError) {
    var element = SchemaElement()
    try reader.structure { (field, reader) throws(ParquetError) in
      switch field.id {
      case 1: element.physical = try reader.integer(field)
      case 3: element.repetition = try reader.integer(field)
      case 4: element.name = try reader.text(field)
      case 5: element.childCount = try reader.count(field)
      case 6: element.convertedType = try reader.integer(field)
      default: try reader.skip(field)
      }
    }
    self = element
  }

  private init() {}

  /// The column that the node describes.
  func column(_ cursor: ByteCursor) throws(ParquetError) -> ParquetColumn {
    guard childCount == nil, !name.isEmpty, let repetition, (0...1).contains(repetition) else {
      throw cursor.unsupported("a nested or repeated column")
    }
    let type: ParquetType
    switch (physical, convertedType) {
    case (0, nil): type = .boolean
    case (1, nil): type = .int32
    case (1, 6): type = .date
    case (2, nil): type = .int64
    case (2, 10): type = .timestampMicros
    case (6, 0): type = .string
    case (6, 19): type = .json
    default: throw cursor.unsupported("a column of another type")
    }
    return ParquetColumn(name: name, type: type, isNullable: repetition == 1)
  }
}
