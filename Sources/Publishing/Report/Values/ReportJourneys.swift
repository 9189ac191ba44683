package import JourneyModel

/// The journeys that lie in the report, each with why, and which of them is an example of what.
///
/// A journey is shown only if at least the minimum group of customers took its path, and every
/// reason and queue it names is told in the breakdowns: a rare path or name could tell who it is.
package struct ReportJourneys: Sendable {
  /// A journey and what it is an example of.
  package struct Entry: Sendable {
    package let example: JourneyExample
    /// Why it is here, such as `most effort`.
    package fileprivate(set) var grounds: [String]
  }

  /// The journeys in the order of the report, each once.
  package private(set) var entries: [Entry] = []
  /// How many samples were left out for the minimum group.
  package private(set) var withheld = 0
  private var positions: [JourneyID: Int] = [:]
  private var variants: [Coordinates: JourneyID] = [:]
  private var frictions: [Coordinates: JourneyID] = [:]
  private var groups: [Dimension: [String: JourneyID]] = [:]
  private var weight = 0

  /// The most of each sample that are shown.
  package static let sampleLimit = 8
  /// The most variants, kinds of friction and groups of a dimension that get an example.
  package static let groupLimit = 20
  /// What all timelines together may weigh, in bytes of the page, roughly.
  private static let weightLimit = 600_000

  /// No journeys.
  package init() {}

  /// The journeys of a report's cells.
  init(_ input: ReportInput) {
    let rule = TellingRule(input)
    addSamples(input, rule)
    addVariants(input, rule)
    addFrictions(input, rule)
    for dimension in CellIndex.dimensions { addGroups(of: dimension, input, rule) }
  }

  /// Whether a journey lies in the report.
  package func contains(_ id: StableHash128) -> Bool { positions[JourneyID(id)] != nil }

  /// The example of a path; absent if none may be shown.
  func example(ofVariant path: Coordinates) -> ReportValue { ReportJourneys.value(variants[path]) }

  /// The example of friction of a kind.
  func example(ofFriction coordinates: Coordinates) -> ReportValue {
    ReportJourneys.value(frictions[coordinates])
  }

  /// The example of a group; of unknowns there is none.
  func example(of dimension: Dimension, _ name: String?) -> ReportValue {
    ReportJourneys.value(name.flatMap { groups[dimension]?[$0] })
  }

  private static func value(_ id: JourneyID?) -> ReportValue { id.map { .id($0.hash) } ?? .absent }

  /// The anchor of a journey in the page.
  static func anchor(_ id: StableHash128) -> String { "journey-\(id.description.prefix(16))" }

  // MARK: Selection

  private mutating func addSamples(_ input: ReportInput, _ rule: TellingRule) {
    var worst = ReportJourneys.examples(.journeyTimelines, .init(Coordinate(Sample.worst)), input)
    // The worst of all often went rare ways; those of common ways are the worst that can be shown.
    for (place, _) in input.cells.rows(.variantTimelines) where place.c == Coordinate(Sample.worst)
    {
      worst += ReportJourneys.examples(.variantTimelines, place, input)
    }
    var seen: Set<JourneyID> = []
    worst = worst.filter { seen.insert($0.id).inserted }.sorted { $0.worstKey < $1.worstKey }
    add(worst, "most effort", rule)
    for (sample, ground) in [(Sample.drawn, "drawn by chance"), (.newest, "newest")] {
      add(
        ReportJourneys.examples(.journeyTimelines, .init(Coordinate(sample)), input), ground, rule)
    }
  }

  private typealias Sample = JourneyExample.Sample

  /// Adds the first of the examples that may be shown, and counts those before that may not.
  private mutating func add(_ examples: [JourneyExample], _ ground: String, _ rule: TellingRule) {
    var left = ReportJourneys.sampleLimit
    for example in examples where left > 0 {
      guard rule.tells(example) else {
        withheld += 1
        continue
      }
      if add(example, ground) { left -= 1 }
    }
  }

  private mutating func addVariants(_ input: ReportInput, _ rule: TellingRule) {
    let common = Variant.all(input.cells).filter { !input.isSmall($0.elapsed) }
    for variant in common.prefix(ReportJourneys.groupLimit) {
      var sample = variant.coordinates
      sample.c = Coordinate(Sample.drawn)
      let examples = ReportJourneys.examples(.variantTimelines, sample, input)
      variants[variant.coordinates] = add(firstOf: examples, "path", rule)
    }
  }

  private mutating func addFrictions(_ input: ReportInput, _ rule: TellingRule) {
    for point in input.toldFriction.prefix(ReportJourneys.groupLimit) {
      let examples = ReportJourneys.examples(.frictionTimelines, point.coordinates, input)
      let ground = input.detectorTitle(point.detector)
      frictions[point.coordinates] = add(firstOf: examples, ground, rule)
    }
  }

  private mutating func addGroups(
    of dimension: Dimension, _ input: ReportInput, _ rule: TellingRule
  ) {
    guard let position = CellIndex.dimensions.firstIndex(of: dimension) else { return }
    var volumes: [String: Int64] = [:]
    if let volume = input.volume {
      for (name, tally) in input.cells.groups(dimension, of: volume.id) {
        if let name { volumes[name] = tally.numerator }
      }
    }
    let cells = input.cells.rows(.groupTimelines).compactMap { place, _ in
      input.cells.words.text(place[position], of: dimension).map { (name: $0, place: place) }
    }.sorted { (volumes[$1.name] ?? 0, $0.name) < (volumes[$0.name] ?? 0, $1.name) }
    let told = rule.names(dimension)
    for cell in cells.filter({ told.contains($0.name) }).prefix(ReportJourneys.groupLimit) {
      let examples = ReportJourneys.examples(.groupTimelines, cell.place, input)
      groups[dimension, default: [:]][cell.name] =
        add(firstOf: examples, "\(dimension.name) \(cell.name)", rule)
    }
  }

  private static func examples(
    _ table: CellTable.Kind, _ coordinates: Coordinates, _ input: ReportInput
  ) -> [JourneyExample] {
    input.cells.examples(table, at: coordinates) { JourneyExample($0, &$1) }
      .filter { input.isShown($0.startedAt) }
  }

  /// Adds the first that may be shown, if any; nil if none may, or if there is no more room.
  private mutating func add(
    firstOf examples: [JourneyExample], _ ground: String, _ rule: TellingRule
  ) -> JourneyID? {
    guard let example = examples.first(where: rule.tells), add(example, ground) else { return nil }
    return example.id
  }

  /// Whether there was room for it.
  private mutating func add(_ example: JourneyExample, _ ground: String) -> Bool {
    if let position = positions[example.id] {
      if !entries[position].grounds.contains(ground) { entries[position].grounds.append(ground) }
      return true
    }
    let size = 1200 + example.steps.count * 1300 + example.marks.count * 700
    guard weight + size <= ReportJourneys.weightLimit else { return false }
    weight += size
    positions[example.id] = entries.count
    entries.append(Entry(example: example, grounds: [ground]))
    return true
  }
}

