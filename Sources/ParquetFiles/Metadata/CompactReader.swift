/// Reads the Thrift compact protocol, field by field; every read checks the type on the wire.
struct CompactReader {
  /// The head of a field.
  struct Field {
    /// The id in the struct's definition.
    let id: Int
    /// The type on the wire.
    let type: CompactType
  }

  /// The deepest nesting of what is skipped.
  private static let maximumDepth = 16

  /// Where the reader stands.
  private(set) var cursor: ByteCursor
  private var lastField = 0

  /// A reader from a cursor's position on.
  init(_ cursor: ByteCursor) {
    self.cursor = cursor
  }

  /// Reads a struct by handing over each of its fields, which must be read or skipped.
  mutating func structure(
    _ body: (Field, inout CompactReader) throws(ParquetError) -> Void
  ) throws(ParquetError) {
    let outerField = lastField
    lastField = 0
    while let field = try nextField() { try body(field, &self) }
    lastField = outerField
  }

  /// Reads a field that is a struct.
  mutating func structure(
    _ field: Field, _ body: (Field, inout CompactReader) throws(ParquetError) -> Void
  ) throws(ParquetError) {
    try expect(field.type, .structure)
    try structure(body)
  }

  /// Reads an integer of 16, 32 or 64 bits that is not negative.
  mutating func count(_ field: Field) throws(ParquetError) -> Int {
    let value = try integer(field)
    guard value >= 0 else { throw cursor.damage("field \(field.id) is negative") }
    return Int(value)
  }

  /// Reads an integer of 16, 32 or 64 bits.
  mutating func integer(_ field: Field) throws(ParquetError) -> Int64 {
    switch field.type {
    case .int16, .int32, .int64: return try cursor.zigzag()
    default: throw cursor.damage("field \(field.id) is no integer")
    }
  }

  /// Reads a boolean field.
  func boolean(_ field: Field) throws(ParquetError) -> Bool {
    switch field.type {
    case .booleanTrue: return true
    case .booleanFalse: return false
    default: throw cursor.damage("field \(field.id) is no boolean")
    }
  }

  /// Reads a text field, which must be UTF-8.
  mutating func text(_ field: Field) throws(ParquetError) -> String {
    try expect(field.type, .binary)
    return try textElement()
  }

  /// Reads the head of a list field and returns the number of elements, each of a byte or more.
  mutating func list(
    _ field: Field, of type: CompactType
  ) throws(ParquetError) -> Int {
    try expect(field.type, .list)
    let (count, elementType) = try listHead()
    try expect(elementType, type)
    return count
  }

  /// Reads an element of a list of integers.
  mutating func integerElement() throws(ParquetError) -> Int64 {
    try cursor.zigzag()
  }

  /// Reads an element of a list of texts.
  mutating func textElement() throws(ParquetError) -> String {
    let range = try binaryRange()
    guard let text = String(validating: cursor.bytes[range], as: UTF8.self) else {
      throw cursor.damage("a text of the metadata is not UTF-8")
    }
    return text
  }

  /// Reads over a field.
  mutating func skip(_ field: Field) throws(ParquetError) {
    try skip(field.type, depth: 0)
  }

  private mutating func nextField() throws(ParquetError) -> Field? {
    let head = try cursor.byte()
    guard head != 0 else { return nil }
    let step = Int64(head >> 4)
    let id = step == 0 ? try cursor.zigzag() : Int64(lastField) + step
    guard let type = CompactType(rawValue: head & 0x0f), (1...Int64(Int16.max)).contains(id) else {
      throw cursor.damage("the head of a metadata field is \(head)")
    }
    lastField = Int(id)
    return Field(id: lastField, type: type)
  }

  private mutating func listHead() throws(ParquetError) -> (count: Int, type: CompactType) {
    let head = try cursor.byte()
    let count = head >> 4 == 15 ? try cursor.varint() : UInt64(head >> 4)
    guard let type = CompactType(rawValue: head & 0x0f), count <= UInt64(cursor.remaining) else {
      throw cursor.damage("a metadata list of \(count) elements")
    }
    return (Int(count), type)
  }

  private mutating func binaryRange() throws(ParquetError) -> Range<Int> {
    let count = try cursor.varint()
    guard count <= UInt64(cursor.remaining) else { throw cursor.damage("the data ends early") }
    return try cursor.take(Int(count))
  }

  private mutating func skip(_ type: CompactType, depth: Int) throws(ParquetError) {
    guard depth < Self.maximumDepth else { throw cursor.damage("metadata nested too deeply") }
    switch type {
    case .booleanTrue, .booleanFalse: break
    case .byte: _ = try cursor.byte()
    case .int16, .int32, .int64: _ = try cursor.varint()
    case .double: _ = try cursor.take(8)
    case .binary: _ = try binaryRange()
    case .list, .set: try skipList(depth: depth)
    case .map: throw cursor.unsupported("metadata with a map")
    case .structure:
      let outerField = lastField
      lastField = 0
      while let field = try nextField() { try skip(field.type, depth: depth + 1) }
      lastField = outerField
    }
  }

  private mutating func skipList(depth: Int) throws(ParquetError) {
    let (count, type) = try listHead()
    for _ in 0..<count {
      switch type {
      // In a list a boolean is a byte of its own.
      case .booleanTrue, .booleanFalse: _ = try cursor.byte()
      default: try skip(type, depth: depth + 1)
      }
    }
  }

  private func expect(_ found: CompactType, _ expected: CompactType) throws(ParquetError) {
    guard found == expected else {
      throw cursor.damage("metadata of type \(found) where \(expected) belongs")
    }
  }
}
