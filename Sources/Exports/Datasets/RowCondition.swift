internal import ParquetFiles
package import Publishing
internal import Settings

/// What the cells of a column must be: one of some values, or absent.
package struct RowCondition: Sendable {
  /// The column.
  package let column: TableColumn
  /// The values, one of which must be there, as they are exported; an empty one is also absence.
  private(set) var values: Set<String>

  /// The conditions that are written as `column=value`; values of one column are alternatives.
  static func parse(_ texts: [String], of table: TableDescription) throws -> [RowCondition] {
    var conditions: [RowCondition] = []
    for text in texts {
      guard let equals = text.firstIndex(of: "=") else {
        throw ExportError.request(
          "'\(text)' is no condition", help: "Write it as column=value, such as channel=voice.")
      }
      let column = try table.column(named: String(text[..<equals]))
      let value = String(text[text.index(after: equals)...])
      try check(value, of: column)
      if let known = conditions.firstIndex(where: { $0.column.name == column.name }) {
        conditions[known].values.insert(value)
      } else {
        conditions.append(RowCondition(column: column, values: [value]))
      }
    }
    return conditions
  }

  /// Throws where no cell of the column can ever have the value.
  private static func check(_ value: String, of column: TableColumn) throws {
    if value.isEmpty, column.isNullable { return }
    let isPossible =
      switch column.type {
      case .int32, .int64: Int64(value).map { "\($0)" } == value
      case .boolean: ["true", "false"].contains(value)
      case .string, .json: column.words.isEmpty || column.words.contains(value)
      case .timestampMicros, .date: false
      }
    guard !isPossible else { return }
    if column.type == .timestampMicros || column.type == .date {
      throw ExportError.request(
        "rows are not selected by \(column.name)", help: "Select days with --from and --to.")
    }
    let nearest = Suggestion.nearest(to: value, among: column.words)
    let words = column.words.isEmpty ? nil : "Use one of: \(column.words.joined(separator: ", "))."
    throw ExportError.request(
      "no \(column.name) is ever '\(value)'",
      help: nearest.map { "did you mean '\($0)'?" } ?? words ?? "It is \(column.meaning)")
  }

  /// Whether a cell is as it must be.
  func holds(_ cells: DecodedColumn, row: Int) -> Bool {
    switch cells.value(row) {
    case .null: values.contains("")
    case .int(let number): values.contains("\(number)")
    case .bool(let truth): values.contains("\(truth)")
    case .text(let text): values.contains(text)
    }
  }
}

extension TableDescription {
  /// The column of a name; throws, with the nearest one, where there is none.
  func column(named name: String) throws -> TableColumn {
    if let column = columns.first(where: { $0.name == name }) { return column }
    let names = columns.map(\.name)
    let nearest = Suggestion.nearest(to: name, among: names).map { "did you mean '\($0)'?" }
    throw ExportError.request(
      "\(self.name) has no column '\(name)'",
      help: nearest ?? "It has \(names.joined(separator: ", ")).")
  }
}
