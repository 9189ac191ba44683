package import JourneyModel

/// The mean satisfaction score of interactions that have one.
package struct Satisfaction: Measure {
  /// How the measure describes itself.
  package let description = ComponentDescription(
    id: "csat", title: "Satisfaction",
    summary: "The mean satisfaction score of interactions that have one.",
    formula: """
      Sum of csat ÷ number of interactions with csat, in permille of the scale's span (1 to 5: \
      4 is 750); one score per interaction, the latest. Filed at the interaction's start. Scores \
      that belong to no interaction are counted in the totals only.
      """, requires: ["csat"], source: "domain.md C5 (mean, scales aligned)", unit: .permille,
    isHighGood: true)

  /// The measure.
  package init() {}

  /// A score per rated interaction; the histogram holds permille.
  package func cells(for context: CustomerContext) -> [MeasureCell] {
    context.interactions.compactMap { item in
      guard let score = item.interaction.csatPermille else { return nil }
      var value = MeasureValue(numerator: Int64(score))
      var histogram = Histogram()
      histogram.record(Int64(score))
      value.histogram = histogram
      return cell(item.interaction, at: item.interaction.startedAt, in: context, value)
    }
  }
}
