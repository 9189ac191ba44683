package import JourneyModel
import ParquetFiles

/// One row per record that was not accepted.
package enum RejectsTable: DatasetTable {
  /// The table's self-description.
  package static let description = TableDescription(
    name: "rejects",
    summary: "One row per record that was not accepted, with the reason.",
    dateRule: nil,
    keys: TableKeys(primary: ["source", "record_id"]),
    columns: [
      TableColumn("system", .string, "The vendor."),
      TableColumn("source", .string, "The name of the input."),
      TableColumn("record_id", .string, "Hash of the rejected bytes."),
      TableColumn("code", .string, "The diagnostic code; `throughline explain CODE` tells more."),
      TableColumn("column", .string, "The column or path concerned.").nullable,
      TableColumn("message", .string, "What happened, without any value of the record."),
      TableColumn("hint", .string, "What to do about it."),
      TableColumn("excerpt_redacted", .string, "The first bytes, every letter and digit masked."),
    ])

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
