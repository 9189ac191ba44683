import CivilTime

/// A computed report in all its forms; they share one set of tables.
package struct Report {
  private let input: ReportInput
  private let sections: [any ReportSection]

  /// Computes a report.
  package init(_ input: ReportInput) {
    self.input = input
    sections = ReportSections.all.map { $0.init(input) }
  }

  /// Every table, in the order of the page.
  package var tables: [ReportTable] { sections.flatMap(\.tables) }

  /// `report/index.html`.
  package var html: String { ReportPage(input: input, sections: sections).text }

  /// `report/summary.json`.
  package var json: String { SummaryJSON(input: input, tables: tables).text }

  /// `report/summary.txt`.
  package var text: String { SummaryText(input: input, tables: tables).text }
}
