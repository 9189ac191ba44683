package import JourneyModel

/// The share of settled tickets that came back.
package struct ReopenRate: Measure {
  /// How the measure describes itself.
  package let description = ComponentDescription(
    id: "reopen-rate", title: "Reopen rate",
    summary: "The share of settled tickets that came back.",
    formula: """
      Tickets that were ever solved or closed and later had another status ÷ tickets that were \
      ever solved or closed; filed at the day they were first settled.
      """, requires: ["events: status"], source: "domain.md C3", unit: .ratio, isHighGood: false)

  /// The measure.
  package init() {}

  /// A share per ticket that was ever settled.
  package func cells(for context: CustomerContext) -> [MeasureCell] {
    context.interactions.compactMap { item in
      guard let first = item.statusHistory.settledPeriods.first else { return nil }
      return cell(
        item.interaction, at: first.from, in: context, .share(item.interaction.reopens > 0))
    }
  }
}
