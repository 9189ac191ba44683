import JourneyModel

/// What customers were asked, and how many answered: a score of few answers says little.
struct SurveySection: ReportSection {
  static let id = "surveys"
  static let title = "Surveys"

  let tables: [ReportTable]
  private let isAnswered: Bool

  init(_ input: ReportInput) {
    var table = ReportTable(
      id: "surveys", title: "Answers by channel",
      columns: [
        ReportColumn("channel", "Channel"), ReportColumn("handled", "Handled contacts"),
        ReportColumn("answered", "With a score"),
        ReportColumn("response_permille", "Response", "Of handled contacts, asked or not"),
        ReportColumn("response_low", "from", "Lower bound at 95 % (Wilson)"),
        ReportColumn("response_high", "to", "Upper bound at 95 % (Wilson)"),
        ReportColumn("csat_permille", "Satisfaction"), ReportColumn("csat_n", "n"),
        ReportColumn("nps", "Net promoter score", "Those for less those against, of 100"),
        ReportColumn("nps_n", "n"), ReportColumn("ces_permille", "Effort score"),
        ReportColumn("ces_n", "n"),
      ])
    let rows = input.cells.rows(.surveys).filter { !input.isSmall($0.tally) }
    for (place, tally) in rows {
      let channel = input.cells.words.text(place.a, of: .channel) ?? "unknown"
      table.append(
        [.text(channel), .count(tally.denominator)] + SurveySection.response(tally)
          + SurveyScore.allCases.flatMap { score in
            SurveyValues.values(
              of: input.cells.tally(.surveyScores, at: Coordinates(place.a, Coordinate(score))),
              score, input)
          })
    }
    tables = [table]
    isAnswered = rows.contains { $0.tally.numerator > 0 }
  }

  private static func response(_ tally: Tally) -> [ReportValue] {
    let interval = tally.interval
    return [
      .count(tally.numerator),
      .permille(NumberText.cautiousPermille(tally.numerator, of: tally.denominator)),
      interval.map { .permille($0.lowPermille) } ?? .absent,
      interval.map { .permille($0.highPermille) } ?? .absent,
    ]
  }

  func render(into page: inout Markup) {
    guard isAnswered else {
      return page.element("p", ["class": "none"], text: "No handled contact has a score.")
    }
    page.element(
      "p", ["class": "hint"],
      text: "Exports do not say who was asked, so the response is of all handled contacts. Those "
        + "who answer differ from those who do not; small responses say little of all.")
    TableMarkup(bars: ["response_permille"]).render(tables[0], into: &page)
  }
}

/// What scores of one kind say, and how many there are.
enum SurveyValues {
  /// The mean, or of recommendations the balance of 100, and how many answered.
  static func values(of tally: Tally, _ score: SurveyScore, _ input: ReportInput) -> [ReportValue] {
    guard tally.denominator > 0 else { return [.absent, .absent] }
    guard !input.isSmall(tally) else {
      return [.withheld(below: input.minimumGroup), .withheld(below: input.minimumGroup)]
    }
    let balance = 100 * tally.numerator
    let half = balance < 0 ? -tally.denominator / 2 : tally.denominator / 2
    let value: ReportValue =
      score == .nps
      ? .count((balance + half) / tally.denominator) : .permille(tally.mean)
    return [value, .count(tally.denominator)]
  }
}
