import CivilTime

/// A computed report in all its forms; they share one set of tables.
package struct Report {
  private let input: ReportInput
  private let sections: [any ReportSection]

  /// Computes the tables of all sections; `html`, `json` and `text` are written when asked for.
  package init(_ input: ReportInput) {
    self.input = input
    sections = ReportSections.all.map { $0.init(input) }
  }

  /// Every table, in the order of the page.
  package var tables: [ReportTable] { sections.flatMap(\.tables) }

  /// Every file of the report, by its path in the folder, with its text.
  package var files: [(path: String, text: String)] {
    [("index.html", html), ("summary.json", json), ("summary.txt", text)]
      + tables.map { ("tables/\($0.id).csv", SpreadsheetCSV.text(of: $0)) }
  }

  /// The text of `report/index.html`, written anew on each access.
  package var html: String { ReportPage(input: input, sections: sections).text }

  /// The text of `report/summary.json`, which has every table.
  package var json: String { SummaryJSON(input: input, tables: tables).text }

  /// The text of `report/summary.txt`, in lines of at most 78 characters.
  package var text: String { SummaryText(input: input, tables: tables).text }
}
