package import JourneyModel

/// Interactions, on the day they began.
package struct Contacts: ContactMeasure {
  /// How the measure describes itself.
  package static let description = ComponentDescription(
    id: "contacts", title: "Contacts", summary: "Interactions, on the day they began.",
    formula: "Number of interactions; arrivals are filed at their start.",
    requires: ["started_at"], source: "domain.md C, anchor rule", unit: .count)

  package init() {}

  /// One for every interaction, whoever began it.
  package func count(_ contact: Contact) -> Count { .one }
}
