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

  /// A measure's cell with what its numbers stand for.
  package struct Row: Sendable {
    /// The cell.
    package var cell: Cell
    /// What the numbers of coordinates stand for.
    package var words: CellWords
    /// The measure's id.
    package var measure: String
    /// The measure's unit; nil for a measure nobody describes.
    package var unit: MeasureUnit?
  }

  /// Appends the row's cells in column order.
  package static func append(_ row: Row, to cells: inout RowEncoder) {
    let (cell, place) = (row.cell, row.cell.key.coordinates)
    cells.append(day: cell.key.day)
    cells.append(text: row.measure)
    for (position, dimension) in CellIndex.dimensions.enumerated() {
      cells.append(text: row.words.text(place[position], of: dimension))
    }
    cells.append(cell.row.sum)
    cells.append(cell.row.count)
    cells.append(text: row.unit?.name)
    var histogram: [UInt8] = []
    cell.writeHistogram(into: &histogram)
    cells.append(text: cell.buckets.isEmpty ? nil : String(decoding: histogram, as: UTF8.self))
    cells.append(
      text: JSONValue.array(cell.customers.map { .text($0.description) }).compactText)
    cells.append(cell.row.isProvisional)
  }
}
