/// The columns of a file, in order, and texts about the whole file.
package struct ParquetSchema: Sendable {
  /// The columns from left to right, names unique.
  package let columns: [ParquetColumn]
  /// Texts stored in the footer, in this order.
  package let keyValueMetadata: [(key: String, value: String)]

  /// A schema of at least one column with unique, non-empty names.
  package init(columns: [ParquetColumn], keyValueMetadata: [(key: String, value: String)] = []) {
    precondition(!columns.isEmpty, "a Parquet schema needs a column")
    precondition(
      Set(columns.map(\.name)).count == columns.count && !columns.contains { $0.name.isEmpty },
      "the columns of a Parquet schema need unique names")
    self.columns = columns
    self.keyValueMetadata = keyValueMetadata
  }

  /// The position of a column, or nil if the schema has none of this name.
  package func index(of name: String) -> Int? {
    columns.firstIndex { $0.name == name }
  }
}
