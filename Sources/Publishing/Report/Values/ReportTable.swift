/// A table of the report: the one source of the numbers in HTML, JSON, text and CSV.
package struct ReportTable: Equatable, Sendable {
  /// The name of its CSV file and of its JSON member, in kebab-case.
  package let id: String
  /// The caption in the page.
  package let title: String
  /// In the order of every row's values.
  package let columns: [ReportColumn]
  /// The rows, each as wide as the columns.
  package private(set) var rows: [[ReportValue]] = []
  /// What a reader must know: thresholds, coverage, what was withheld.
  package var notes: [String] = []

  /// A table without rows yet.
  package init(id: String, title: String, columns: [ReportColumn]) {
    self.id = id
    self.title = title
    self.columns = columns
  }

  /// Appends a row of exactly one value per column.
  package mutating func append(_ row: [ReportValue]) {
    precondition(row.count == columns.count, "a row has one value per column of \(id)")
    rows.append(row)
  }

  /// The position of a column; a table is always asked for columns it has.
  package func column(_ name: String) -> Int {
    guard let index = columns.firstIndex(where: { $0.name == name }) else {
      preconditionFailure("\(id) has no column \(name)")
    }
    return index
  }
}

/// A column of a report table.
package struct ReportColumn: Equatable, Sendable {
  /// The machine name, in snake_case with its unit last.
  package let name: String
  /// The heading people read; CSV files have `name` instead.
  package let title: String
  /// What the heading means, shown on demand.
  package let meaning: String

  /// A column of known parts.
  package init(_ name: String, _ title: String, _ meaning: String = "") {
    self.name = name
    self.title = title
    self.meaning = meaning
  }
}