extension JourneyExample {
  /// The key by which the worst come first.
  fileprivate var worstKey: StableHash128 {
    let rank = JourneyExample.worstRank(
      effort: Int32(clamping: effort), activeMilliseconds: customerActiveMilliseconds)
    return JourneyExample.key(rank, id)
  }
}

/// Which journeys may be shown one by one.
private struct TellingRule {
  private let input: ReportInput
  private let told: [Dimension: Set<String>]

  init(_ input: ReportInput) {
    self.input = input
    var told: [Dimension: Set<String>] = [:]
    for dimension in CellIndex.dimensions { told[dimension] = Breakdown.told(dimension, input) }
    self.told = told
  }

  /// The names of a dimension that breakdowns tell.
  func names(_ dimension: Dimension) -> Set<String> { told[dimension] ?? [] }

  /// Whether enough customers stand behind its path and everything it names.
  func tells(_ example: JourneyExample) -> Bool {
    guard input.hidesGroups else { return true }
    guard !input.isSmall(input.cells.tally(.variantTimes, at: example.variant)) else {
      return false
    }
    return areTold(example.reasons, .reason) && areTold(example.queues, .queue)
  }

  private func areTold(_ coordinates: [Coordinate], _ dimension: Dimension) -> Bool {
    coordinates.allSatisfy { coordinate in
      input.cells.words.text(coordinate, of: dimension).map(names(dimension).contains) ?? true
    }
  }
}
