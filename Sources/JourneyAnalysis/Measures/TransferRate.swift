package import JourneyModel

/// The share of handled interactions that were handed over at least once.
package struct TransferRate: Measure {
  /// How the measure describes itself.
  package let description = ComponentDescription(
    id: "transfer-rate", title: "Transfer rate",
    summary: "The share of handled interactions that were handed over at least once.",
    formula: """
      Interactions with outcome handled and transfers ≥ 1 ÷ interactions with outcome handled; \
      consults are no transfers. Filed at the start.
      """, requires: ["outcome", "transfers"], source: "domain.md C2 (transfer rate)", unit: .ratio,
    isHighGood: false)

  /// The measure.
  package init() {}

  /// A share per handled interaction.
  package func cells(for context: CustomerContext) -> [MeasureCell] {
    context.interactions.compactMap { item in
      let row = item.interaction
      guard row.outcome == .handled else { return nil }
      return cell(row, at: row.startedAt, in: context, .share(row.transfers > 0))
    }
  }
}
