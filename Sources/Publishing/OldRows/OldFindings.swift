package import JourneyModel
import ParquetFiles

/// One row per friction finding.
package enum FindingsTable: DatasetTable {
  /// The table's self-description.
  package static var description: TableDescription { Tables.findings.description }

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
