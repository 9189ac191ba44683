import JourneyModel

/// Friction of one kind in one place.
struct FrictionPoint: Sendable {
  /// Detector, place and reason as cells have them.
  let coordinates: Coordinates
  /// The id of the detector, not its title.
  let detector: String
  /// Where: a queue or channel.
  let place: String?
  /// The reason of the journeys; nil if it is unknown.
  let reason: String?
  /// Effort points (sum) of findings (count), not suppressed.
  private(set) var points: Tally
  /// Journeys with at least one.
  let journeys: Int64
  /// Customers with at least one.
  let customers: Int64
  private(set) var customerActiveMilliseconds: Int64
  private(set) var customerElapsedMilliseconds: Int64
  private(set) var agentMilliseconds: Int64
  private(set) var avoidable: Int64
  /// The findings with the smallest ids, at most three, sorted.
  let examples: [FindingExample]

  /// The friction of cells, most effort points first, ties by findings, then by name.
  static func all(_ cells: CellIndex) -> [FrictionPoint] {
    cells.rows(.frictionPoints).map { FrictionPoint(at: $0.place, $0.tally, cells) }
      .sorted { $0.precedes($1) }
  }

  private init(at place: Coordinates, _ points: Tally, _ cells: CellIndex) {
    coordinates = place
    detector = cells.words.text(place.a, of: .detector) ?? ""
    self.place = cells.words.text(place.b, of: .place)
    reason = cells.words.text(place.c, of: .reason)
    self.points = points
    journeys = cells.tally(.frictionJourneys, at: place).denominator
    customers = cells.tally(.frictionCustomers, at: place).denominator
    customerActiveMilliseconds = cells.tally(.frictionActive, at: place).numerator
    customerElapsedMilliseconds = cells.tally(.frictionElapsed, at: place).numerator
    agentMilliseconds = cells.tally(.frictionAgent, at: place).numerator
    avoidable = cells.tally(.frictionAvoidable, at: place).numerator
    examples = cells.examples(.frictionExamples, at: place) { FindingExample($0, &$1) }
  }

  /// Adds what costs add up of another point.
  mutating func add(_ other: FrictionPoint) {
    points.add(other.points)
    customerActiveMilliseconds += other.customerActiveMilliseconds
    customerElapsedMilliseconds += other.customerElapsedMilliseconds
    agentMilliseconds += other.agentMilliseconds
    avoidable += other.avoidable
  }

  private func precedes(_ other: FrictionPoint) -> Bool {
    if points.numerator != other.points.numerator {
      return points.numerator > other.points.numerator
    }
    if points.denominator != other.points.denominator {
      return points.denominator > other.points.denominator
    }
    return (detector, place ?? "", reason ?? "")
      < (other.detector, other.place ?? "", other.reason ?? "")
  }
}
