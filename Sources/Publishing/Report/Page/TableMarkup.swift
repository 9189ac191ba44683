import JourneyModel

/// Renders report tables as HTML tables.
struct TableMarkup {
  /// Columns drawn with a bar behind the number, by name.
  var bars: Set<String> = []
  /// Columns whose texts are steps joined by `>`, by name.
  var paths: Set<String> = []
  /// Columns left out, by name; CSV and JSON have them.
  var hidden: Set<String> = []
  /// How many rows are shown; CSV and JSON have all.
  var rowLimit = 40
  /// Rows from this one on are set apart as totals; negative counts from the end.
  var totalRows = 0
  /// Links of the first column by row, to anchors of this page.
  var links: [String] = []
  /// The journeys that ids link to.
  var journeys = ReportJourneys()

  /// Longest text shown in a cell; CSV and JSON have all of it.
  static let textLimit = 160

  /// Writes the table with its notes.
  func render(_ table: ReportTable, into page: inout Markup) {
    guard !table.rows.isEmpty else {
      return page.element("p", ["class": "none"], text: "No data.")
    }
    let columns = table.columns.indices.filter { !hidden.contains(table.columns[$0].name) }
      .map { column($0, of: table) }
    page.element(
      "div",
      ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": table.title]
    ) { page in
      page.element("table", ["class": TableMarkup.style(ofColumns: columns.count)]) { page in
        page.element("caption", text: table.title)
        renderHead(table, columns, into: &page)
        renderBody(table, columns, into: &page)
      }
    }
    renderNotes(table, into: &page)
  }

  /// The class of a table, by which wide ones are set smaller and printed across.
  private static func style(ofColumns count: Int) -> String {
    count > 18 ? "data wide vast" : count > 10 ? "data wide" : "data"
  }

  /// How a column is drawn.
  private struct Column {
    var index: Int
    var isNumeric: Bool
    var isPath: Bool
    /// What the longest bar stands for; 0 without bars.
    var maximum: Int64
  }

  private func column(_ index: Int, of table: ReportTable) -> Column {
    let name = table.columns[index].name
    let body = table.rows.dropLast(totalRows)
    return Column(
      index: index,
      isNumeric: table.rows.contains { $0[index].isNumeric && $0[index] != .absent },
      isPath: paths.contains(name),
      maximum: bars.contains(name) ? body.compactMap { $0[index].number }.max() ?? 0 : 0)
  }

  private func renderHead(_ table: ReportTable, _ columns: [Column], into page: inout Markup) {
    page.element("thead") { page in
      page.element("tr") { page in
        for column in columns {
          let described = table.columns[column.index]
          page.element(
            "th",
            ["scope": "col", "class": column.isNumeric ? "n" : "", "title": described.meaning],
            text: described.title)
        }
      }
    }
  }

  private func renderBody(_ table: ReportTable, _ columns: [Column], into page: inout Markup) {
    page.element("tbody") { page in
      for (index, row) in table.rows.dropLast(totalRows).prefix(rowLimit).enumerated() {
        renderRow(row, columns, link: index < links.count ? links[index] : "", into: &page)
      }
    }
    guard totalRows > 0 else { return }
    page.element("tfoot") { page in
      for row in table.rows.suffix(totalRows) {
        renderRow(row, columns, link: "", isTotal: true, into: &page)
      }
    }
  }

  private func renderRow(
    _ row: [ReportValue], _ columns: [Column], link: String, isTotal: Bool = false,
    into page: inout Markup
  ) {
    page.newLine()
    page.element("tr") { page in
      for (place, column) in columns.enumerated() {
        let value = row[column.index]
        if place == 0 {
          renderRowHead(value, column, link: link, into: &page)
        } else {
          render(value, column, hasBar: !isTotal && column.maximum > 0, into: &page)
        }
      }
    }
  }

  private func renderRowHead(
    _ value: ReportValue, _ column: Column, link: String, into page: inout Markup
  ) {
    let style = column.isNumeric ? "n" : column.isPath ? "path" : ""
    let sort = value.number.map(String.init) ?? ""
    page.element("th", ["scope": "row", "class": style, "data-v": sort]) { page in
      if renderJourney(value, into: &page) { return }
      let text = shown(value, column)
      link.isEmpty ? page.add(text) : page.element("a", ["href": link], text: text)
    }
  }

  private func render(
    _ value: ReportValue, _ column: Column, hasBar: Bool, into page: inout Markup
  ) {
    var style: String
    switch value {
    case .absent, .withheld: style = column.isNumeric ? "n dim" : "dim"
    case .id: style = "id"
    case .instant, .day: style = "when"
    default: style = value.isNumeric ? "n" : ""
    }
    if hasBar { style += " bar" }
    let sort = value.number.map(String.init) ?? ""
    page.element("td", ["class": style, "data-v": sort]) { page in
      if hasBar, let number = value.number {
        BarMark(part: number, of: column.maximum).render(into: &page)
      }
      if !renderJourney(value, into: &page) { page.add(shown(value, column)) }
    }
  }

  /// Writes a journey that lies in the report as a link; false for everything else.
  private func renderJourney(_ value: ReportValue, into page: inout Markup) -> Bool {
    guard case .id(let id) = value, journeys.contains(id) else { return false }
    page.element(
      "a", ["href": "#" + ReportJourneys.anchor(id), "title": id.description],
      text: String(id.description.prefix(8)))
    return true
  }

  private func shown(_ value: ReportValue, _ column: Column) -> String {
    let text = TableMarkup.clipped(value.shown)
    return column.isPath ? TableMarkup.path(value.shown) : text
  }

  /// `ticket>ticket>call` → `ticket ×2 › call`.
  static func path(_ text: String) -> String {
    var steps: [(name: Substring, count: Int)] = []
    for step in text.split(separator: ">") {
      if steps.last?.name == step {
        steps[steps.count - 1].count += 1
      } else {
        steps.append((step, 1))
      }
    }
    let shown = steps.map { $0.count > 1 ? "\($0.name) ×\($0.count)" : String($0.name) }
    return clipped(shown.joined(separator: " › "))
  }

  private func renderNotes(_ table: ReportTable, into page: inout Markup) {
    let left = table.rows.count - totalRows - rowLimit
    if left > 0 {
      page.element(
        "p", ["class": "note"],
        text: "\(NumberText.grouped(Int64(left))) more rows in tables/\(table.id).csv")
    }
    for note in table.notes { page.element("p", ["class": "note"], text: note) }
  }

  /// The text, cut at the limit.
  static func clipped(_ text: String) -> String {
    guard text.utf8.count > textLimit, text.count > textLimit else { return text }
    return text.prefix(textLimit - 1) + "…"
  }
}
