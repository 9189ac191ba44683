import JourneyModel

/// Whether the effort score orders journeys as customers do, by what they said and did after each
/// band.
struct EffortSection: ReportSection {
  static let id = "effort"
  static let title = "Effort, checked"

  let tables: [ReportTable]

  /// Fewer scores than this tell bands apart by chance.
  private static let fewest: Int64 = 30

  init(_ input: ReportInput) {
    var table = ReportTable(
      id: "effort", title: "What customers said and did, by effort",
      columns: [
        ReportColumn("band", "Effort", "Low below 20 points, high from 50"),
        ReportColumn("csat_permille", "Satisfaction"), ReportColumn("csat_n", "n"),
        ReportColumn("nps", "Net promoter score", "Those for less those against, of 100"),
        ReportColumn("nps_n", "n"), ReportColumn("ces_permille", "Effort score", "High is easy"),
        ReportColumn("ces_n", "n"),
        ReportColumn(
          "returns_permille", "Came again", "With another matter within 30 days of a resolved one"),
        ReportColumn("returns_n", "n", "Resolved journeys of customers who can be recognised"),
      ])
    for band in EffortBand.allCases {
      let place = Coordinate(band)
      let scores = SurveyScore.allCases.flatMap { score in
        SurveyValues.values(
          of: input.cells.tally(.effortScores, at: Coordinates(place, Coordinate(score))), score,
          input)
      }
      let returns = input.cells.tally(.effortReturns, at: Coordinates(place))
      let share: [ReportValue] =
        input.isSmall(returns)
        ? [.withheld(below: input.minimumGroup), .withheld(below: input.minimumGroup)]
        : [returns.value(in: .ratio), .count(returns.denominator)]
      table.append(
        [.text(band.name)] + scores + (returns.denominator == 0 ? [.absent, .absent] : share))
    }
    table.notes.append(EffortSection.verdict(input))
    tables = [table]
  }

  /// Whether satisfaction falls from band to band, as far as there are scores enough.
  private static func verdict(_ input: ReportInput) -> String {
    let scores = EffortBand.allCases.map { band in
      input.cells.tally(
        .effortScores, at: Coordinates(Coordinate(band), Coordinate(SurveyScore.csat)))
    }
    let told = scores.filter { $0.denominator >= fewest && !input.isSmall($0) }
    guard told.count > 1 else {
      return "Too few journeys have a satisfaction score to check the bands: each needs \(fewest)."
    }
    let falls = zip(told, told.dropFirst()).allSatisfy { $0.mean >= $1.mean }
    return falls
      ? "Satisfaction falls from band to band: the score orders journeys as customers do."
      : "Satisfaction does not fall from band to band: the score does not order these journeys as "
        + "customers do, so take it with care."
  }

  func render(into page: inout Markup) {
    TableMarkup(bars: ["csat_permille", "returns_permille"]).render(tables[0], into: &page)
  }
}
