import CivilTime
import JourneyModel

/// `report/summary.txt`: the report's essence in the width of a mail.
struct SummaryText {
  /// What the report is about.
  var input: ReportInput
  /// All tables of the report; five of them are used, found by their ids.
  var tables: [ReportTable]

  /// The longest line, in characters.
  static let width = 78

  /// Lines of at most `width` characters, ending with a line break.
  var text: String {
    var lines = head
    lines += actions + headline + friction + sources
    let clipped = lines.map { SummaryText.clipped(PrintableText.line($0), to: SummaryText.width) }
    return clipped.joined(separator: "\n") + "\n"
  }

  private var head: [String] {
    let totals = input.totals
    let window =
      input.window.map {
        "\(InstantText.date(dayNumber: $0.lowerBound)) to "
          + InstantText.date(dayNumber: $0.upperBound)
      } ?? "no events"
    return [
      input.settings.title,
      "\(window), days in \(input.settings.zone.identifier)",
      "as of \(InstantText.iso8601(microseconds: input.settings.asOf.microseconds))",
      String(repeating: "=", count: SummaryText.width),
      "\(NumberText.grouped(totals.interactions)) interactions, "
        + "\(NumberText.grouped(totals.journeys)) journeys, "
        + "\(NumberText.grouped(totals.customers)) customers"
        + (input.settings.range == nil ? ", " : " first seen, ")
        + "\(NumberText.grouped(totals.findings)) findings",
      "",
    ]
  }

  /// What to do, in the sentences of the page.
  private var actions: [String] {
    guard let table = table("actions"), !table.rows.isEmpty else { return [] }
    let (title, sentence) = (table.column("title"), table.column("sentence"))
    return ["WHAT TO DO"]
      + table.rows.flatMap { row in
        SummaryText.wrapped("- \(row[title].shown): " + row[sentence].shown)
      } + [""]
  }

  /// The words of a text in lines as wide as a mail, all but the first indented.
  static func wrapped(_ text: String) -> [String] {
    var lines: [String] = []
    for word in PrintableText.line(text).split(separator: " ") {
      if let last = lines.last, last.count + word.count + 1 <= width {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append((lines.isEmpty ? "" : "  ") + word)
      }
    }
    return lines
  }

  private var headline: [String] {
    guard let table = table("headline"), !table.rows.isEmpty else { return [] }
    let shown = ["title", "value", "range", "recent", "change"]
    let first = Set(input.measures.filter(\.isHeadline).map(\.id))
    let rows = table.rows.filter { first.contains($0[0].shown) }.map { row -> [String] in
      func value(_ name: String) -> ReportValue { row[table.column(name)] }
      var range = ""
      if value("low") != .absent {
        range = "\(value("low").shown.dropLast(2))-\(value("high").shown)"
      } else if value("p90_ms") != .absent {
        range = "p90 \(value("p90_ms").shown)"
      }
      return shown.map { $0 == "range" ? range : value($0).shown }
    }
    return ["MEASURES"]
      + SummaryText.grid(
        [["", "value", "95 % / p90", recentTitle, "change"]] + rows, widths: [26, 12, 16, 12, 8])
      + [""]
  }

  private var recentTitle: String {
    input.settings.compared == nil ? "last 28 d" : "these days"
  }

  private var friction: [String] {
    guard let table = table("friction-detectors"), !table.rows.isEmpty else { return [] }
    let names = ["detector", "findings", "avoidable", "customer_active_ms", "agent_ms"]
    let rows = table.rows.map { row in names.map { row[table.column($0)].shown } }
    return ["FRICTION"]
      + SummaryText.grid(
        [["", "findings", "avoidable", "customer time", "agent time"]] + rows,
        widths: [26, 9, 9, 15, 15])
      + [""]
  }

  private var sources: [String] {
    guard let table = table("sources"), !table.rows.isEmpty else { return [] }
    let names = ["source", "statements", "live_records", "rejected"]
    let rows = table.rows.map { row in names.map { row[table.column($0)].shown } }
    var lines =
      ["SOURCES"]
      + SummaryText.grid(
        [["", "statements", "live", "rejected"]] + rows, widths: [38, 12, 12, 10])
    if let checks = self.table("checks"), !checks.rows.isEmpty {
      let names = ["source", "check", "compared", "agreement_permille"]
      let rows = checks.rows.map { row in names.map { row[checks.column($0)].shown } }
      lines +=
        ["", "AGREEMENT WITH THE VENDORS' OWN COUNTERS"]
        + SummaryText.grid(
          [["", "counter", "compared", "agree"]] + rows, widths: [38, 14, 12, 10], texts: 2)
    }
    return lines
  }

  private func table(_ id: String) -> ReportTable? { tables.first { $0.id == id } }

  /// Lines of columns; the first `texts` columns are set left, all others right.
  static func grid(_ rows: [[String]], widths: [Int], texts: Int = 1) -> [String] {
    rows.map { row in
      zip(row.indices, zip(row, widths)).map { index, cell in
        let text = clipped(PrintableText.line(cell.0), to: cell.1)
        let blank = String(repeating: " ", count: cell.1 - text.count)
        return index < texts ? text + blank : blank + text
      }.joined(separator: " ").trimmedEnd
    }
  }

  private static func clipped(_ text: String, to width: Int) -> String {
    text.count > width ? text.prefix(width - 1) + "…" : text
  }
}

extension String {
  /// The text without blanks at its end.
  fileprivate var trimmedEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
