import CivilTime
import JourneyModel

/// The week by hours: how many come, how long they wait, how many give up.
struct HourSection: ReportSection {
  static let id = "hours"
  static let title = "Weekdays and hours"

  let tables: [ReportTable]
  private let zone: String

  init(_ input: ReportInput) {
    zone = input.settings.zone.identifier
    let volume = WeekTable(id: "hours-contacts", title: "Contacts by weekday and hour")
    let waits = WeekTable(id: "hours-wait", title: "Median wait by weekday and hour")
    let abandons = WeekTable(id: "hours-abandonment", title: "Abandonment by weekday and hour")
    tables = [
      volume.table(.hourContacts, unit: .count, input) { .count($0.denominator) },
      waits.table(.hourWaits, unit: .milliseconds, input) { $0.percentile(500) },
      abandons.table(.hourAbandons, unit: .ratio, input) { $0.value(in: .ratio) },
    ]
  }

  func render(into page: inout Markup) {
    guard tables.contains(where: { !$0.rows.isEmpty }) else {
      return page.element("p", ["class": "none"], text: "No contact was counted.")
    }
    page.element(
      "p", ["class": "hint"],
      text: "Contacts that customers began, by the hour in which they did, in \(zone). Waits and "
        + "abandonment are those of queued contacts.")
    for table in tables where !table.rows.isEmpty {
      page.element("h3", text: table.title)
      HeatTable(table: table, isCompact: true).render(into: &page)
      for note in table.notes { page.element("p", ["class": "note"], text: note) }
    }
  }
}

/// A table of weekdays by hours, without the hours of which nothing is known.
private struct WeekTable {
  let id: String
  let title: String

  func table(
    _ kind: CellTable.Kind, unit: MeasureUnit, _ input: ReportInput,
    _ value: (Tally) -> ReportValue
  ) -> ReportTable {
    let rows = input.cells.rows(kind)
    let hours = Set(rows.map(\.place.b.number)).sorted()
    let suffix = unit == .ratio ? "_permille" : unit == .milliseconds ? "_ms" : ""
    var table = ReportTable(
      id: id, title: title,
      columns: [ReportColumn("weekday", "Weekday")]
        + hours.map { hour in
          let name = Dimension.hours[Int(hour) - 1]
          return ReportColumn("h\(name)\(suffix)", name)
        })
    guard !rows.isEmpty else { return table }
    for (day, name) in Dimension.weekdays.enumerated() {
      let values = hours.map { hour -> ReportValue in
        let tally = input.cells.tally(
          kind, at: Coordinates(Coordinate(position: day), Coordinate(number: hour)))
        guard tally.denominator > 0 else { return .absent }
        return input.isSmall(tally) ? .withheld(below: input.minimumGroup) : value(tally)
      }
      table.append([.text(name)] + values)
    }
    return table
  }
}
