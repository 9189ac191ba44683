import JourneyModel

/// Channels: what they carry, and who changes from which to which.
struct ChannelSection: ReportSection {
  static let id = "channels"
  static let title = "Channels"

  let tables: [ReportTable]
  private let breakdown: Breakdown
  private let matrix: ReportTable
  private let forced: ReportTable
  private let totals: ReleaseTotals

  init(_ input: ReportInput) {
    breakdown = Breakdown(
      .channel,
      naming: Breakdown.Naming(
        id: "by-channel", title: "Measures by channel", group: "Channel", unknown: "unknown"),
      input)
    matrix = ChannelSection.matrix(
      .switches, id: "channel-switches",
      title: "Changes of channel inside journeys, from row to column", input)
    forced = ChannelSection.matrix(
      .forcedSwitches, id: "forced-switches",
      title: "Changes of channel that a failed contact forced, from row to column", input)
    tables = [breakdown.table, matrix, forced]
    totals = input.totals
  }

  private static func matrix(
    _ kind: CellTable.Kind, id: String, title: String, _ input: ReportInput
  ) -> ReportTable {
    let switches = input.cells.rows(kind)
    let from = Set(switches.map(\.place.a)).sorted { $0.number < $1.number }
    let to = Set(switches.map(\.place.b)).sorted { $0.number < $1.number }
    func name(_ channel: Coordinate) -> String {
      input.cells.words.text(channel, of: .channel) ?? "unknown"
    }
    var table = ReportTable(
      id: id, title: title,
      columns: [ReportColumn("from", "From ↓ to →")]
        + to.map { ReportColumn("to_\(name($0))", name($0)) })
    for origin in from {
      let counts = to.map { target -> ReportValue in
        let tally = input.cells.tally(kind, at: Coordinates(origin, target))
        return tally.denominator > 0 ? input.count(tally) : .absent
      }
      table.append([.text(name(origin))] + counts)
    }
    return table
  }

  func render(into page: inout Markup) {
    breakdown.render(into: &page)
    page.element("h3", text: "Channel changes")
    page.element("p", ["class": "hint"]) { page in
      page.element("b", text: NumberText.grouped(totals.multiChannelJourneys))
      let share = NumberText.permille(totals.multiChannelJourneys, of: totals.journeys)
      page.add(
        " of \(NumberText.grouped(totals.journeys)) journeys use more than one channel "
          + "(\(NumberText.percent(permille: share))).")
    }
    HeatTable(table: matrix).render(into: &page)
    page.element("h3", text: "Forced changes")
    page.element(
      "p", ["class": "hint"],
      text: "Where a contact was given up, not answered, left to a menu or sent elsewhere, and the "
        + "customer came again on another channel.")
    HeatTable(table: forced).render(into: &page)
  }
}

/// A table whose numbers are shaded by their size: a heatmap that stays readable without colour.
struct HeatTable {
  /// The first column names the rows; all others are numbers of one kind.
  var table: ReportTable
  /// Whether there are many columns, so that each has to be narrow.
  var isCompact = false

  /// Writes the table, or `No data.` if it has no rows.
  func render(into page: inout Markup) {
    guard !table.rows.isEmpty else {
      return page.element("p", ["class": "none"], text: "No data.")
    }
    let most = table.rows.flatMap { $0.compactMap(\.number) }.max() ?? 0
    page.element("div", ["class": "scroll", "tabindex": "0", "role": "region"]) { page in
      page.element("table", ["class": isCompact ? "data heat week" : "data heat"]) { page in
        page.element("caption", text: table.title)
        page.element("thead") { page in
          page.element("tr") { page in
            for (index, column) in table.columns.enumerated() {
              page.element(
                "th", ["scope": "col", "class": index > 0 ? "n" : ""], text: column.title)
            }
          }
        }
        page.element("tbody") { page in
          for row in table.rows { renderRow(row, most: most, into: &page) }
        }
      }
    }
  }

  private func shown(_ value: ReportValue) -> String {
    guard isCompact else { return value.shown }
    return switch value {
    case .milliseconds(let time): NumberText.shortDuration(time)
    case .permille(let share): "\((share + 5) / 10) %"
    default: value.shown
    }
  }

  private func renderRow(_ row: [ReportValue], most: Int64, into page: inout Markup) {
    page.element("tr") { page in
      for (index, value) in row.enumerated() {
        guard index > 0 else {
          page.element("th", ["scope": "row"], text: TableMarkup.clipped(value.shown))
          continue
        }
        let level = value.number.map { $0 == 0 ? 0 : 1 + min($0 * 5 / max(most, 1), 4) } ?? 0
        page.element("td", ["class": level == 0 ? "n dim" : "n h\(level)"], text: shown(value))
      }
    }
  }
}
