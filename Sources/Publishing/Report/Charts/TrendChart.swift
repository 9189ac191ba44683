import JourneyModel

/// A value over time: bars for counts, a line with its band for everything else.
struct TrendChart {
  /// One slot of the time axis.
  struct Point {
    /// The slot's name, such as its first day.
    var label: String
    /// The value as a number and as text; nil where there are no data.
    var value: Int64?
    var shown: String
    /// The band around or above the value.
    var low: Int64?
    var high: Int64?
    /// Whether it can still change.
    var isProvisional: Bool
  }

  /// How the value axis is written.
  enum Axis: Equatable {
    case count, permille, duration, hundredths
    case money(ReleaseCurrency?)
    /// From −1000 up, drawn from 0 up.
    case balance

    /// The axis of a measure's unit.
    init(_ unit: MeasureUnit, _ currency: ReleaseCurrency? = nil) {
      switch unit {
      case .count: self = .count
      case .ratio, .permille: self = .permille
      case .milliseconds: self = .duration
      case .mean: self = .hundredths
      case .money: self = .money(currency)
      case .points: self = .balance
      }
    }

    /// What is added to values so that none is negative.
    var offset: Int64 { self == .balance ? 1000 : 0 }
  }

  /// Unique in the page.
  var id: String
  /// The accessible name; lowest, highest and last value follow it.
  var title: String
  /// The points in order.
  var points: [Point]
  /// How the value axis is written.
  var axis: Axis

  private static let plotTop: Int64 = 10
  private static let plotHeight: Int64 = 136
  private static let height = 172

  /// Writes the chart; pointing at a slot shows its label and value.
  func render(into page: inout Markup) {
    let frame = ChartFrame(
      id: id, title: title, summary: summary, style: "chart trend", height: TrendChart.height)
    let maximum = points.compactMap { [$0.value, $0.high].compactMap { $0 }.max() }.max() ?? 0
    let scale = AxisScale(maximum: maximum, isDuration: axis == .duration)
    frame.render(into: &page) { page in
      renderGrid(scale, into: &page)
      page.element(
        "svg",
        [
          "y": String(TrendChart.plotTop), "width": "100%",
          "height": String(TrendChart.plotHeight),
          "viewBox": "0 0 1000 \(TrendChart.plotHeight)", "preserveAspectRatio": "none",
        ]
      ) { page in
        axis == .count ? renderBars(scale, into: &page) : renderLine(scale, into: &page)
      }
      renderLabels(into: &page)
      renderHits(into: &page)
    }
  }

  private var summary: String {
    let known = points.filter { $0.value != nil }
    guard let first = known.first, let last = known.last,
      let least = known.min(by: { ($0.value ?? 0) < ($1.value ?? 0) }),
      let most = known.max(by: { ($0.value ?? 0) < ($1.value ?? 0) })
    else { return "No data." }
    return "\(axis == .count ? "Bar" : "Line") chart, \(known.count) points from \(first.label) "
      + "to \(last.label); lowest \(least.shown), highest \(most.shown), last \(last.shown)."
  }

  private func renderGrid(_ scale: AxisScale, into page: inout Markup) {
    for line in scale.lines {
      let share = NumberText.permille(line * TrendChart.plotHeight, of: scale.top * 1000)
      let y = String(TrendChart.plotTop + TrendChart.plotHeight - share)
      page.empty("line", ["class": line == 0 ? "base" : "grid", "x2": "100%", "y1": y, "y2": y])
      guard line > 0 else { continue }
      page.element(
        "text", ["class": "tick", "x": "-8", "y": y, "dy": "4", "text-anchor": "end"],
        text: text(of: line))
    }
  }

  private func text(of value: Int64) -> String {
    switch axis {
    case .count: NumberText.short(value)
    case .permille:
      value % 10 == 0 ? "\(value / 10) %" : NumberText.percent(permille: value)
    case .duration: NumberText.shortDuration(value)
    case .hundredths: NumberText.decimal(value, digits: 2)
    case .money(let currency): NumberText.money(value, currency)
    case .balance: NumberText.grouped((value - Axis.balance.offset) / 10)
    }
  }

  private func renderBars(_ scale: AxisScale, into page: inout Markup) {
    let slot = 100_000 / Int64(max(points.count, 1))
    for (index, point) in points.enumerated() {
      guard let value = point.value, value > 0 else { continue }
      let height = max(NumberText.permille(value * TrendChart.plotHeight, of: scale.top * 1000), 1)
      page.empty(
        "rect",
        [
          "class": point.isProvisional ? "bar soft" : "bar",
          "x": NumberText.plainHundredths(slot * Int64(index) + slot / 8),
          "width": NumberText.plainHundredths(slot * 6 / 8),
          "y": String(TrendChart.plotHeight - height), "height": String(height),
        ])
    }
  }

  private func renderLine(_ scale: AxisScale, into page: inout Markup) {
    func line(_ value: (Point) -> Int64?) -> LinePath {
      LinePath(
        values: points.map(value), width: 1000, height: TrendChart.plotHeight, top: scale.top)
    }
    let path = line { $0.value }
    page.empty(
      "path", ["class": "band", "d": line { $0.high }.band(above: line { $0.low })])
    let final = points.lastIndex { !$0.isProvisional }.map { $0 + 1 } ?? 0
    page.empty("path", ["class": "line", "d": path.path(0..<final)])
    if final < points.count {
      page.empty("path", ["class": "line soft", "d": path.path(max(final - 1, 0)..<points.count)])
    }
    if points.count <= 62 { page.empty("path", ["class": "dots", "d": dots(path)]) }
  }

  private func dots(_ path: LinePath) -> String {
    points.indices.compactMap { index in
      points[index].value.map { "M\(path.x(index)) \(path.y($0))h0" }
    }.joined()
  }

  private func renderLabels(into page: inout Markup) {
    guard let first = points.first, let last = points.last else { return }
    let y = String(TrendChart.plotTop + TrendChart.plotHeight + 18)
    page.element("text", ["class": "tick", "y": y], text: first.label)
    if points.count > 4 {
      let middle = points[points.count / 2]
      let x = Percent.text(Int64(points.count / 2) * 2 + 1, of: Int64(points.count) * 2)
      page.element(
        "text", ["class": "tick", "x": x, "y": y, "text-anchor": "middle"], text: middle.label)
    }
    if points.count > 1 {
      page.element(
        "text", ["class": "tick", "x": "100%", "y": y, "text-anchor": "end"], text: last.label)
    }
  }

  /// Invisible slots that tell their value when pointed at.
  private func renderHits(into page: inout Markup) {
    let count = Int64(points.count)
    for (index, point) in points.enumerated() {
      page.element(
        "rect",
        [
          "class": "hit", "x": Percent.text(Int64(index), of: count),
          "width": Percent.text(1, of: count), "y": String(TrendChart.plotTop),
          "height": String(TrendChart.plotHeight),
        ]
      ) { page in
        page.element(
          "title",
          text: "\(point.label): \(point.shown)" + (point.isProvisional ? " (provisional)" : ""))
      }
    }
  }
}
