import JourneyModel

/// Queues and what waiting in them is like.
struct QueueSection: ReportSection {
  static let id = "queues"
  static let title = "Queues and waits"

  let tables: [ReportTable]
  private let breakdown: Breakdown
  private let distributions: [Distribution]

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
    tables = [breakdown.table] + distributions.map(\.table)
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
