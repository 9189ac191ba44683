/// A column of a flat schema.
package struct ParquetColumn: Sendable, Hashable {
  /// The name, unique in its schema.
  package let name: String
  /// The type of its cells.
  package let type: ParquetType
  /// Whether cells may be absent (OPTIONAL) or not (REQUIRED).
  package let isNullable: Bool

  package init(name: String, type: ParquetType, isNullable: Bool) {
    self.name = name
    self.type = type
    self.isNullable = isNullable
  }
}
