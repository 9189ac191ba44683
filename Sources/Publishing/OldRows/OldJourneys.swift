package import JourneyModel
import ParquetFiles

/// One row per customer's matter.
package enum JourneysTable: DatasetTable {
  /// The table's self-description.
  package static var description: TableDescription { Tables.journeys.description }

  /// Appends the row's cells in column order.
  package static func append(_ row: Journey, to cells: inout RowEncoder) {
    cells.append(id: row.id.hash)
    cells.append(id: row.customer.hash)
    cells.append(row.startedAt)
    cells.append(row.endedAt)
    cells.append(text: row.status.name)
    cells.append(text: row.resolutionBasis.name)
    cells.append(text: row.reason)
    cells.append(text: row.persona)
    cells.append(text: row.stage?.name)
    cells.append(text: row.firstChannel.name)
    cells.append(text: row.lastChannel.name)
    cells.append(text: row.path)
    cells.append(id: row.variant)
    appendCounts(row, to: &cells)
    cells.append(row.effortScore)
    cells.append(text: row.effortBand.name)
    cells.append(row.findings)
    cells.append(row.csatPermille)
    cells.append(row.nps)
    cells.append(row.converted)
    cells.append(row.revenueMinor)
    cells.append(row.isProvisional)
    cells.append(row.isCapped)
  }

  private static func appendCounts(_ row: Journey, to cells: inout RowEncoder) {
    cells.append(row.interactions)
    cells.append(row.channels)
    cells.append(row.channelSwitches)
    cells.append(row.transfers)
    cells.append(row.repeatContacts)
    cells.append(row.priorSteps)
    cells.append(row.waitMilliseconds)
    cells.append(row.customerActiveMilliseconds)
    cells.append(row.elapsedMilliseconds)
    cells.append(row.agentMilliseconds)
    cells.append(row.costMinor)
  }
}
