package import JourneyModel

/// The share of handled interactions that were handed over at least once.
package struct TransferRate: ContactMeasure {
  /// How the measure describes itself.
  package static let description = ComponentDescription(
    id: "transfer-rate", title: "Transfer rate",
    summary: "The share of handled interactions that were handed over at least once.",
    formula: """
      Interactions with outcome handled and transfers ≥ 1 ÷ interactions with outcome handled; \
      consults are no transfers. Filed at the start.
      """, requires: ["outcome", "transfers"], source: "domain.md C2 (transfer rate)", unit: .ratio,
    isHighGood: false)

  package init() {}

  /// A share per handled interaction.
  package func count(_ contact: Contact) -> Count {
    let row = contact.row
    return row.outcome == .handled ? .share(row.transfers > 0) : .none
  }
}
