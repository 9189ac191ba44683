internal import JourneyModel
internal import ParquetFiles
internal import Publishing

/// A dataset as the one sheet of a workbook (ECMA-376, Office Open XML).
///
/// Texts are texts and never formulas, instants are dates in UTC, numbers are numbers. What a
/// spreadsheet cannot hold is refused, not cut. Memory: that of the selection.
package enum WorkbookExport {
  private static let mostRows = 1_048_576
  private static let mostCharacters = 32_767
  /// Beyond it a spreadsheet rounds whole numbers, which are then written as texts.
  private static let mostExact: UInt64 = 1 << 53

  /// Writes the selected rows and returns how many they are.
  package static func write(
    _ selection: DatasetSelection, style: CellStyle, to writer: ExportWriter
  ) throws -> Int {
    var archive = ZipWriter(writer)
    for (name, text) in parts(sheet: selection.table.name) {
      try archive.add(name) { $0.append(declaration + text) }
    }
    var count = 0
    try archive.add("xl/worksheets/sheet1.xml") { sheet in
      count = try writeSheet(selection, style, to: sheet)
    }
    archive.finish()
    return count
  }

  private static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
  private static let schemas = "http://schemas.openxmlformats.org/"
  private static let main = schemas + "spreadsheetml/2006/main"

  /// Everything but the sheet.
  private static func parts(sheet: String) -> [(name: String, text: String)] {
    let relationships = schemas + "officeDocument/2006/relationships"
    let package = schemas + "package/2006/relationships"
    let type = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    return [
      (
        "[Content_Types].xml",
        """
        <Types xmlns="\(schemas)package/2006/content-types">\
        <Default Extension="rels"\
         ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
        <Override PartName="/xl/workbook.xml" ContentType="\(type)sheet.main+xml"/>\
        <Override PartName="/xl/styles.xml" ContentType="\(type)styles+xml"/>\
        <Override PartName="/xl/worksheets/sheet1.xml" ContentType="\(type)worksheet+xml"/>\
        </Types>
        """
      ),
      (
        "_rels/.rels",
        """
        <Relationships xmlns="\(package)"><Relationship Id="rId1"\
         Type="\(relationships)/officeDocument" Target="xl/workbook.xml"/></Relationships>
        """
      ),
      (
        "xl/workbook.xml",
        """
        <workbook xmlns="\(main)" xmlns:r="\(relationships)"><sheets>\
        <sheet name="\(sheet)" sheetId="1" r:id="rId1"/></sheets></workbook>
        """
      ),
      (
        "xl/_rels/workbook.xml.rels",
        """
        <Relationships xmlns="\(package)">\
        <Relationship Id="rId1" Type="\(relationships)/worksheet" Target="worksheets/sheet1.xml"/>\
        <Relationship Id="rId2" Type="\(relationships)/styles" Target="styles.xml"/>\
        </Relationships>
        """
      ),
      ("xl/styles.xml", styles),
    ]
  }

  /// Style 0 is plain, 1 an instant to the millisecond, 2 a day.
  private static let styles = """
    <styleSheet xmlns="\(main)">\
    <numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss.000"/>\
    <numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd"/></numFmts>\
    <fonts count="1"><font/></fonts>\
    <fills count="2"><fill><patternFill patternType="none"/></fill>\
    <fill><patternFill patternType="gray125"/></fill></fills>\
    <borders count="1"><border/></borders>\
    <cellStyleXfs count="1"><xf/></cellStyleXfs>\
    <cellXfs count="3"><xf/><xf numFmtId="164" applyNumberFormat="1"/>\
    <xf numFmtId="165" applyNumberFormat="1"/></cellXfs></styleSheet>
    """

  private static func writeSheet(
    _ selection: DatasetSelection, _ style: CellStyle, to writer: ExportWriter
  ) throws -> Int {
    writer.append(
      """
      \(declaration)<worksheet xmlns="\(main)"><sheetViews><sheetView workbookViewId="0">\
      <pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>\
      </sheetViews><sheetData>\n<row>
      """)
    for column in selection.columns { try writeText(column.name, to: writer) }
    writer.append("</row>\n")
    var count = 0
    try selection.forEachGroup { group in
      let columns = zip(selection.columns, group.cells).map {
        CellText(column: $0, cells: $1, style: style)
      }
      count += group.rows.count
      guard count < mostRows else {
        throw ExportError.request(
          "a sheet has at most \(mostRows) rows", help: "Select fewer rows, or export csv.")
      }
      for row in group.rows {
        writer.append("<row>")
        for column in columns { try writeCell(column, row, to: writer) }
        writer.append("</row>\n")
        try writer.passOn()
      }
    }
    writer.append("</sheetData></worksheet>\n")
    return count
  }

  private static func writeCell(_ column: CellText, _ row: Int, to writer: ExportWriter) throws {
    switch column.cells.value(row) {
    case .null: writer.append("<c/>")
    case .bool(let truth): writer.append("<c t=\"b\"><v>\(truth ? 1 : 0)</v></c>")
    case .int(let number) where column.column.type == .timestampMicros:
      writer.append("<c s=\"1\"><v>\(serial(number))</v></c>")
    case .int(let number) where column.column.type == .date:
      writer.append("<c s=\"2\"><v>\(number + epoch)</v></c>")
    case .int(let number) where column.isLiteral && number.magnitude <= mostExact:
      writer.append("<c><v>\(number)</v></c>")
    case .int, .text: try writeText(column.text(row) ?? "", to: writer)
    }
  }

  private static func writeText(_ text: String, to writer: ExportWriter) throws {
    guard text.utf16.count <= mostCharacters else {
      throw ExportError.request(
        "a cell of a sheet has at most \(mostCharacters) characters",
        help: "Leave the column of longer texts out with --columns, or export csv.")
    }
    writer.append("<c t=\"inlineStr\"><is><t xml:space=\"preserve\">")
    writer.append(xml: text)
    writer.append("</t></is></c>")
  }

  /// The number of 1 January 1970 among the days of a workbook.
  private static let epoch: Int64 = 25_569

  /// An instant as days of a workbook, to ten digits behind the point: 10 microseconds.
  private static func serial(_ microseconds: Int64) -> String {
    let day: Int64 = 86_400_000_000
    // Instants are behind 1970.
    let fraction = String(microseconds % day * 100_000 / 864_000)
    return "\(microseconds / day + epoch)."
      + String(repeating: "0", count: 10 - fraction.count) + fraction
  }
}
