import JourneyModel

/// The measures at a glance: value, interval, trend, and the last four weeks beside those before.
struct HeadlineSection: ReportSection {
  static let id = "headline"
  static let title = "Headline measures"

  let tables: [ReportTable]
  /// What amounts of money are in.
  private let currency: ReleaseCurrency?
  private let cards: [Card]

  /// A measure with everything its card and its chart show.
  private struct Card {
    var measure: ComponentDescription
    var unit: MeasureUnit
    var row: [ReportValue]
    var trend: Trend
    var table: ReportTable
    var isClear: Bool
  }

  init(_ input: ReportInput) {
    var headline = HeadlineSection.emptyTable(input)
    var cards: [Card] = []
    for measure in input.measures {
      guard let unit = measure.unit else { continue }
      let rollup = input.cells[measure.id]
      let comparison = input.comparison(of: measure.id)
      let row = HeadlineSection.row(measure, unit, rollup.total, comparison, input)
      headline.append(row)
      // Money is nobody's headline until prices are configured.
      guard measure.isHeadline, unit != .money || input.settings.currency != nil else { continue }
      let trend = Trend(
        rollup.days, minimumGroup: input.minimumGroup, lastCompleteDay: input.lastCompleteDay)
      cards.append(
        Card(
          measure: measure, unit: unit, row: row, trend: trend,
          table: HeadlineSection.trendTable(measure, unit, trend, input),
          isClear: input.clearChanges.contains(measure.id)))
    }
    headline.notes = [
      "Shares carry their 95 % Wilson interval. ▲▼: " + HeadlineSection.compared(input)
        + "; coloured where chance is a poor explanation (Benjamini and Hochberg over all cards, "
        + "5 %) and the change is a tenth of the value or of what it lacks."
    ]
    self.cards = cards
    currency = input.settings.currency
    tables = [headline] + cards.map(\.table)
  }

  // MARK: Tables

  /// What is compared with what.
  private static func compared(_ input: ReportInput) -> String {
    guard input.settings.compared != nil else {
      return "the last 28 complete, final days against the 28 days before them"
    }
    return input.settings.periods.text
  }

  private static func emptyTable(_ input: ReportInput) -> ReportTable {
    let isRange = input.settings.compared != nil
    return ReportTable(
      id: "headline", title: "Headline measures",
      columns: [
        ReportColumn("measure", "Measure"),
        ReportColumn("title", "Title"),
        ReportColumn("unit", "Unit"),
        ReportColumn("value", "Value", "Count, share, median duration or mean score"),
        ReportColumn("low", "Low", "Lower bound at 95 %"),
        ReportColumn("high", "High", "Upper bound at 95 %"),
        ReportColumn("p90_ms", "p90", "Nine of ten are below"),
        ReportColumn("mean_ms", "Mean"),
        ReportColumn("n", "n", "Observations"),
        ReportColumn("recent", isRange ? "These days" : "Last 28 days"),
        ReportColumn("before", isRange ? "Compared with" : "28 days before"),
        ReportColumn("change", "Change"),
        ReportColumn("recent_until", "Up to", "The last of the last 28 days"),
      ])
  }

  private static func row(
    _ measure: ComponentDescription, _ unit: MeasureUnit, _ total: Tally,
    _ comparison: Comparison?, _ input: ReportInput
  ) -> [ReportValue] {
    let interval = unit == .ratio ? total.interval : nil
    let isDuration = unit == .milliseconds && total.denominator > 0
    let isShown = comparison.map {
      min($0.recent.customers.count, $0.before.customers.count) >= input.minimumGroup
    }
    let compared = isShown == true ? comparison : nil
    return [
      .text(measure.id), .text(measure.title), .text(unit.name),
      total.value(in: unit, input.settings.currency),
      interval.map { .permille($0.lowPermille) } ?? .absent,
      interval.map { .permille($0.highPermille) } ?? .absent,
      isDuration ? total.percentile(900) : .absent,
      isDuration ? .milliseconds(total.mean) : .absent,
      unit == .count ? .absent : .count(total.denominator),
      compared?.recent.value(in: unit, input.settings.currency) ?? .absent,
      compared?.before.value(in: unit, input.settings.currency) ?? .absent,
      compared?.change(in: unit) ?? .absent, compared.map { .day($0.lastDay) } ?? .absent,
    ]
  }

  private static func trendTable(
    _ measure: ComponentDescription, _ unit: MeasureUnit, _ trend: Trend, _ input: ReportInput
  ) -> ReportTable {
    var table = ReportTable(
      id: "trend-\(measure.id)", title: "\(measure.title) by \(trend.step.rawValue)",
      columns: [
        ReportColumn("first_day", trend.step.rawValue.capitalizedFirst),
        ReportColumn("value", "Value"), ReportColumn("low", "Low"), ReportColumn("high", "High"),
        ReportColumn("n", "n"), ReportColumn("provisional", "Provisional"),
      ])
    for slot in trend.slots {
      var values: [ReportValue] = [.absent, .absent, .absent, .absent]
      if let tally = slot.tally {
        if tally.customers.count < input.minimumGroup {
          values[0] = .withheld(below: input.minimumGroup)
        } else {
          values = HeadlineSection.values(tally, unit, input.settings.currency)
        }
      }
      table.append([.day(slot.day)] + values + [.flag(slot.isProvisional)])
    }
    return table
  }

