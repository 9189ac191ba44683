package import JourneyModel

/// The share of queued interactions that the customer gave up.
package struct Abandonment: Measure {
  /// How the measure describes itself.
  package let description = ComponentDescription(
    id: "abandonment", title: "Abandonment",
    summary: "The share of queued interactions that the customer gave up.",
    formula: """
      Interactions with outcome abandoned ÷ interactions that were queued and are over. No short \
      abandons are left out; requested callbacks count as not abandoned. Filed at the start.
      """, requires: ["outcome", "wait_ms"], source: "domain.md C2 (abandon rate)", unit: .ratio,
    isHighGood: false)

  /// The measure.
  package init() {}

  /// A share per queued interaction.
  package func cells(for context: CustomerContext) -> [MeasureCell] {
    context.interactions.compactMap { item in
      guard item.queuedAt != nil, !item.isOpen else { return nil }
      let row = item.interaction
      return cell(row, at: row.startedAt, in: context, .share(row.outcome == .abandoned))
    }
  }
}
