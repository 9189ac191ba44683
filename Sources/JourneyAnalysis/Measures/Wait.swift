package import JourneyModel

/// The time in queue of everyone who was queued, answered or not.
package struct Wait: ContactMeasure {
  /// How the measure describes itself.
  package static let description = ComponentDescription(
    id: "wait", title: "Wait",
    summary: "The time in queue of everyone who was queued, answered or not.",
    formula: """
      wait_ms of interactions that were queued, abandoned ones included; filed at the day and the \
      queue first entered. Percentiles come from the histogram.
      """, requires: ["wait_ms"], source: "domain.md C2: percentiles of all, not of the answered",
    unit: .milliseconds, isHighGood: false)

  package init() {}

  /// One measured time per queued interaction.
  package func count(_ contact: Contact) -> Count {
    let row = contact.row
    guard let wait = row.waitMilliseconds else { return .none }
    let queued = contact.firstQueued
    return .measured(wait)
      .filed(at: queued?.at ?? row.startedAt, queue: queued?.queue ?? .none)
  }
}
