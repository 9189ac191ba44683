import JourneyModel

/// How often durations fall into classes that people think in.
struct HistogramChart {
  /// Unique in the page.
  var id: String
  /// The accessible name; the share of every class follows it.
  var title: String
  /// The durations in milliseconds.
  var histogram: Histogram

  /// Upper ends of the classes in seconds; the last class is open.
  static let bounds: [(seconds: Int64, name: String)] = [
    (0, "0"), (10, "10 s"), (30, "30 s"), (60, "1 m"), (120, "2 m"), (300, "5 m"),
    (900, "15 m"), (3600, "1 h"), (14_400, "4 h"), (86_400, "1 d"), (604_800, "7 d"),
    (2_592_000, "30 d"),
  ]

  private static let height = 150
  private static let plotTop: Int64 = 18
  private static let plotHeight: Int64 = 106

  /// The classes that hold values, with empty ones between: name and count.
  var classes: [(name: String, count: Int64)] {
    var counts = [Int64](repeating: 0, count: HistogramChart.bounds.count + 1)
    for row in histogram.buckets {
      let (bucket, count) = (row.bucket, row.count)
      let value = Histogram.lowest(in: bucket)
      let index = HistogramChart.bounds.firstIndex { value <= $0.seconds * 1000 }
      counts[index ?? HistogramChart.bounds.count] += count
    }
    guard let first = counts.firstIndex(where: { $0 > 0 }),
      let last = counts.lastIndex(where: { $0 > 0 })
    else { return [] }
    return (first...last).map { (HistogramChart.name(of: $0), counts[$0]) }
  }

  /// Writes a bar for each class; nothing if no value was counted.
  func render(into page: inout Markup) {
    let classes = classes
    guard let highest = classes.map(\.count).max() else { return }
    let total = histogram.total
    let summary =
      "Histogram of \(NumberText.grouped(total)) values: "
      + classes.map { "\($0.name) \(share($0.count, total))" }.joined(separator: ", ")
    let frame = ChartFrame(
      id: id, title: title, summary: summary, style: "chart hist", height: HistogramChart.height)
    frame.render(into: &page) { page in
      for (index, item) in classes.enumerated() {
        renderBar(item, at: index, (classes.count, highest, total), into: &page)
      }
    }
  }

  private func renderBar(
    _ item: (name: String, count: Int64), at index: Int, _ scale: (Int, Int64, Int64),
    into page: inout Markup
  ) {
    let (slots, highest, total) = scale
    let whole = Int64(slots) * 20
    let height = NumberText.permille(item.count * HistogramChart.plotHeight, of: highest * 1000)
    let y = HistogramChart.plotTop + HistogramChart.plotHeight - height
    let middle = Percent.text(Int64(index) * 20 + 10, of: whole)
    page.element(
      "rect",
      [
        "class": "bar", "x": Percent.text(Int64(index) * 20 + 1, of: whole), "rx": "2",
        "width": Percent.text(18, of: whole), "y": String(y), "height": String(height),
      ]
    ) { $0.element("title", text: "\(item.name): \(NumberText.grouped(item.count))") }
    page.element(
      "text", ["class": "tick strong", "x": middle, "y": String(y - 5), "text-anchor": "middle"],
      text: share(item.count, total, places: false))
    page.element(
      "text",
      [
        "class": "tick", "x": middle, "y": String(HistogramChart.height - 10),
        "text-anchor": "middle",
      ], text: item.name)
  }

  private func share(_ part: Int64, _ whole: Int64, places: Bool = true) -> String {
    let permille = NumberText.permille(part, of: whole)
    guard !places else { return NumberText.percent(permille: permille) }
    return permille > 0 && permille < 10 ? "<1%" : "\((permille + 5) / 10)%"
  }

  private static func name(of index: Int) -> String {
    index < bounds.count
      ? (index == 0 ? "0" : "≤ " + bounds[index].name) : "> " + (bounds.last?.name ?? "")
  }
}
