import JourneyModel

extension Tables {
  /// One row per customer's matter.
  static let journeys = Table<JourneyEntry>(
    "journeys", "One row per journey: one customer's matter through all its interactions.",
    dateRule: "started_at",
    keys: TableKeys(
      primary: ["journey_id"],
      foreign: [ForeignKey("customer_id", "customers", "customer_id")]),
    columns: journeyIdentity + journeyCounts + journeyTimes + journeyOutcomes)

  private static let journeyIdentity: [Column<JourneyEntry>] = [
    Column("journey_id", "The journey.", by: "hash of its first interaction") { $0.row.id },
    Column("customer_id", "The resolved customer.") { $0.customer },
    Column("started_at", "Start of the first interaction.") { $0.row.startedAt },
    Column("ended_at", "End of the last interaction; null while open.") { $0.row.endedAt },
    Column("status", "How far it came.") { $0.row.status },
    Column("resolution_basis", "What the status rests on.") { $0.row.resolutionBasis },
    Column("reason", "The first known reason.") { $0.row.reason },
    Column("persona", "The customer's persona; null if no rule holds.") { $0.persona },
    Column("stage", "The stage of its last interaction.") { Optional($0.row.stage) },
    Column("first_channel", "Channel of the first interaction.") { $0.row.firstChannel },
    Column("last_channel", "Channel of the last interaction.") { $0.row.lastChannel },
    Column("path", "The interactions' kinds in order, joined by >.") { $0.row.path },
    Column("variant_id", "Equal paths have equal ids.", by: "hash of path") { $0.row.variant },
  ]

  private static let journeyCounts: [Column<JourneyEntry>] = [
    Column("interactions", in: "count", "Interactions.") { $0.interactions },
    Column("channels", in: "count", "Distinct channels.") { $0.row.channels },
    Column(
      "channel_switches", in: "count", "Changes of channel between consecutive interactions."
    ) { $0.row.channelSwitches },
    Column("transfers", in: "count", "Transfers of all interactions.") { $0.row.transfers },
    Column("repeat_contacts", in: "count", "Contacts that repeat a matter thought settled.") {
      $0.effort.repeatContacts
    },
    Column("prior_steps", in: "count", "Steps taken before first reaching a human.") {
      $0.row.priorSteps
    },
  ]

  private static let journeyTimes: [Column<JourneyEntry>] = [
    Column("wait_ms", in: "ms", "Time in queues.", by: "sum over interactions") {
      $0.row.waitMilliseconds
    },
    Column("customer_active_ms", in: "ms", "Time the customer was actively occupied.") {
      $0.row.customerActiveMilliseconds
    },
    Column(
      "elapsed_ms", in: "ms", "From first start to last end, or to as-of while open."
    ) { $0.row.elapsedMilliseconds },
    Column("agent_ms", in: "ms", "Time of agents.", by: "talk + hold + wrap") {
      $0.row.agentMilliseconds
    },
    Column(
      "cost", in: "minor units of the currency",
      "What its contacts cost; null where one's cost is not known.", by: "sum over interactions"
    ) { $0.row.costMinor },
  ]

  private static let journeyOutcomes: [Column<JourneyEntry>] = [
    Column("effort_score", in: "points", "Effort from 0 to 100.") { $0.effort.score },
    Column(
      "effort_band", "The score's band.", by: "low below 20, medium below 50, high from 50"
    ) { $0.effort.band },
    Column("findings", in: "count", "Friction findings that are not suppressed.") {
      $0.effort.findings
    },
    Column("csat", in: "permille", "Mean satisfaction, high is good.") { $0.row.csatPermille },
    Column("nps", in: "points", "Mean likelihood to recommend, rounded.") { $0.row.nps },
    Column("converted", "Whether the customer bought; null if no source states orders.") {
      $0.row.isConverted
    },
    Column(
      "revenue", in: "minor units of the currency",
      "What was bought for; null where nothing was or an amount is not known."
    ) { $0.row.revenueMinor },
    Column("provisional", "Whether the status can still change by time alone.") {
      $0.row.isProvisional
    },
    Column("capped", "Whether the matter was cut by a limit.") { $0.row.isCapped },
  ]
}
