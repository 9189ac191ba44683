package import JourneyModel
import ParquetFiles

/// One row per daily measure cell.
package enum MeasuresTable: DatasetTable {
  /// The table's self-description.
  package static var description: TableDescription { Tables.measures.description }

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
