package import JourneyModel
import ParquetFiles

/// One row per call, chat, ticket, e-mail thread or visit.
package enum InteractionsTable: DatasetTable {
  /// The table's self-description.
  package static let description = TableDescription(
    name: "interactions",
    summary: "One row per interaction: a call, chat, ticket, e-mail thread or visit, all legs.",
    dateRule: "started_at",
    keys: TableKeys(
      primary: ["interaction_id"],
      foreign: [
        ForeignKey("journey_id", "journeys", "journey_id"),
        ForeignKey("customer_id", "customers", "customer_id"),
        ForeignKey("linked_to", "interactions", "interaction_id"),
      ]),
    columns: identity + times + handling + counts + outcomes)

  private static let identity = [
    TableColumn("interaction_id", .string, "The interaction.")
      .formula("hash of its earliest leg's key"),
    TableColumn("journey_id", .string, "The journey it belongs to.").nullable,
    TableColumn("customer_id", .string, "The resolved customer."),
    TableColumn("step", .int32, "Position in the journey, from 1.").unit("position"),
    TableColumn("system", .string, "The vendor whose export states it."),
    TableColumn("instance", .string, "The vendor's account; empty if there is only one."),
    TableColumn("source", .string, "The name of the input."),
    TableColumn("native_id", .string, "The earliest leg's own id in the source."),
    TableColumn("kind", .string, "What it is.").words(InteractionKind.names),
    TableColumn("channel", .string, "How the customer reached us.").words(Channel.names),
    TableColumn("origin", .string, "The channel the matter came from.").nullable
      .words(Channel.names),
    TableColumn("direction", .string, "Who began it.").nullable.words(Direction.names),
  ]

  private static let times = [
    TableColumn("started_at", .timestampMicros, "Its first event."),
    TableColumn("answered_at", .timestampMicros, "The first answer of a human agent.").nullable,
    TableColumn("ended_at", .timestampMicros, "When it was over; null while it is open.").nullable,
  ]

  private static let handling = [
    TableColumn("queue", .string, "The last queue or group.").nullable,
    TableColumn("agent", .string, "The last agent.").nullable,
    TableColumn("team", .string, "The last team.").nullable,
    TableColumn("reason", .string, "Why the customer came.").nullable,
    TableColumn("reason_basis", .string, "What says so: the record itself, or a rule.").nullable
      .formula("record, or rule and the rule's name"),
    TableColumn("outcome", .string, "How it came out.").nullable.words(Outcome.names),
    TableColumn("resolved", .boolean, "Whether the matter was settled; null if nothing says so.")
      .nullable,
    TableColumn("wait_ms", .int64, "Time in queue before the first answer; null if never queued.")
      .nullable.unit("ms").formula("summed over the queues passed"),
    TableColumn("ivr_ms", .int64, "Time in the menu before the first queue.").nullable.unit("ms"),
    TableColumn("hold_ms", .int64, "Time on hold.").nullable.unit("ms").formula("sum over legs"),
    TableColumn("talk_ms", .int64, "Time talking.").nullable.unit("ms").formula("sum over legs"),
    TableColumn("wrap_ms", .int64, "After-contact work.").nullable.unit("ms")
      .formula("sum over legs"),
    TableColumn("first_response_ms", .int64, "From opening to the first human reply.").nullable
      .unit("ms"),
  ]

  private static let counts = [
    TableColumn("transfers", .int32, "Hand-overs to another queue or agent, consults excluded.")
      .unit("count"),
    TableColumn("holds", .int32, "Times on hold.").unit("count"),
    TableColumn("messages_in", .int32, "Messages of the customer.").unit("count"),
    TableColumn("messages_out", .int32, "Messages to the customer.").unit("count"),
    TableColumn("reopens", .int32, "Times a settled ticket became unsettled.").unit("count"),
    TableColumn("reassignments", .int32, "Changes of the assigned queue.").unit("count"),
  ]

  private static let outcomes = [
    TableColumn("csat", .int32, "Satisfaction on its scale's span, high is good.").nullable
      .unit("permille"),
    TableColumn("nps", .int32, "Likelihood to recommend, 0 to 10.").nullable.unit("points"),
    TableColumn("ces", .int32, "Ease on its scale's span, high is good.").nullable
      .unit("permille"),
    TableColumn("sentiment", .int32, "Sentiment from -1000 to 1000.").nullable.unit("permille"),
    TableColumn("link_basis", .string, "Why it is in its journey; null for the first.").nullable
      .words(LinkBasis.names),
    TableColumn("link_confidence", .int32, "How sure that is.").nullable.unit("permille"),
    TableColumn("linked_to", .string, "The interaction it was joined to.").nullable,
    TableColumn("persona", .string, "The customer's persona; null if no rule holds.").nullable,
    TableColumn("stage", .string, "The stage of the journey map.").nullable.words(Stage.names),
    TableColumn("record_id", .string, "The statement the header was taken from."),
  ]

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
