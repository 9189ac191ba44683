internal import JourneyModel
internal import ParquetFiles
internal import Publishing

/// A dataset as lines of text, of which each is a row.
package enum DatasetText: Sendable {
  /// Comma-separated values (RFC 4180) below a line of names.
  case csv
  /// An object a line, absent values as null, JSON columns as JSON.
  case jsonLines

  /// Writes the selected rows and returns how many they are.
  package func write(
    _ selection: DatasetSelection, style: CellStyle, to writer: ExportWriter
  ) throws -> Int {
    if self == .csv { writeHead(selection, style, to: writer) }
    var count = 0
    try selection.forEachGroup { group in
      let columns = zip(selection.columns, group.cells).map {
        CellText(column: $0, cells: $1, style: style)
      }
      for row in group.rows {
        self == .csv
          ? writeFields(row, of: columns, style, to: writer)
          : writeObject(row, of: columns, to: writer)
        try writer.passOn()
      }
      count += group.rows.count
    }
    return count
  }

  private func writeHead(
    _ selection: DatasetSelection, _ style: CellStyle, to writer: ExportWriter
  ) {
    if style.isForSpreadsheets { writer.append("\u{FEFF}") }
    writer.append(selection.columns.map(\.name).joined(separator: ","))
    writer.append(lineEnd(style))
  }

  private func writeFields(
    _ row: Int, of columns: [CellText], _ style: CellStyle, to writer: ExportWriter
  ) {
    for (index, column) in columns.enumerated() {
      if index > 0 { writer.append(UInt8(ascii: ",")) }
      guard let text = column.text(row) else {
        // Readers skip a line with nothing on it.
        if columns.count == 1 { writer.append(csv: "") }
        continue
      }
      let isText = column.column.type.physical == .byteArray
      writer.append(
        csv: style.isForSpreadsheets && isText
          ? PrintableText.withoutControls(SpreadsheetCSV.neutralised(text)) : text)
    }
    writer.append(lineEnd(style))
  }

  private func lineEnd(_ style: CellStyle) -> String { style.isForSpreadsheets ? "\r\n" : "\n" }

  private func writeObject(_ row: Int, of columns: [CellText], to writer: ExportWriter) {
    for (index, column) in columns.enumerated() {
      writer.append(index == 0 ? "{" : ",")
      writer.append(json: column.column.name)
      writer.append(UInt8(ascii: ":"))
      guard let text = column.text(row) else {
        writer.append("null")
        continue
      }
      // A column of JSON is written by us, and valid.
      if column.isLiteral || column.column.type == .json {
        writer.append(text)
      } else {
        writer.append(json: text)
      }
    }
    writer.append("}\n")
  }
}
