import CivilTime
import JourneyModel

/// `report/summary.json`: every table of the report for machines.
///
/// Version 1: `tables[]` with `id`, `title`, `columns[]` (`name` with its unit last, `title`,
/// `meaning`), `rows[][]` in column order and `notes[]`. Ratios, scores and changes are permille,
/// durations milliseconds, instants ISO 8601 UTC, days ISO dates. `null` is "no data", never zero;
/// a text such as `"<10"` in place of a number means withheld for too few customers.
struct SummaryJSON {
  /// What the report is about.
  var input: ReportInput
  /// All tables of the report, in the order of the page.
  var tables: [ReportTable]

  /// The version of this file's form.
  static let version: Int64 = 1

  /// Indented JSON in the form that `version` numbers.
  var text: String {
    let window = input.window
    func day(_ number: Int32?) -> JSONValue {
      .optional(number.map(InstantText.date(dayNumber:)))
    }
    return JSONValue.object([
      ("format", .text("throughline-summary")),
      ("version", .integer(SummaryJSON.version)),
      (
        "conventions",
        .text(
          "ratios, scores and changes are permille; durations are milliseconds; instants are UTC; "
            + "null is no data, never zero; \"<n\" is withheld: fewer than n customers")
      ),
      ("title", .text(input.settings.title)),
      ("as_of", .text(InstantText.iso8601(microseconds: input.settings.asOf.microseconds))),
      ("time_zone", .text(input.settings.zone.identifier)),
      ("window", .object([("first", day(window?.lowerBound)), ("last", day(window?.upperBound))])),
      ("minimum_group", .integer(Int64(input.minimumGroup))),
      ("tables", .array(tables.map(SummaryJSON.table))),
    ]).indentedText
  }

  private static func table(_ table: ReportTable) -> JSONValue {
    .object([
      ("id", .text(table.id)),
      ("title", .text(table.title)),
      ("columns", .array(table.columns.map(column))),
      ("rows", .array(table.rows.map { .array($0.map(\.json)) })),
      ("notes", .array(table.notes.map(JSONValue.text))),
    ])
  }

  private static func column(_ column: ReportColumn) -> JSONValue {
    .object([
      ("name", .text(column.name)), ("title", .text(column.title)),
      ("meaning", .text(column.meaning)),
    ])
  }
}
