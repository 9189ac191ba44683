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
    tables = [breakdown.table]
  }

  func render(into page: inout Markup) {
    StackedShareChart(id: "reason-share", title: "Share of contacts by reason", parts: parts)
      .render(into: &page)
    breakdown.render(into: &page)
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
