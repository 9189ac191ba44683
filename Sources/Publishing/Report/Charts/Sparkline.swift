/// A small line without axes; the numbers stand beside it.
struct Sparkline {
  /// The values in order; nil where there are no data.
  var values: [Int64?]
  /// How many at the end can still change.
  var provisional: Int

  private static let height: Int64 = 40

  /// Writes the line; nothing if fewer than two values are known.
  func render(into page: inout Markup) {
    let known = values.compactMap { $0 }
    guard known.count > 1, let top = known.max() else { return }
    let line = LinePath(values: values, width: 1000, height: Sparkline.height, top: max(top, 1))
    page.element(
      "svg",
      [
        "class": "spark", "viewBox": "0 -3 1000 \(Sparkline.height + 6)",
        "preserveAspectRatio": "none", "aria-hidden": "true",
      ]
    ) { page in
      let final = values.count - provisional
      page.empty("path", ["class": "area", "d": line.area(0..<values.count)])
      page.empty("path", ["class": "line", "d": line.path(0..<final)])
      if provisional > 0 {
        page.empty(
          "path", ["class": "line soft", "d": line.path(max(final - 1, 0)..<values.count)])
      }
      if let dot = line.lastPoint { page.empty("path", ["class": "dot", "d": dot]) }
    }
  }
}

/// Path data of a series, broken where there are no data.
struct LinePath {
  /// The values in order.
  var values: [Int64?]
  /// The drawing's width; values stand in the middle of equal slots.
  var width: Int64
  /// From the value `top` down to 0, in the drawing's units.
  var height: Int64
  /// The value at the upper edge; the lower edge is 0.
  var top: Int64

  /// The middle of a slot.
  func x(_ index: Int) -> Int64 {
    (2 * Int64(index) + 1) * width / (2 * Int64(max(values.count, 1)))
  }

  /// The height of a value.
  func y(_ value: Int64) -> Int64 {
    height - NumberText.permille(min(max(value, 0), top) * height, of: top * 1000)
  }

  /// The line through a range of values; a lone value is a dot.
  func path(_ range: Range<Int>) -> String {
    runs(range).map { run in
      let points = run.compactMap { index in values[index].map { "\(x(index)) \(y($0))" } }
      return "M" + points.joined(separator: "L") + (points.count == 1 ? "h0" : "")
    }.joined()
  }

  /// The area below the line.
  func area(_ range: Range<Int>) -> String {
    runs(range).map { run in
      let points = run.compactMap { index in values[index].map { "L\(x(index)) \(y($0))" } }
      return "M\(x(run.lowerBound)) \(height)" + points.joined()
        + "L\(x(run.upperBound - 1)) \(height)Z"
    }.joined()
  }

  /// The area between this line and a lower one, where both have values.
  func band(above lower: LinePath) -> String {
    var parts = ""
    for run in runs(0..<values.count) {
      let both = run.filter { lower.values[$0] != nil }
      guard both.count > 1 else { continue }
      let upper = both.compactMap { index in values[index].map { "\(x(index)) \(y($0))" } }
      let back = both.reversed().compactMap { index in
        lower.values[index].map { "\(x(index)) \(y($0))" }
      }
      parts += "M" + (upper + back).joined(separator: "L") + "Z"
    }
    return parts
  }

  /// A dot on the last value.
  var lastPoint: String? {
    guard let index = values.lastIndex(where: { $0 != nil }), let value = values[index] else {
      return nil
    }
    return "M\(x(index)) \(y(value))h0"
  }

  private func runs(_ range: Range<Int>) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    for index in range where values[index] != nil {
      if let last = runs.last, last.upperBound == index {
        runs[runs.count - 1] = last.lowerBound..<(index + 1)
      } else {
        runs.append(index..<(index + 1))
      }
    }
    return runs
  }
}
