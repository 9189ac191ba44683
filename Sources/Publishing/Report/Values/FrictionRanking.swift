import JourneyModel

/// The table that ranks friction: what it costs, whom it reaches, and whether it grows.
struct FrictionRanking {
  private let input: ReportInput
  /// All journeys by reason; nil is unknown.
  private let journeys: [String?: Tally]

  /// The most rows of a ranking.
  static let rowLimit = 500

  /// Rankings of a report.
  init(_ input: ReportInput) {
    self.input = input
    journeys = input.cells.groups(.reason, of: "journeys")
  }

  /// A ranking of points in their order.
  func table(_ points: [FrictionPoint], id: String, title: String) -> ReportTable {
    var table = ReportTable(id: id, title: title, columns: FrictionRanking.columns)
    for (rank, point) in points.prefix(FrictionRanking.rowLimit).enumerated() {
      table.append(row(point, rank: rank + 1))
    }
    return table
  }

  private static let columns = [
    ReportColumn("rank", "Rank"), ReportColumn("detector", "What"), ReportColumn("place", "Where"),
    ReportColumn("reason", "Reason"),
    ReportColumn("cost_minor", "Cost", "Of the findings whose cost is known, in minor units"),
    ReportColumn("avoidable", "Avoidable contacts"),
    ReportColumn("customer_active_ms", "Customer time"), ReportColumn("agent_ms", "Agent time"),
    ReportColumn(
      "customer_elapsed_ms", "Delay", "Time customers waited for the matter"),
    ReportColumn("findings", "Findings"), ReportColumn("points", "Effort points"),
    ReportColumn("journeys", "Journeys"), ReportColumn("customers", "Customers"),
    ReportColumn(
      "affected_permille", "Affected", "Journeys with it, of all journeys of the reason"),
    ReportColumn("affected_low", "from", "Lower bound of the share at 95 % (Wilson)"),
    ReportColumn("affected_high", "to", "Upper bound of the share at 95 % (Wilson)"),
    ReportColumn(
      "csat_with", "Satisfaction with", "Mean of rated journeys with it"),
    ReportColumn(
      "csat_without", "without", "Mean of rated journeys of the reason without it"),
    ReportColumn("recent", "Recent", "Findings in the later of the two periods compared"),
    ReportColumn("before", "Before", "Findings in the earlier of the two periods compared"),
    ReportColumn("change", "Trend", "Findings in the later period against the earlier"),
    ReportColumn("example", "Example", "A journey with it that lies in this report"),
  ]

  private func row(_ point: FrictionPoint, rank: Int) -> [ReportValue] {
    [
      .count(Int64(rank)), .text(input.detectorTitle(point.detector)),
      point.place.map(ReportValue.text) ?? .absent, point.reason.map(ReportValue.text) ?? .absent,
      input.settings.currency.map { .money(point.costMinor, $0) } ?? .absent,
      .count(point.avoidable), .milliseconds(point.customerActiveMilliseconds),
      .milliseconds(point.agentMilliseconds), .milliseconds(point.customerElapsedMilliseconds),
      .count(point.points.denominator), .count(point.points.numerator), .count(point.journeys),
      .count(point.customers),
    ] + affected(point) + satisfaction(point) + change(point)
      + [input.journeys.example(ofFriction: point.coordinates)]
  }

  /// The share of the reason's journeys that have it, with its interval.
  private func affected(_ point: FrictionPoint) -> [ReportValue] {
    let all = journeys[point.reason]?.numerator ?? 0
    // A finding of another day than its journey's start could make the part larger than the whole.
    guard all >= point.journeys, let interval = WilsonInterval(count: point.journeys, of: all)
    else { return [.absent, .absent, .absent] }
    return [
      .permille(NumberText.cautiousPermille(point.journeys, of: all)),
      .permille(interval.lowPermille), .permille(interval.highPermille),
    ]
  }

  /// Withheld if too few customers rated with it, or would be told by the difference.
  private func satisfaction(_ point: FrictionPoint) -> [ReportValue] {
    let without = point.scoresWithout
    let least = Int64(input.minimumGroup)
    func mean(_ sum: Int64, _ count: Int64, isShown: Bool) -> ReportValue {
      guard count > 0 else { return .absent }
      return isShown
        ? .permille(NumberText.share(sum, of: count, in: 1)) : .withheld(below: Int(least))
    }
    let isShown =
      !input.isSmall(point.scores) && !input.isSmall(point.scoresOfReason) && without.count >= least
    return [
      mean(point.scores.numerator, point.scores.denominator, isShown: isShown),
      mean(without.sum, without.count, isShown: isShown),
    ]
  }

  private func change(_ point: FrictionPoint) -> [ReportValue] {
    guard input.periods != nil else { return [.absent, .absent, .absent] }
    return PeriodChange(point.change, input).values
  }
}

/// A count in two periods, and how it changed.
struct PeriodChange {
  /// The later count, the earlier, and the change in permille; withheld and absent where due.
  let values: [ReportValue]

  /// The change of tallies whose counts are compared.
  init(_ change: (recent: Tally, before: Tally), _ input: ReportInput) {
    let counts = [input.count(change.recent), input.count(change.before)]
    guard let now = counts[0].number, let then = counts[1].number else {
      values = counts + [.absent]
      return
    }
    values = counts + [.change(from: then, to: now)]
  }
}
