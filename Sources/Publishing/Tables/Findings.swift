import JourneyModel
import ParquetFiles

extension Tables {
  /// One row per friction finding.
  static let findings = Table<FindingEntry>(
    "findings", "One row per friction finding, with the evidence that proves it.",
    dateRule: "occurred_at",
    keys: TableKeys(
      primary: ["finding_id"],
      foreign: [
        ForeignKey("journey_id", "journeys", "journey_id"),
        ForeignKey("interaction_id", "interactions", "interaction_id"),
        ForeignKey("customer_id", "customers", "customer_id"),
      ]),
    columns: findingIdentity + findingCosts + findingWords)

  private static let findingIdentity: [Column<FindingEntry>] = [
    Column("finding_id", "The finding.", by: "hash of detector, journey, interaction, instant") {
      $0.id
    },
    Column("detector", from: { $0.detectors }, "The detector that found it.") {
      ListPosition($0.detector)
    },
    Column("journey_id", "The journey it is in.") { $0.journey },
    Column("interaction_id", "The interaction it is in.") { $0.interaction },
    Column("system", from: { $0.systems }, "That interaction's vendor.") {
      ListPosition($0.source)
    },
    Column("native_id", "That interaction's own id in the source.", .random) { $0.nativeID },
    Column("customer_id", "The resolved customer.") { $0.customer },
    Column("occurred_at", "When it happened.") { $0.at },
    Column("place", "Where it happened: a queue, or the name of a channel.") { $0.place },
  ]

  private static let findingCosts: [Column<FindingEntry>] = [
    Column(
      "severity", in: "level", "0 information, 1 nuisance, 2 costly, 3 unresolved."
    ) { $0.severity },
    Column("points", in: "points", "Effort points.") { $0.points },
    Column("customer_active_ms", in: "ms", "Customer time it cost.") {
      $0.customerActiveMilliseconds
    },
    Column("customer_elapsed_ms", in: "ms", "Time it delayed the customer.") {
      $0.customerElapsedMilliseconds
    },
    Column("agent_ms", in: "ms", "Agent time it cost.") { $0.agentMilliseconds },
    Column(
      "cost", in: "minor units of the currency", "What it cost; null where that is not known.",
      by: "agent_ms × rate + avoidable × price per contact + customer_active_ms × its value"
    ) { $0.costMinor },
    Column("avoidable", in: "count", "Contacts that would not have been needed.") {
      $0.avoidable
    },
    Column("confidence", in: "permille", "How sure it is.") { $0.confidencePermille },
  ]

  private static let findingWords: [Column<FindingEntry>] = [
    Column("message", "One sentence without any customer value.") { $0.message },
    Column("evidence", "JSON array of {record_id, field, value, rule}.", .prose) { $0.evidence },
    Column("suppressed_by", from: { $0.detectors }, "The detector that counts this instead.") {
      $0.suppressedBy == .max ? nil : ListPosition($0.suppressedBy)
    },
  ]
}
