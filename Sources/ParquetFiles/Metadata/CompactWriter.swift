/// Writes the Thrift compact protocol.
struct CompactWriter {
  /// Whole once the outermost `structure` has returned.
  private(set) var bytes: [UInt8] = []
  private var lastField = 0

  /// Writes the fields of a struct and its stop byte.
  mutating func structure(_ fields: (inout CompactWriter) -> Void) {
    let outerField = lastField
    lastField = 0
    fields(&self)
    bytes.append(0)
    lastField = outerField
  }

  /// Writes a field that is a struct.
  mutating func structure(_ id: Int, _ fields: (inout CompactWriter) -> Void) {
    begin(id, .structure)
    structure(fields)
  }

  /// Writes a 32-bit field.
  mutating func integer(_ id: Int, _ value: Int32) {
    begin(id, .int32)
    bytes.appendZigzag(Int64(value))
  }

  /// Writes a 64-bit field.
  mutating func integer(_ id: Int, _ value: Int64) {
    begin(id, .int64)
    bytes.appendZigzag(value)
  }

  /// Writes a 16-bit field.
  mutating func integer(_ id: Int, _ value: Int16) {
    begin(id, .int16)
    bytes.appendZigzag(Int64(value))
  }

  /// Writes a boolean field.
  mutating func boolean(_ id: Int, _ value: Bool) {
    begin(id, value ? .booleanTrue : .booleanFalse)
  }

  /// Writes a field of bytes.
  mutating func binary(_ id: Int, _ value: [UInt8]) {
    begin(id, .binary)
    element(value)
  }

  /// Writes a field of text.
  mutating func text(_ id: Int, _ value: String) {
    binary(id, Array(value.utf8))
  }

  /// Writes the head of a list field; exactly `count` elements must follow.
  mutating func list(_ id: Int, of type: CompactType, count: Int) {
    begin(id, .list)
    if count < 15 {
      bytes.append(UInt8(count) << 4 | type.rawValue)
    } else {
      bytes.append(0xf0 | type.rawValue)
      bytes.appendVarint(UInt64(count))
    }
  }

  /// Writes an element of a list of 32-bit integers.
  mutating func element(_ value: Int32) {
    bytes.appendZigzag(Int64(value))
  }

  /// Writes an element of a list of byte strings.
  mutating func element(_ value: [UInt8]) {
    bytes.appendVarint(UInt64(value.count))
    bytes.append(contentsOf: value)
  }

  private mutating func begin(_ id: Int, _ type: CompactType) {
    let step = id - lastField
    if (1...15).contains(step) {
      bytes.append(UInt8(step) << 4 | type.rawValue)
    } else {
      bytes.append(type.rawValue)
      bytes.appendZigzag(Int64(id))
    }
    lastField = id
  }
}
