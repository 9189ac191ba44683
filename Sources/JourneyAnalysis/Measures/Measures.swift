package import JourneyModel

/// The measures, in the order reports show them.
package enum Measures {
  /// Those of a group lie together, since they often count together.
  package static let all: [Measure] =
    VolumeMeasures.all + QueueMeasures.all + HandlingMeasures.all + SelfServiceMeasures.all
    + ResponseMeasures.all + TicketMeasures.all + RepetitionMeasures.all + JourneyMeasures.all
    + FeedbackMeasures.all + BusinessMeasures.all
    + CostMeasures.all

  /// How they describe themselves.
  package static let descriptions: [ComponentDescription] = all.map(\.description)

  /// Their ids in the order of the texts: the order in which cells number them.
  package static let ids: [String] = descriptions.map(\.id).sorted()

  /// The number of each measure in cells, by position in `all`.
  package static let numbers: [Int] = descriptions.map { ids.firstIndex(of: $0.id) ?? 0 }

  /// The numbers in an order in which four after four are mostly counted at once: cells have room
  /// for measures by fours.
  package static let neighbours: [Int] = {
    let together = [
      "contacts", "failure-demand", "repeat-rate-7d", "repeat-rate-any-7d",
      "fcr-1d", "fcr-3d", "fcr-7d", "fcr-14d", "fcr-30d", "fcr-any-7d", "fcr-7d-customers",
      "retention-30d", "transfer-rate", "warm-transfer-rate", "cold-transfer-rate",
      "survey-response", "handle-time", "talk-time", "wrap-time", "first-response",
      "abandonment", "late-abandonment", "callback-requests", "hold-rate",
      "offered", "answered", "wait", "speed-of-answer",
      "service-level", "service-level-removed", "service-level-offered",
      "service-level-short-abandons", "service-level-answered", "menu-containment",
      "menu-containment-true", "menu-containment-goal",
      "journeys", "completion", "effort", "switch-rate",
      "forced-switch-rate", "preferred-switch-rate", "journey-duration", "contacts-per-resolution",
      "time-to-resolve", "requester-wait", "agent-work", "agent-wait",
      "on-hold", "reassignments", "one-touch", "two-touch",
      "cost-per-contact", "cost-per-resolution", "cost-per-conversion", "conversion-rate",
    ].compactMap { ids.firstIndex(of: $0) }
    return together + numbers.filter { !together.contains($0) }
  }()
}
