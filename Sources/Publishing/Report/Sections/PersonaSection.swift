import JourneyModel

/// Who customers are: all measures and a journey map for each persona.
///
/// A persona of fewer customers than the minimum group has no map, as it has no row.
struct PersonaSection: ReportSection {
  static let id = "personas"
  static let title = "Personas"

  let tables: [ReportTable]
  private let breakdown: Breakdown?
  private let maps: [(name: String, map: JourneyMap)]

  /// The most personas that get a map of their own, the largest first.
  private static let mostMaps = 12

  init(_ input: ReportInput) {
    let personas = Set(
      input.cells.rows(.mapVolume).compactMap { input.cells.words.text($0.place.c, of: .persona) })
    guard !personas.isEmpty else {
      breakdown = nil
      maps = []
      tables = []
      return
    }
    let breakdown = Breakdown(
      .persona,
      naming: Breakdown.Naming(
        id: "by-persona", title: "Measures by persona", group: "Persona",
        unknown: "(no persona)"),
      input)
    let shown = breakdown.volumes.map(\.name).filter(personas.contains).prefix(Self.mostMaps)
    let maps = shown.enumerated().map { place, name in
      (name: name, map: JourneyMap(input, persona: name, number: place + 1))
    }
    self.breakdown = breakdown
    self.maps = maps
    tables = [breakdown.table] + maps.flatMap { $0.map.tables }
  }

  func render(into page: inout Markup) {
    guard let breakdown else {
      return page.element(
        "p", ["class": "hint"],
        text: "Nobody has a persona: name a file of rules under personas in the configuration.")
    }
    breakdown.render(into: &page)
    for (name, map) in maps {
      page.element("details") { page in
        page.element("summary", text: "Journey map: \(name)")
        map.render(into: &page)
      }
    }
  }
}
