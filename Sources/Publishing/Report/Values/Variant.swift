import JourneyModel

/// Journeys of one path, or of several together.
struct Variant: Sendable {
  /// The kinds in order joined by `>`.
  let path: String
  /// The two halves of the path's number, as cells have them.
  let coordinates: Coordinates
  /// The times from first start to last end of its journeys.
  private(set) var elapsed: Tally
  /// How many of the journeys are resolved.
  private(set) var resolved: Int64
  /// Findings that are not suppressed, in all of its journeys.
  private(set) var findings: Int64
  /// The smallest journey id, as an example to explain.
  let example: JourneyID

  /// How many journeys took this path, or one of those added.
  var journeys: Int64 { elapsed.denominator }

  /// The variants of cells, most journeys first, ties by path.
  static func all(_ cells: CellIndex) -> [Variant] {
    var outcomes: [Coordinates: (resolved: Int64, findings: Int64)] = [:]
    for (place, tally) in cells.rows(.variantOutcomes) {
      let isResolved = place.c == Coordinate(JourneyStatus.resolved)
      var outcome = outcomes[Coordinates(place.a, place.b)] ?? (0, 0)
      if isResolved { outcome.resolved += tally.denominator }
      outcome.findings += tally.numerator
      outcomes[Coordinates(place.a, place.b)] = outcome
    }
    return cells.rows(.variantTimes).compactMap { place, elapsed in
      let examples = cells.examples(.variantExamples, at: place) {
        (JourneyID($0), $1.readText())
      }
      guard let (example, path) = examples.first else { return nil }
      let outcome = outcomes[place] ?? (0, 0)
      return Variant(
        path: path, coordinates: place, elapsed: elapsed, resolved: outcome.resolved,
        findings: outcome.findings, example: example)
    }.sorted { ($1.journeys, $0.path) < ($0.journeys, $1.path) }
  }

  /// Adds the journeys of another variant.
  mutating func add(_ other: Variant) {
    elapsed.add(other.elapsed)
    resolved += other.resolved
    findings += other.findings
  }
}
