package import JourneyModel

/// The share of queued interactions that the customer gave up.
package struct Abandonment: ContactMeasure {
  /// How the measure describes itself.
  package static let description = ComponentDescription(
    id: "abandonment", title: "Abandonment",
    summary: "The share of queued interactions that the customer gave up.",
    formula: """
      Interactions with outcome abandoned ÷ interactions that were queued and are over. No short \
      abandons are left out; requested callbacks count as not abandoned. Filed at the start.
      """, requires: ["outcome", "wait_ms"], source: "domain.md C2 (abandon rate)", unit: .ratio,
    isHighGood: false)

  package init() {}

  /// A share per queued interaction that is over.
  package func count(_ contact: Contact) -> Count {
    let row = contact.row
    return row.queued == nil || row.isOpen ? .none : .share(row.outcome == .abandoned)
  }
}
