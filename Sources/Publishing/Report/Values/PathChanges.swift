import JourneyModel

/// The paths that are new and those that nobody takes any more.
struct PathChanges {
  /// The most of each that are told.
  private static let limit = 20

  /// Paths of the later period that the earlier did not have, and the other way around.
  ///
  /// Journeys count on the day they began. Paths of fewer customers than the minimum are not told.
  static func table(_ input: ReportInput) -> ReportTable {
    var table = ReportTable(
      id: "path-changes", title: "New and vanished paths",
      columns: [
        ReportColumn("path", "Path"), ReportColumn("what", "What"),
        ReportColumn("recent", "Recent journeys"), ReportColumn("before", "Before"),
        ReportColumn("example", "Example"),
      ])
    guard let periods = input.periods else { return table }
    var rows: [(isNew: Bool, count: Int64, row: [ReportValue])] = []
    for variant in Variant.all(input.cells) {
      let change = input.cells.change(.variantTimes, at: variant.coordinates)
      let (now, then) = (change.recent.denominator, change.before.denominator)
      guard (now == 0) != (then == 0), !input.isSmall(now == 0 ? change.before : change.recent)
      else { continue }
      let what = then == 0 ? "new" : "vanished"
      rows.append(
        (
          then == 0, max(now, then),
          [
            .text(variant.path), .text(what), .count(now), .count(then),
            input.journeys.example(ofVariant: variant.coordinates),
          ]
        ))
    }
    for isNew in [true, false] {
      let kept = rows.filter { $0.isNew == isNew }.sorted { first, second in
        first.count != second.count
          ? first.count > second.count : first.row[0].shown < second.row[0].shown
      }
      for item in kept.prefix(limit) { table.append(item.row) }
    }
    table.notes = [
      "Journeys that began in \(periods.text). A path that was always rare may be missing by "
        + "chance."
    ]
    return table
  }
}
