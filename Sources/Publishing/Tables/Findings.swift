package import JourneyModel
import ParquetFiles

/// One row per friction finding.
package enum FindingsTable: DatasetTable {
  /// The table's self-description.
  package static let description = TableDescription(
    name: "findings",
    summary: "One row per friction finding, with the evidence that proves it.",
    dateRule: "at",
    keys: TableKeys(
      primary: ["finding_id"],
      foreign: [
        ForeignKey("journey_id", "journeys", "journey_id"),
        ForeignKey("interaction_id", "interactions", "interaction_id"),
        ForeignKey("customer_id", "customers", "customer_id"),
      ]),
    columns: [
      TableColumn("finding_id", .string, "The finding.")
        .formula("hash of detector, journey, interaction, instant"),
      TableColumn("detector", .string, "The detector that found it."),
      TableColumn("journey_id", .string, "The journey it is in."),
      TableColumn("interaction_id", .string, "The interaction it is in."),
      TableColumn("system", .string, "That interaction's vendor."),
      TableColumn("native_id", .string, "That interaction's own id in the source."),
      TableColumn("customer_id", .string, "The resolved customer."),
      TableColumn("at", .timestampMicros, "When it happened."),
      TableColumn("severity", .int32, "0 information, 1 nuisance, 2 costly, 3 unresolved.")
        .unit("level"),
      TableColumn("points", .int32, "Effort points.").unit("points"),
      TableColumn("customer_active_ms", .int64, "Customer time it cost.").unit("ms"),
      TableColumn("customer_elapsed_ms", .int64, "Time it delayed the customer.").unit("ms"),
      TableColumn("agent_ms", .int64, "Agent time it cost.").unit("ms"),
      TableColumn("avoidable", .int32, "Contacts that would not have been needed.")
        .unit("count"),
      TableColumn("confidence", .int32, "How sure it is.").unit("permille"),
      TableColumn("message", .string, "One sentence without any customer value."),
      TableColumn("evidence", .string, "JSON array of {record_id, field, value, rule}."),
      TableColumn("suppressed_by", .string, "The detector that counts this instead.").nullable,
    ])

  /// Appends the row's cells in column order.
  package static func append(_ row: Finding, to cells: inout RowEncoder) {
    cells.append(id: row.id.hash)
    cells.append(text: row.detector)
    cells.append(id: row.journey.hash)
    cells.append(id: row.interaction.hash)
    cells.append(text: row.system)
    cells.append(text: row.nativeID)
    cells.append(id: row.customer.hash)
    cells.append(row.at)
    cells.append(row.severity)
    cells.append(row.points)
    cells.append(row.customerActiveMilliseconds)
    cells.append(row.customerElapsedMilliseconds)
    cells.append(row.agentMilliseconds)
    cells.append(row.avoidable)
    cells.append(row.confidencePermille)
    cells.append(text: row.message)
    cells.append(text: evidence(row.evidence).compactText)
    cells.append(text: row.suppressedBy)
  }

  private static func evidence(_ facts: [Evidence]) -> JSONValue {
    .array(
      facts.map { fact in
        .object([
          ("record_id", .text(fact.record.description)), ("field", .text(fact.field)),
          ("value", .text(fact.value)), ("rule", .text(fact.rule)),
        ])
      })
  }
}
