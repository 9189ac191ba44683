package import JourneyModel

/// Journeys, on the day they began.
package struct Journeys: Measure {
  /// How the measure describes itself.
  package static let description = ComponentDescription(
    id: "journeys", title: "Journeys", summary: "Journeys, on the day they began.",
    formula: """
      Number of journeys by the channel of their first interaction and their first known reason; \
      no queue.
      """, requires: ["started_at"], source: "domain.md C6", unit: .count)

  package init() {}

  /// One per journey, at its first channel and first known reason.
  package func count(_ customer: CustomerView, _ counted: (Count, CountedPlace) -> Void) {
    for journey in customer.journeys {
      let row = journey.row
      counted(
        .one, CountedPlace(at: row.startedAt, channel: row.firstChannel, reason: row.reason))
    }
  }
}
