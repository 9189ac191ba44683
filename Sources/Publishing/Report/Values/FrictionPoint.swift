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
  /// What the findings whose cost is known cost, in minor units of the currency.
  private(set) var costMinor: Int64
  /// Satisfaction (permille in sum) of rated journeys (count) with such a finding.
  let scores: Tally
  /// The same of all journeys of the reason.
  let scoresOfReason: Tally
  /// Findings in each of the two periods that are compared.
  let change: (recent: Tally, before: Tally)
  /// The findings with the smallest ids, at most three, sorted.
  let examples: [FindingExample]

  /// The friction of cells, most costly first, ties (all of it without prices) by avoidable
  /// contacts, then by the time of customers, effort points, findings and name.
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
    costMinor = cells.tally(.frictionCost, at: place).numerator
    scores = cells.tally(.frictionScores, at: place)
    scoresOfReason = cells.tally(.journeyScores, at: Coordinates(place.c))
    change = cells.change(.frictionPoints, at: place)
    examples = cells.examples(.frictionExamples, at: place) { FindingExample($0, &$1) }
  }

  /// Adds what costs add up of another point.
  mutating func add(_ other: FrictionPoint) {
    points.add(other.points)
    customerActiveMilliseconds += other.customerActiveMilliseconds
    customerElapsedMilliseconds += other.customerElapsedMilliseconds
    agentMilliseconds += other.agentMilliseconds
    avoidable += other.avoidable
    costMinor += other.costMinor
  }

  private func precedes(_ other: FrictionPoint) -> Bool {
    let pairs = [
      (costMinor, other.costMinor), (avoidable, other.avoidable),
      (customerActiveMilliseconds, other.customerActiveMilliseconds),
      (points.numerator, other.points.numerator), (points.denominator, other.points.denominator),
    ]
    for (own, others) in pairs where own != others { return own > others }
    return (detector, place ?? "", reason ?? "")
      < (other.detector, other.place ?? "", other.reason ?? "")
  }

  /// The mean satisfaction of rated journeys without such a finding; no count if all have one.
  var scoresWithout: (sum: Int64, count: Int64) {
    (
      scoresOfReason.numerator - scores.numerator,
      scoresOfReason.denominator - scores.denominator
    )
  }
}
