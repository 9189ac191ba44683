package import JourneyModel

/// The time from the start of a ticket to its last settlement.
package struct TimeToResolve: ContactMeasure {
  /// How the measure describes itself.
  package static let description = ComponentDescription(
    id: "time-to-resolve", title: "Time to resolve",
    summary: "The time from the start of a ticket to its last settlement.",
    formula: """
      ended_at − started_at of tickets that are settled, on the calendar clock (full resolution: \
      closed without solved counts as solved); filed at the day they were last settled.
      """, requires: ["events: status"], source: "domain.md C3 (full resolution)",
    unit: .milliseconds, isHighGood: false)

  package init() {}

  /// One measured time per settled ticket.
  package func count(_ contact: Contact) -> Count {
    let row = contact.row
    guard row.isSettledByStatus == true, let end = row.endedAt else { return .none }
    return .measured(max(0, end.milliseconds(since: row.startedAt))).filed(at: end)
  }
}
