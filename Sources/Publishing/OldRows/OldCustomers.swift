package import JourneyModel
import ParquetFiles

/// One row per resolved customer.
package enum CustomersTable: DatasetTable {
  /// The table's self-description.
  package static var description: TableDescription { Tables.customers.description }

  /// Appends the row's cells in column order.
  package static func append(_ row: Customer, to cells: inout RowEncoder) {
    cells.append(id: row.id.hash)
    cells.append(text: row.persona)
    cells.append(row.firstSeen)
    cells.append(row.lastSeen)
    cells.append(row.interactions)
    cells.append(row.journeys)
    cells.append(row.channels)
    cells.append(text: row.preferredChannel?.name)
    cells.append(
      text: JSONValue.object(
        row.identifiers.map { ($0.kind.name, .integer(Int64($0.count))) }
      ).compactText)
    cells.append(
      text: JSONValue.object(row.attributes.map { ($0.name, .text($0.value)) }).compactText)
  }
}
