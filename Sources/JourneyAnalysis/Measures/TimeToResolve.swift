package import JourneyModel

/// The time from the start of a ticket to its last settlement.
package struct TimeToResolve: Measure {
  /// How the measure describes itself.
  package let description = ComponentDescription(
    id: "time-to-resolve", title: "Time to resolve",
    summary: "The time from the start of a ticket to its last settlement.",
    formula: """
      ended_at − started_at of tickets that are settled, on the calendar clock (full resolution: \
      closed without solved counts as solved); filed at the day they were last settled.
      """, requires: ["events: status"], source: "domain.md C3 (full resolution)",
    unit: .milliseconds, isHighGood: false)

  /// The measure.
  package init() {}

  /// One measured time per settled ticket.
  package func cells(for context: CustomerContext) -> [MeasureCell] {
    context.interactions.compactMap { item in
      let row = item.interaction
      guard row.resolved == true, let end = row.endedAt else { return nil }
      let time = max(0, end.milliseconds(since: row.startedAt))
      return cell(row, at: end, in: context, .milliseconds(time))
    }
  }
}
