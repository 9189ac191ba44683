import JourneyModel

/// Why customers get in touch.
struct ReasonSection: ReportSection {
  static let id = "reasons"
  static let title = "Reasons"

  let tables: [ReportTable]
  private let breakdown: Breakdown

  init(_ input: ReportInput) {
    breakdown = Breakdown(
      .reason,
      naming: Breakdown.Naming(
        id: "by-reason", title: "Measures by reason", group: "Reason", unknown: "(no reason)"),
      input)
    tables = [breakdown.table, ReasonSection.trend(input)]
  }

  /// Contacts of each reason in the two periods, those that grew most first.
  private static func trend(_ input: ReportInput) -> ReportTable {
    var table = ReportTable(
      id: "reason-trend", title: "Reasons that grow and shrink",
      columns: [
        ReportColumn("reason", "Reason"), ReportColumn("recent", "Recent contacts"),
        ReportColumn("before", "Before"), ReportColumn("change", "Change"),
        ReportColumn("difference", "Contacts more or less"),
        ReportColumn("clear", "Beyond chance", "Whether chance is a poor explanation"),
      ])
    guard let periods = input.periods else { return table }
    let told = Breakdown.told(.reason, input)
    var rows: [(difference: Int64, row: [ReportValue])] = []
    for (place, _) in input.cells.rows(.reasonContacts) {
      let change = input.cells.change(.reasonContacts, at: place)
      guard let name = input.cells.words.text(place.a, of: .reason), told.contains(name),
        !input.isSmall(change.recent), !input.isSmall(change.before)
      else { continue }
      let (now, then) = (change.recent.denominator, change.before.denominator)
      // The difference of two counts has the variance of their sum (Poisson).
      let isClear = (now - then) * (now - then) * 10_000 > 38_416 * (now + then)
      rows.append(
        (
          now - then,
          [.text(name)] + PeriodChange(change, input).values
            + [.count(now - then), .flag(isClear)]
        ))
    }
    for item in rows.sorted(by: { first, second in
      first.difference != second.difference
        ? first.difference > second.difference : first.row[0].shown < second.row[0].shown
    }) { table.append(item.row) }
    table.notes = [
      "Contacts of customers, \(periods.text). Beyond chance: the difference is larger than 1.96 "
        + "standard deviations of two counts."
    ]
    return table
  }

  func render(into page: inout Markup) {
    StackedShareChart(id: "reason-share", title: "Share of contacts by reason", parts: parts)
      .render(into: &page)
    breakdown.render(into: &page)
    guard !tables[1].rows.isEmpty else { return }
    page.element("h3", text: tables[1].title)
    TableMarkup(bars: ["recent"], rowLimit: 30).render(tables[1], into: &page)
  }

  /// The largest groups and the rest together.
  private var parts: [StackedShareChart.Part] {
    let limit = StackedShareChart.colours - 1
    var parts = breakdown.volumes.prefix(limit).map {
      StackedShareChart.Part(name: $0.name, value: $0.count)
    }
    let rest = breakdown.volumes.dropFirst(limit).reduce(0) { $0 + $1.count }
    if rest > 0 { parts.append(StackedShareChart.Part(name: "other reasons", value: rest)) }
    return parts
  }
}
