package import JourneyModel
import ParquetFiles

/// One row per call, chat, ticket, e-mail thread or visit.
package enum InteractionsTable: DatasetTable {
  /// The table's self-description.
  package static var description: TableDescription { Tables.interactions.description }

  /// Appends the row's cells in column order.
  package static func append(_ row: Interaction, to cells: inout RowEncoder) {
    appendIdentity(row, to: &cells)
    appendHandling(row, to: &cells)
    cells.append(row.transfers)
    cells.append(row.holds)
    cells.append(row.messagesIn)
    cells.append(row.messagesOut)
    cells.append(row.reopens)
    cells.append(row.reassignments)
    cells.append(row.csatPermille)
    cells.append(row.nps)
    cells.append(row.cesPermille)
    cells.append(row.sentimentPermille)
    cells.append(text: row.linkBasis?.name)
    cells.append(row.linkConfidencePermille)
    cells.append(id: row.linkedTo?.hash)
    cells.append(text: row.persona)
    cells.append(text: row.stage?.name)
    cells.append(id: row.record.hash)
  }

  private static func appendIdentity(_ row: Interaction, to cells: inout RowEncoder) {
    cells.append(id: row.id.hash)
    cells.append(id: row.journey?.hash)
    cells.append(id: row.customer.hash)
    cells.append(row.step)
    cells.append(text: row.system)
    cells.append(text: row.instance)
    cells.append(text: row.source)
    cells.append(text: row.nativeID)
    cells.append(text: row.kind.name)
    cells.append(text: row.channel.name)
    cells.append(text: row.origin?.name)
    cells.append(text: row.direction?.name)
    cells.append(row.startedAt)
    cells.append(row.answeredAt)
    cells.append(row.endedAt)
  }

  private static func appendHandling(_ row: Interaction, to cells: inout RowEncoder) {
    cells.append(text: row.queue)
    cells.append(text: row.agent)
    cells.append(text: row.team)
    cells.append(text: row.reason)
    cells.append(text: row.reasonBasis)
    cells.append(text: row.outcome?.name)
    cells.append(row.resolved)
    cells.append(row.waitMilliseconds)
    cells.append(row.ivrMilliseconds)
    cells.append(row.holdMilliseconds)
    cells.append(row.talkMilliseconds)
    cells.append(row.wrapMilliseconds)
    cells.append(row.firstResponseMilliseconds)
  }
}
