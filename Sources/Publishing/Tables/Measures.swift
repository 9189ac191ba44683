package import JourneyModel
import ParquetFiles

/// One row per daily measure cell.
package enum MeasuresTable: DatasetTable {
  /// The table's self-description.
  package static let description = TableDescription(
    name: "measures",
    summary: """
      One row per daily cell: what a measure counts on a day for a channel, reason, queue, persona.
      """,
    dateRule: "date",
    keys: TableKeys(),
    columns: [
      TableColumn("date", .date, "The day in the reporting zone."),
      TableColumn("measure", .string, "The measure."),
      TableColumn("channel", .string, "The channel; null if unknown.").nullable
        .words(Channel.names),
      TableColumn("reason", .string, "The reason; null if unknown.").nullable,
      TableColumn("queue", .string, "The queue; null if unknown.").nullable,
      TableColumn("persona", .string, "The customers' persona; null if no rule holds.").nullable,
      TableColumn("numerator", .int64, "What is counted, or the sum of what is measured."),
      TableColumn("denominator", .int64, "Of how many."),
      TableColumn("unit", .string, "The unit of the measure's value.").nullable
        .words(MeasureUnit.names),
      TableColumn("histogram", .string, "bucket:count pairs joined by spaces, log-linear.")
        .nullable
        .formula("bucket v below 128; above: 128 + 64(e-1) + (v >> e) - 64, e = floor(log2 v) - 6"),
      TableColumn(
        "customers", .string,
        "JSON array of the smallest customer ids that contribute, at most 10."),
      TableColumn("provisional", .boolean, "Whether the cell can still change by time alone."),
    ])

  /// A measure cell with the unit its measure declares.
  package struct Row: Sendable {
    /// The cell.
    package var cell: MeasureCell
    /// The measure's unit; nil for a measure nobody describes.
    package var unit: MeasureUnit?

    /// A cell and its unit.
    package init(cell: MeasureCell, unit: MeasureUnit?) {
      self.cell = cell
      self.unit = unit
    }
  }

  /// Appends the row's cells in column order.
  package static func append(_ row: Row, to cells: inout RowEncoder) {
    let key = row.cell.key
    cells.append(day: key.day)
    cells.append(text: key.measure)
    cells.append(text: key.channel?.name)
    cells.append(text: key.reason)
    cells.append(text: key.queue)
    cells.append(text: key.persona)
    cells.append(row.cell.numerator)
    cells.append(row.cell.denominator)
    cells.append(text: row.unit?.name)
    cells.append(text: row.cell.histogram?.encoded)
    cells.append(
      text: JSONValue.array(row.cell.customers.map { .text($0.description) }).compactText)
    cells.append(row.cell.isProvisional)
  }
}
