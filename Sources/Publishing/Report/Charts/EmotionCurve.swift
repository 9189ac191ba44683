/// The mean satisfaction along the stages of the journey map: the curve between bad and good.
struct EmotionCurve {
  /// A stage with its mean score in permille; nil where nobody was asked.
  struct Stop {
    var name: String
    var permille: Int64?
  }

  /// Unique in the page.
  var id: String
  /// The stages in order.
  var stops: [Stop]

  private static let height: Int64 = 92
  private static let inset: Int64 = 14

  /// Writes the curve through the known stops; the others say `no score`.
  func render(into page: inout Markup) {
    let told = stops.map { stop in
      "\(stop.name) " + (stop.permille.map { NumberText.percent(permille: $0) } ?? "no score")
    }
    let frame = ChartFrame(
      id: id, title: "Satisfaction by stage", summary: told.joined(separator: ", "),
      style: "chart emotion", height: Int(EmotionCurve.height))
    let line = LinePath(
      values: stops.map(\.permille), width: 1000,
      height: EmotionCurve.height - 2 * EmotionCurve.inset, top: 1000)
    frame.render(into: &page) { page in
      let middle = String(EmotionCurve.height / 2)
      page.empty("line", ["class": "grid", "x2": "100%", "y1": middle, "y2": middle])
      page.element(
        "svg",
        [
          "y": String(EmotionCurve.inset), "width": "100%", "height": String(line.height),
          "viewBox": "0 0 1000 \(line.height)", "preserveAspectRatio": "none",
        ]
      ) { $0.empty("path", ["class": "line", "d": curve(line)]) }
      for (index, stop) in stops.enumerated() { renderStop(stop, index, line, into: &page) }
    }
  }

  private func renderStop(
    _ stop: Stop, _ index: Int, _ line: LinePath, into page: inout Markup
  ) {
    let x = Percent.text(Int64(index) * 2 + 1, of: Int64(stops.count) * 2)
    let y = EmotionCurve.inset + (stop.permille.map(line.y) ?? line.height / 2)
    guard let permille = stop.permille else {
      return page.element(
        "text",
        ["class": "tick", "x": x, "y": String(y + 4), "text-anchor": "middle"], text: "no score")
    }
    let mood = permille >= 700 ? "good" : permille >= 400 ? "fair" : "bad"
    page.empty("circle", ["class": "mood \(mood)", "cx": x, "cy": String(y), "r": "6"])
    page.element(
      "text",
      [
        "class": "tick strong", "x": x, "y": String(y < 28 ? y + 22 : y - 11),
        "text-anchor": "middle",
      ], text: NumberText.percent(permille: permille))
  }

  /// A smooth line through the known stops.
  private func curve(_ line: LinePath) -> String {
    var path = ""
    var last: (x: Int64, y: Int64)?
    for (index, value) in line.values.enumerated() {
      guard let value else { continue }
      let point = (x: line.x(index), y: line.y(value))
      if let last {
        let middle = (last.x + point.x) / 2
        path += "C\(middle) \(last.y) \(middle) \(point.y) \(point.x) \(point.y)"
      } else {
        path += "M\(point.x) \(point.y)"
      }
      last = point
    }
    return path
  }
}
