/// Parts of a whole in one bar, with a legend that carries names and numbers.
struct StackedShareChart {
  /// A part of the whole.
  struct Part {
    var name: String
    var value: Int64
  }

  /// Unique in the page.
  var id: String
  /// The accessible name; names and shares of the parts follow it.
  var title: String
  /// The parts, largest first; the last may gather the rest.
  var parts: [Part]

  /// How many parts have a colour of their own.
  static let colours = 8

  /// Writes the drawing and its legend.
  func render(into page: inout Markup) {
    let whole = parts.reduce(0) { $0 + $1.value }
    guard whole > 0 else { return }
    let summary = parts.map { "\($0.name) \(share($0, whole))" }.joined(separator: ", ")
    let frame = ChartFrame(
      id: id, title: title, summary: summary, style: "chart share", height: 28)
    frame.render(into: &page) { page in
      var before: Int64 = 0
      for (index, part) in parts.enumerated() {
        page.element(
          "rect",
          [
            "class": "s\(index % StackedShareChart.colours)", "height": "28",
            "x": Percent.text(before, of: whole), "width": Percent.text(part.value, of: whole),
          ]
        ) { $0.element("title", text: "\(part.name): \(share(part, whole))") }
        before += part.value
      }
    }
    renderLegend(whole, into: &page)
  }

  private func renderLegend(_ whole: Int64, into page: inout Markup) {
    page.element("ul", ["class": "legend"]) { page in
      for (index, part) in parts.enumerated() {
        page.element("li") { page in
          page.element("i", ["class": "s\(index % StackedShareChart.colours)"]) { _ in }
          page.element("span", text: TableMarkup.clipped(part.name))
          page.element("b", text: share(part, whole))
        }
      }
    }
  }

  private func share(_ part: Part, _ whole: Int64) -> String {
    NumberText.percent(permille: NumberText.permille(part.value, of: whole))
  }
}
