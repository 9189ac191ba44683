package import JourneyModel

/// Interactions, on the day they began.
package struct Contacts: Measure {
  /// How the measure describes itself.
  package let description = ComponentDescription(
    id: "contacts", title: "Contacts", summary: "Interactions, on the day they began.",
    formula: "Number of interactions; arrivals are filed at their start.",
    requires: ["started_at"], source: "domain.md C, anchor rule", unit: .count)

  /// The measure.
  package init() {}

  /// One of one per interaction.
  package func cells(for context: CustomerContext) -> [MeasureCell] {
    context.interactions.map {
      cell($0.interaction, at: $0.interaction.startedAt, in: context, .one)
    }
  }
}
