package import JourneyModel

/// The time in queue of everyone who was queued, answered or not.
package struct Wait: Measure {
  /// How the measure describes itself.
  package let description = ComponentDescription(
    id: "wait", title: "Wait",
    summary: "The time in queue of everyone who was queued, answered or not.",
    formula: """
      wait_ms of interactions that were queued, abandoned ones included; filed at the day and the \
      queue first entered. Percentiles come from the histogram.
      """, requires: ["wait_ms"], source: "domain.md C2: percentiles of all, not of the answered",
    unit: .milliseconds, isHighGood: false)

  /// The measure.
  package init() {}

  /// One measured time per queued interaction.
  package func cells(for context: CustomerContext) -> [MeasureCell] {
    context.interactions.compactMap { item in
      guard let wait = item.interaction.waitMilliseconds else { return nil }
      let queued = item.events.first { $0.activity == .queued }
      var value = MeasureValue.milliseconds(wait)
      value.queue = queued?.queue
      return cell(
        item.interaction, at: queued?.at ?? item.interaction.startedAt, in: context, value)
    }
  }
}
