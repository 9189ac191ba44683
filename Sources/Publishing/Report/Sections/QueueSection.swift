import JourneyModel

/// Queues and what waiting in them is like.
struct QueueSection: ReportSection {
  static let id = "queues"
  static let title = "Queues and waits"

  let tables: [ReportTable]
  private let breakdown: Breakdown
  private let distributions: [Distribution]
  private let resolution: ReportTable

  /// How a duration is distributed.
  private struct Distribution {
    var measure: ComponentDescription
    var total: Tally
    var chart: HistogramChart
    var table: ReportTable
  }

  init(_ input: ReportInput) {
    breakdown = Breakdown(
      .queue,
      naming: Breakdown.Naming(
        id: "by-queue", title: "Measures by queue", group: "Queue", unknown: "(no queue)"),
      input)
    distributions = input.measures.filter { $0.isHeadline && $0.unit == .milliseconds }.compactMap {
      measure in
      let total = input.cells[measure.id].total
      guard total.customers.count >= input.minimumGroup, total.histogram.total > 0 else {
        return nil
      }
      return QueueSection.distribution(measure, total)
    }
    resolution = QueueSection.resolution(input)
    tables = [breakdown.table] + distributions.map(\.table) + [resolution]
  }

  /// How long tickets take, those that are not over among them.
  private static func resolution(_ input: ReportInput) -> ReportTable {
    var table = ReportTable(
      id: "resolution", title: "Time to resolve, open tickets included",
      columns: [
        ReportColumn("settled", "Settled tickets"),
        ReportColumn("median_ms", "Their median"),
        ReportColumn("open", "Open tickets"),
        ReportColumn(
          "survival_median_ms", "Median of all",
          "Kaplan–Meier: what is open counts as not over for as long as it is open"),
      ])
    let settled = input.cells["time-to-resolve"].total
    let open = input.cells["open-age"].total
    guard settled.denominator > 0, !input.isSmall(settled) else { return table }
    let isTold = open.denominator == 0 || !input.isSmall(open)
    let all = settled.histogram.survivalMedian(open: open.histogram)
    table.append([
      .count(settled.denominator), settled.value(in: .milliseconds),
      isTold ? .count(open.denominator) : .withheld(below: input.minimumGroup),
      all.map { .milliseconds($0) } ?? .absent,
    ])
    if all == nil { table.notes.append("More than half of all tickets are not over yet.") }
    return table
  }

  private static func distribution(
    _ measure: ComponentDescription, _ total: Tally
  ) -> Distribution {
    let chart = HistogramChart(
      id: "distribution-\(measure.id)", title: "Distribution: \(measure.title)",
      histogram: total.histogram)
    var table = ReportTable(
      id: "distribution-\(measure.id)", title: "Distribution: \(measure.title)",
      columns: [
        ReportColumn("class", "Duration"), ReportColumn("count", "Times"),
        ReportColumn("share_permille", "Share"),
      ])
    for (name, count) in chart.classes {
      let share = NumberText.permille(count, of: total.histogram.total)
      table.append([.text(name), .count(count), .permille(share)])
    }
    return Distribution(measure: measure, total: total, chart: chart, table: table)
  }

  func render(into page: inout Markup) {
    breakdown.render(into: &page)
    if !resolution.rows.isEmpty { TableMarkup().render(resolution, into: &page) }
    guard !distributions.isEmpty else { return }
    page.element("h3", text: "How long it takes")
    page.element("div", ["class": "charts"]) { page in
      for item in distributions { render(item, into: &page) }
    }
  }

  private func render(_ item: Distribution, into page: inout Markup) {
    page.newLine()
    page.element("figure") { page in
      page.element("figcaption") { page in
        page.element("b", text: item.measure.title)
        page.element(
          "span",
          text:
            " median \(item.total.percentile(500).shown), p90 \(item.total.percentile(900).shown)")
      }
      item.chart.render(into: &page)
      page.element("details") { page in
        page.element("summary", text: "Table")
        TableMarkup().render(item.table, into: &page)
      }
    }
  }
}