  /// Value, lower and upper end, observations; durations reach up to their p90.
  private static func values(
    _ tally: Tally, _ unit: MeasureUnit, _ currency: ReleaseCurrency?
  ) -> [ReportValue] {
    var values: [ReportValue] = [
      tally.value(in: unit, currency), .absent, .absent,
      unit == .count ? .absent : .count(tally.denominator),
    ]
    if unit == .ratio, let interval = tally.interval {
      values[1] = .permille(interval.lowPermille)
      values[2] = .permille(interval.highPermille)
    }
    if unit == .milliseconds {
      values[1] = values[0]
      values[2] = tally.percentile(900)
    }
    return values
  }

  // MARK: Page

  func render(into page: inout Markup) {
    guard !cards.isEmpty else {
      return page.element("p", ["class": "none"], text: "No measure counted anything.")
    }
    page.element("div", ["class": "cards"]) { page in
      for card in cards { render(card, into: &page) }
    }
    for note in tables[0].notes { page.element("p", ["class": "note"], text: note) }
    page.element("h3", text: "Trends")
    page.element("div", ["class": "charts"]) { page in
      for card in cards where card.trend.slots.count > 1 { renderChart(card, into: &page) }
    }
    page.element("details") { page in
      page.element("summary", text: "All measures as a table")
      TableMarkup(hidden: ["measure", "unit"]).render(tables[0], into: &page)
    }
  }

  private func value(_ name: String, of card: Card) -> ReportValue {
    card.row[tables[0].column(name)]
  }

  private func render(_ card: Card, into page: inout Markup) {
    page.newLine()
    page.element("article", ["class": "card", "id": "measure-\(card.measure.id)"]) { page in
      page.element("h3") { page in
        page.element(
          "a", ["href": "#definition-\(card.measure.id)", "title": card.measure.summary],
          text: card.measure.title)
      }
      page.element("p", ["class": "big"]) { page in
        page.add(value("value", of: card).shown)
        if card.unit == .milliseconds { page.element("small", text: " median") }
      }
      page.element("p", ["class": "range"], text: range(of: card))
      let offset = TrendChart.Axis(card.unit).offset
      let drawn = card.table.rows.map { $0[1].number.map { $0 + offset } }
      Sparkline(
        values: drawn, provisional: card.trend.slots.reversed().prefix { $0.isProvisional }.count
      ).render(into: &page)
      renderChange(card, into: &page)
    }
  }

  private func range(of card: Card) -> String {
    let count = value("n", of: card)
    switch card.unit {
    case .count:
      return "in \(NumberText.grouped(Int64(card.trend.slots.count))) \(card.trend.step)s"
    case .ratio:
      guard value("low", of: card) != .absent else { return "n \(count.shown)" }
      return "95 %: \(value("low", of: card).shown.dropLast(2))–\(value("high", of: card).shown)"
        + " · n \(count.shown)"
    case .milliseconds: return "p90 \(value("p90_ms", of: card).shown) · n \(count.shown)"
    case .permille: return "mean of the scale’s span · n \(count.shown)"
    case .mean, .money: return "mean · n \(count.shown)"
    case .points: return "from −100 to +100 · n \(count.shown)"
    }
  }

  private func renderChange(_ card: Card, into page: inout Markup) {
    let change = value("change", of: card)
    guard let number = change.number else {
      return page.element("p", ["class": "delta"], text: "nothing earlier to compare with")
    }
    let arrow = number > 0 ? "▲" : number < 0 ? "▼" : "●"
    page.element("p", ["class": "delta"]) { page in
      page.element(
        "span",
        ["class": "chip \(tone(number, card))", "title": card.isClear ? "" : "within the noise"],
        text: "\(arrow) \(change.shown)")
      page.element(
        "span",
        [
          "class": "pair",
          "title": "up to \(value("recent_until", of: card).shown), and before",
        ],
        text: "\(value("before", of: card).shown) → \(value("recent", of: card).shown)")
    }
  }

  private func tone(_ change: Int64, _ card: Card) -> String {
    guard card.isClear, change != 0, let isHighGood = card.measure.isHighGood else { return "even" }
    return (change > 0) == isHighGood ? "good" : "bad"
  }

  private func renderChart(_ card: Card, into page: inout Markup) {
    let axis = TrendChart.Axis(card.unit, currency)
    let points = zip(card.trend.slots, card.table.rows).map { slot, row in
      TrendChart.Point(
        label: card.trend.label(slot), value: row[1].number.map { $0 + axis.offset },
        shown: HeadlineSection.told(row),
        low: row[2].number, high: row[3].number, isProvisional: slot.isProvisional)
    }
    page.newLine()
    page.element("figure") { page in
      page.element("figcaption") { page in
        page.element("b", text: card.measure.title)
        page.element("span", text: caption(card))
      }
      TrendChart(
        id: "chart-\(card.measure.id)", title: card.table.title, points: points, axis: axis
      ).render(into: &page)
      // Long series stay folded on paper; their CSV has them.
      page.element("details", ["class": card.table.rows.count > 31 ? "long" : ""]) { page in
        page.element("summary", text: "Table")
        TableMarkup(rowLimit: 100).render(card.table, into: &page)
      }
    }
  }

  private func caption(_ card: Card) -> String {
    let by = " by \(card.trend.step.rawValue)"
    switch card.unit {
    case .count: return by
    case .ratio: return by + ", band: 95 % interval"
    case .milliseconds: return by + ": median, band up to p90"
    case .permille, .mean, .money: return by + ": mean"
    case .points: return by
    }
  }

  private static func told(_ row: [ReportValue]) -> String {
    guard row[1].number != nil else { return row[1] == .absent ? "no data" : row[1].shown }
    var text = row[1].shown
    if row[3].number != nil { text += " (\(row[2].shown) to \(row[3].shown))" }
    if row[4].number != nil { text += ", n \(row[4].shown)" }
    return text
  }
}

extension String {
  /// The text with its first letter in upper case.
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
