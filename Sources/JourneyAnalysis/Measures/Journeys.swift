package import JourneyModel

/// Journeys, on the day they began.
package struct Journeys: Measure {
  /// How the measure describes itself.
  package let description = ComponentDescription(
    id: "journeys", title: "Journeys", summary: "Journeys, on the day they began.",
    formula: """
      Number of journeys by the channel of their first interaction and their first known reason; \
      no queue.
      """, requires: ["started_at"], source: "domain.md C6", unit: .count)

  /// The measure.
  package init() {}

  /// One of one per journey.
  package func cells(for context: CustomerContext) -> [MeasureCell] {
    context.journeys.map { stitched in
      let journey = stitched.journey
      let key = MeasureKey(
        day: context.day(of: journey.startedAt), measure: description.id,
        channel: journey.firstChannel, reason: journey.reason, queue: nil)
      return MeasureCell(
        key: key, numerator: 1, denominator: 1, customer: context.customer)
    }
  }
}
