import JourneyModel

/// The journey map of everybody; those of personas are in their section.
struct JourneyMapSection: ReportSection {
  static let id = "journey-map"
  static let title = "Journey map"

  let tables: [ReportTable]
  private let map: JourneyMap

  init(_ input: ReportInput) {
    map = JourneyMap(input)
    tables = map.tables
  }

  func render(into page: inout Markup) {
    page.element(
      "p", ["class": "hint"],
      text: "What customers go through, left to right: where they meet us, how it feels, where it "
        + "hurts, and who owns it.")
    map.render(into: &page)
  }
}
