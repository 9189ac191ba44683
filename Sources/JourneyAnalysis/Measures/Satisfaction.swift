package import JourneyModel

/// The mean satisfaction score of interactions that have one.
package struct Satisfaction: ContactMeasure {
  /// How the measure describes itself.
  package static let description = ComponentDescription(
    id: "csat", title: "Satisfaction",
    summary: "The mean satisfaction score of interactions that have one.",
    formula: """
      Sum of csat ÷ number of interactions with csat, in permille of the scale's span (1 to 5: \
      4 is 750); one score per interaction, the latest. Filed at the interaction's start. Scores \
      that belong to no interaction are counted in the totals only.
      """, requires: ["csat"], source: "domain.md C5 (mean, scales aligned)", unit: .permille,
    isHighGood: true)

  package init() {}

  /// A score per rated interaction; the histogram holds permille.
  package func count(_ contact: Contact) -> Count {
    contact.row.csatPermille.map { .measured(Int64($0)) } ?? .none
  }
}
