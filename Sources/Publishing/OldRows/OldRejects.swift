package import JourneyModel
import ParquetFiles

/// One row per record that was not accepted.
package enum RejectsTable: DatasetTable {
  /// The table's self-description.
  package static var description: TableDescription { Tables.rejects.description }

  /// Appends the row's cells in column order.
  package static func append(_ row: RejectedRecord, to cells: inout RowEncoder) {
    cells.append(text: row.system)
    cells.append(text: row.source)
    cells.append(id: row.record.hash)
    cells.append(text: row.code.code)
    cells.append(text: row.column)
    cells.append(text: row.message)
    cells.append(text: row.code.advice)
    cells.append(text: row.excerptRedacted)
  }
}
