/// The accessible frame of a chart: an image with a title and a description.
struct ChartFrame {
  /// Unique in the page.
  var id: String
  /// The beginning of the accessible name; `summary` follows it.
  var title: String
  /// What it shows, in numbers.
  var summary: String
  /// A class for the style sheet.
  var style: String = "chart"
  /// The height in CSS pixels; the width is that of the page.
  var height: Int

  /// Writes the frame around a drawing.
  func render(into page: inout Markup, _ drawing: (inout Markup) -> Void) {
    page.element(
      "svg",
      [
        "class": style, "role": "img", "width": "100%", "height": String(height),
        "aria-labelledby": "\(id)-t \(id)-d",
      ]
    ) { page in
      page.element("title", ["id": "\(id)-t"], text: title)
      page.element("desc", ["id": "\(id)-d"], text: summary)
      drawing(&page)
    }
  }
}

/// How numbers of a chart's axis are spaced and written.
struct AxisScale {
  /// The distance between two lines.
  let step: Int64
  /// The highest line, not below the data.
  let top: Int64

  private static let durations: [Int64] = [
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200,
    86_400, 172_800, 432_000, 864_000, 1_728_000, 4_320_000, 8_640_000,
  ].map { $0 * 1000 }

  /// A scale from 0 to at least `maximum` with three to five lines.
  init(maximum: Int64, isDuration: Bool) {
    let wanted = max(maximum, 1)
    var step: Int64 = 1
    if isDuration {
      step = AxisScale.durations.first { $0 * 4 >= wanted } ?? (wanted + 3) / 4
    } else {
      var size: Int64 = 1
      search: while true {
        for factor in [1, 2, 5] as [Int64] where size * factor * 4 >= wanted {
          step = size * factor
          break search
        }
        size *= 10
      }
    }
    self.step = step
    top = (wanted + step - 1) / step * step
  }

  /// The lines from 0 to the top.
  var lines: [Int64] { Array(stride(from: 0, through: top, by: Int64.Stride(step))) }
}
