/// A bar inside a table cell; the number beside it is its text.
struct BarMark {
  private let percent: String

  /// A bar of `part` of the cell's width where `whole` is all of it.
  init(part: Int64, of whole: Int64) {
    percent = Percent.text(part, of: whole)
  }

  /// Writes an SVG that screen readers skip.
  func render(into page: inout Markup) {
    page.element("svg", ["class": "inbar", "aria-hidden": "true", "focusable": "false"]) { page in
      page.empty("rect", ["width": percent, "height": "100%", "rx": "2"])
    }
  }
}

/// Positions in percent with two decimals, by whole-number arithmetic.
enum Percent {
  /// part ÷ whole as a percentage such as `12.5%`; limited to 0…100.
  static func text(_ part: Int64, of whole: Int64) -> String {
    guard whole > 0 else { return "0%" }
    let hundredths = min(max(NumberText.permille(part * 10, of: whole), 0), 10_000)
    let fraction = hundredths % 100
    return "\(hundredths / 100)"
      + (fraction == 0 ? "" : fraction < 10 ? ".0\(fraction)" : ".\(fraction)")
      + "%"
  }
}
