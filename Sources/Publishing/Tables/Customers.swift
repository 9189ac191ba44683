package import JourneyModel
import ParquetFiles

/// One row per resolved customer.
package enum CustomersTable: DatasetTable {
  /// The table's self-description.
  package static let description = TableDescription(
    name: "customers",
    summary: "One row per resolved customer; the id is a keyed hash.",
    dateRule: nil,
    keys: TableKeys(primary: ["customer_id"]),
    columns: [
      TableColumn("customer_id", .string, "The customer.")
        .formula("keyed hash of the strongest, smallest identifier"),
      TableColumn("persona", .string, "The first persona whose rule holds; null if none does.")
        .nullable,
      TableColumn("first_seen", .timestampMicros, "Start of the first interaction.").nullable,
      TableColumn("last_seen", .timestampMicros, "Start of the last interaction.").nullable,
      TableColumn("interactions", .int32, "Interactions.").unit("count"),
      TableColumn("journeys", .int32, "Journeys.").unit("count"),
      TableColumn("channels", .int32, "Distinct channels.").unit("count"),
      TableColumn("preferred_channel", .string, "The most frequent channel of first contact.")
        .nullable.words(Channel.names),
      TableColumn("identifiers", .string, "JSON object: distinct identifiers by kind."),
      TableColumn("attributes", .string, "JSON object: attributes allowed for publication."),
    ])

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
