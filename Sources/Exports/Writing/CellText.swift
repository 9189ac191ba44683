internal import CivilTime
internal import JourneyModel
internal import ParquetFiles
internal import Publishing

/// How the cells of a dataset are written.
package struct CellStyle: Sendable {
  /// Whether durations and shares are written for people: `2 m 5 s`, `41.2 %`.
  package var isHuman: Bool
  /// Whether a spreadsheet opens the file: a byte order mark, and no text that is a formula.
  package var isForSpreadsheets: Bool

  /// A style of known parts.
  package init(isHuman: Bool = false, isForSpreadsheets: Bool = false) {
    self.isHuman = isHuman
    self.isForSpreadsheets = isForSpreadsheets
  }
}

/// The cells of a column as texts.
struct CellText {
  let column: TableColumn
  let cells: DecodedColumn
  let style: CellStyle

  /// Whether the text of a cell is a number or truth value in JSON.
  var isLiteral: Bool {
    switch column.type {
    case .int32, .int64: !isForPeople
    case .boolean: true
    case .timestampMicros, .date, .string, .json: false
    }
  }

  /// The text of a cell; nil if it is absent.
  func text(_ row: Int) -> String? {
    switch cells.value(row) {
    case .null: nil
    case .bool(let truth): truth ? "true" : "false"
    case .text(let text): text
    case .int(let number): text(of: number)
    }
  }

  private func text(of number: Int64) -> String {
    switch column.type {
    case .timestampMicros: InstantText.iso8601(microseconds: number)
    case .date: InstantText.date(dayNumber: Int32(truncatingIfNeeded: number))
    case _ where isForPeople && column.unit == "ms": DurationText.describe(milliseconds: number)
    case _ where isForPeople: NumberText.percent(permille: number)
    default: String(number)
    }
  }

  private var isForPeople: Bool {
    style.isHuman && (column.unit == "ms" || column.unit == "permille")
  }
}
