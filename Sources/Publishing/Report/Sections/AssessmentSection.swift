import JourneyModel

/// Which friction no export of a source can show, so that none of it means nothing.
struct AssessmentSection: ReportSection {
  static let id = "not-assessable"
  static let title = "What exports cannot show"

  let tables: [ReportTable]

  init(_ input: ReportInput) {
    var table = ReportTable(
      id: "not-assessable", title: "Friction that cannot be assessed, by source",
      columns: [
        ReportColumn("source", "Source"), ReportColumn("detector", "Friction"),
        ReportColumn("needs", "Needs one of"),
      ])
    for (source, known) in AssessmentSection.activities(input) {
      for detector in input.settings.detectors
      where !detector.activities.isEmpty && !detector.activities.contains(where: known.contains) {
        table.append([
          .text(source), .text(detector.title),
          .text(detector.activities.map(\.name).joined(separator: ", ")),
        ])
      }
    }
    tables = [table]
  }

  /// The activities that the interactions of each source have.
  private static func activities(_ input: ReportInput) -> [(String, Set<Activity>)] {
    var known: [String: Set<Activity>] = [:]
    for (place, _) in input.cells.rows(.sourceActivities) {
      guard let source = input.cells.words.text(place.a, of: .source),
        let activity = input.cells.words.text(place.b, of: .activity).flatMap(Activity.init(name:))
      else { continue }
      known[source, default: []].insert(activity)
    }
    return known.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  func render(into page: inout Markup) {
    guard !tables[0].rows.isEmpty else {
      return page.element(
        "p", ["class": "none"], text: "Every source has what every detector needs.")
    }
    page.element(
      "p", ["class": "hint"],
      text: "No contact of these sources has an event that the detector needs. That nothing was "
        + "found there does not say that there is nothing.")
    TableMarkup().render(tables[0], into: &page)
  }
}
