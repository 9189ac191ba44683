package import JourneyModel

/// The share of settled tickets that came back.
package struct ReopenRate: ContactMeasure {
  /// How the measure describes itself.
  package static let description = ComponentDescription(
    id: "reopen-rate", title: "Reopen rate",
    summary: "The share of settled tickets that came back.",
    formula: """
      Tickets that were ever solved or closed and later had another status, or that their source \
      counts as reopened ÷ tickets that were ever solved or closed; filed at the day they were \
      first settled.
      """, requires: ["events: status"], source: "domain.md C3", unit: .ratio, isHighGood: false)

  package init() {}

  /// A share per ticket that was ever settled.
  package func count(_ contact: Contact) -> Count {
    guard let first = contact.settlements.first else { return .none }
    let isCounted = contact.counters.contains { $0.check == .reopens && $0.value > 0 }
    return .share(contact.row.reopens > 0 || isCounted).filed(at: first.at)
  }
}
