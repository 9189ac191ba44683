import JourneyModel
import ParquetFiles

extension Tables {
  /// One row per call, chat, ticket, e-mail thread or visit.
  static let interactions = Table<InteractionEntry>(
    "interactions",
    "One row per interaction: a call, chat, ticket, e-mail thread or visit, all legs.",
    dateRule: "started_at",
    keys: TableKeys(
      primary: ["interaction_id"],
      foreign: [
        ForeignKey("journey_id", "journeys", "journey_id"),
        ForeignKey("customer_id", "customers", "customer_id"),
        ForeignKey("linked_to", "interactions", "interaction_id"),
      ]),
    columns: interactionIdentity + interactionTimes + interactionHandling + interactionCounts
      + interactionOutcomes)

  private static let interactionIdentity: [Column<InteractionEntry>] = [
    Column("interaction_id", "The interaction.", by: "hash of its earliest leg's key") {
      $0.row.id
    },
    Column("journey_id", "The journey it belongs to.") { $0.journey },
    Column("customer_id", "The resolved customer.") { $0.customer },
    Column("step", in: "position", "Position in the journey, from 1.") { $0.step.step },
    Column("system", from: { $0.systems }, "The vendor whose export states it.") {
      ListPosition($0.row.source)
    },
    Column(
      "instance", from: { $0.instances }, "The vendor's account; empty if there is only one."
    ) { ListPosition($0.row.source) },
    Column("source", from: { $0.sources }, "The name of the input.") {
      ListPosition($0.row.source)
    },
    Column("native_id", "The earliest leg's own id in the source.", .random) { $0.row.nativeID },
    Column("kind", "What it is.") { $0.row.kind },
    Column("channel", "How the customer reached us.") { $0.row.channel },
    Column("origin", "The channel the matter came from.") { $0.row.origin },
    Column("direction", "Who began it.") { $0.row.direction },
  ]

  private static let interactionTimes: [Column<InteractionEntry>] = [
    Column("started_at", "Its first event.") { $0.row.startedAt },
    Column("answered_at", "The first answer of a human agent.") { $0.row.answeredAt },
    Column("ended_at", "When it was over; null while it is open.") { $0.row.endedAt },
  ]

  private static let interactionHandling: [Column<InteractionEntry>] = [
    Column("queue", "The last queue or group.") { $0.row.queue },
    Column("agent", "The last agent.") { $0.row.agent },
    Column("team", "The last team.") { $0.row.team },
    Column("reason", "Why the customer came.") { $0.row.reason },
    Column(
      "reason_basis", "What says so: the record itself, or a rule.",
      by: "record, or rule and the rule's name"
    ) { $0.row.reasonBasis },
    Column("outcome", "How it came out.") { $0.row.outcome },
    Column("resolved", "Whether the matter was settled; null if nothing says so.") {
      $0.row.isResolved
    },
    Column(
      "wait_ms", in: "ms", "Time in queue before the first answer; null if never queued.",
      by: "summed over the queues passed"
    ) { $0.row.waitMilliseconds },
    Column("ivr_ms", in: "ms", "Time in the menu before the first queue.") {
      $0.row.ivrMilliseconds
    },
    Column("hold_ms", in: "ms", "Time on hold.", by: "sum over legs") {
      $0.row.holdMilliseconds
    },
    Column("talk_ms", in: "ms", "Time talking.", by: "sum over legs") {
      $0.row.talkMilliseconds
    },
    Column("wrap_ms", in: "ms", "After-contact work.", by: "sum over legs") {
      $0.row.wrapMilliseconds
    },
    Column("first_response_ms", in: "ms", "From opening to the first human reply.") {
      $0.row.firstResponseMilliseconds
    },
  ]

  private static let interactionCounts: [Column<InteractionEntry>] = [
    Column(
      "transfers", in: "count", "Hand-overs to another queue or agent, consults excluded."
    ) { $0.row.transfers },
    Column("holds", in: "count", "Times on hold.") { $0.row.holds },
    Column("messages_in", in: "count", "Messages of the customer.") { $0.row.messagesIn },
    Column("messages_out", in: "count", "Messages to the customer.") { $0.row.messagesOut },
    Column("reopens", in: "count", "Times a settled ticket became unsettled.") {
      $0.row.reopens
    },
    Column("reassignments", in: "count", "Changes of the assigned queue.") {
      $0.row.reassignments
    },
    Column(
      "cost", in: "minor units of the currency", "What it cost; null where that is not known.",
      by: "(talk + hold + wrap) × rate ÷ contacts at once + price per contact"
    ) { $0.row.costMinor },
  ]

  private static let interactionOutcomes: [Column<InteractionEntry>] = [
    Column("csat", in: "permille", "Satisfaction on its scale's span, high is good.") {
      $0.row.csatPermille
    },
    Column("nps", in: "points", "Likelihood to recommend, 0 to 10.") { $0.row.nps },
    Column("ces", in: "permille", "Ease on its scale's span, high is good.") {
      $0.row.cesPermille
    },
    Column("quality", in: "permille", "A quality review's score on its scale's span.") {
      $0.row.qualityPermille
    },
    Column("link_basis", "Why it is in its journey; null for the first.") { $0.step.basis },
    Column("link_confidence", in: "permille", "How sure that is.") {
      $0.step.basis == nil ? nil : $0.step.confidencePermille
    },
    Column("linked_to", "The interaction it was joined to.") { $0.linkedTo },
    Column("persona", "The customer's persona; null if no rule holds.") { $0.persona },
    Column("stage", "The stage of the journey map.") { Optional($0.step.stage) },
    Column("record_id", "The statement the header was taken from.") { $0.row.record },
  ]
}
