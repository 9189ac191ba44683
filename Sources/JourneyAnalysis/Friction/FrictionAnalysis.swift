import JourneyModel

/// Runs all detectors over a customer's journeys and makes findings of their hits.
///
/// ```
/// detectors ──▶ hits per journey ──▶ suppression ──▶ time shared out ──▶ findings, effort
/// ```
///
/// A hit is suppressed where another detector counts the same. Each part of an interaction's time
/// and each moment of a journey's delay goes to one finding only, families in the order of
/// `FrictionFamily`, so that the time of all findings never exceeds the time that passed.
struct FrictionAnalysis {
  private let detectors: [any FrictionDetector]
  private let prices: ContactPrices?
  private let families = Detectors.all.map { $0.family.rawValue }
  /// For each detector the positions of those it counts instead of.
  private let suppressed: [[UInt8]] = Detectors.all.map { detector in
    detector.suppresses.compactMap(Detectors.number)
  }
  private var hits: [Hit] = []
  private var byPriority: [Int] = []
  private var returns: [Return] = []
  private var left: [Int32: TimeParts] = [:]
  /// The delays that are given, by journey.
  private var delays: [Int32: TimeCover] = [:]
  private var effortScore = EffortScore()

  /// An analysis with parameters and, if they are configured, prices.
  init(_ parameters: ParameterValues, _ prices: ContactPrices?) {
    detectors = Detectors.bound(to: parameters)
    self.prices = prices
  }

  /// Appends the findings of a customer by journey id, step, instant and id, and the effort of each
  /// journey in the order of journeys.
  mutating func run(
    _ frame: UnsafePointer<CustomerFrame>, findings: inout RowList<FindingRow>,
    efforts: inout RowList<EffortRow>
  ) {
    hits.removeAll(keepingCapacity: true)
    let journeys = frame.pointee.journeys
    for number in journeys.indices { detect(JourneyView(frame: frame, number: number)) }
    let firstEffort = efforts.count
    for _ in journeys { efforts.append(EffortRow()) }
    if hits.isEmpty { return }
    hits.sort { left, right in
      let (one, other) = (left.finding, right.finding)
      let ids = (journeys[Int(one.journey)].id, journeys[Int(other.journey)].id)
      if ids.0 != ids.1 { return ids.0 < ids.1 }
      return (one.interaction, one.at, one.id) < (other.interaction, other.at, other.id)
    }
    removeRepeats()
    suppress()
    shareOutTime(frame.pointee.interactions)
    for index in hits.indices {
      var finding = hits[index].finding
      let row = frame.pointee.interactions[Int(finding.interaction)]
      finding.costMinor = prices?.cost(of: finding, in: row)
      findings.append(finding)
    }
    rate(&efforts, from: firstEffort)
  }

  private mutating func detect(_ journey: JourneyView) {
    for (number, detector) in detectors.enumerated() {
      detector.inspect(journey) { hit in
        var hit = hit
        hit.finding.detector = UInt8(number)
        hit.finding.journey = Int32(clamping: journey.number)
        hit.finding.id = id(of: hit.finding, in: journey)
        hits.append(hit)
      }
    }
  }

  /// Leaves of equal hits, which sorting has brought together, the first.
  private mutating func removeRepeats() {
    var kept = 1
    for index in hits.indices.dropFirst() where hits[index].finding.id != hits[kept - 1].finding.id
    {
      hits[kept] = hits[index]
      kept += 1
    }
    hits.removeLast(hits.count - kept)
  }

  private func id(of finding: FindingRow, in journey: JourneyView) -> FindingID {
    var hasher = StableHasher(domain: "finding")
    hasher.combine(Detectors.descriptions[Int(finding.detector)].id)
    hasher.combine(journey.row.id.hash)
    hasher.combine(journey.customer[Int(finding.interaction)].row.id.hash)
    hasher.combine(UInt64(bitPattern: finding.at.microseconds))
    return FindingID(hasher.finalize())
  }

  /// Marks hits that another detector counts: of the same moment of the same interaction, or of a
  /// return to a settled matter, whose settlement ended within seven days of the hit at an instant
  /// where that detector has one.
  private mutating func suppress() {
    for (number, others) in suppressed.enumerated() where !others.isEmpty {
      gatherReturns(of: number)
      if returns.isEmpty { continue }
      for index in hits.indices where others.contains(hits[index].finding.detector) {
        let finding = hits[index].finding
        if isReturn(Return(interaction: finding.interaction, at: finding.at)) {
          hits[index].finding.suppressedBy = UInt8(number)
          continue
        }
        guard let prior = hits[index].prior, let until = prior.until,
          isReturn(Return(interaction: prior.position, at: until)),
          until.milliseconds(since: hits[index].finding.at) <= 7 * Milliseconds.day
        else { continue }
        hits[index].finding.suppressedBy = UInt8(number)
      }
    }
  }

  /// The moment a settled interaction came back.
  private struct Return: Comparable {
    var interaction: Int32
    var at: Instant

    static func < (left: Return, right: Return) -> Bool {
      (left.interaction, left.at) < (right.interaction, right.at)
    }
  }

  private mutating func gatherReturns(of detector: Int) {
    returns.removeAll(keepingCapacity: true)
    for hit in hits where Int(hit.finding.detector) == detector {
      returns.append(Return(interaction: hit.finding.interaction, at: hit.finding.at))
    }
    if returns.count > 1 { returns.sort() }
  }

  private func isReturn(_ moment: Return) -> Bool {
    let position = returns.partitionPoint { $0 >= moment }
    return position < returns.count && returns[position] == moment
  }

  private mutating func shareOutTime(_ interactions: RowSlice<InteractionRow>) {
    left.removeAll(keepingCapacity: true)
    delays.removeAll(keepingCapacity: true)
    byPriority.removeAll(keepingCapacity: true)
    byPriority.append(contentsOf: hits.indices)
    byPriority.sort { one, other in
      let detectors = (Int(hits[one].finding.detector), Int(hits[other].finding.detector))
      return (families[detectors.0], detectors.0, one) < (families[detectors.1], detectors.1, other)
    }
    for index in byPriority where hits[index].finding.isActive {
      let interaction = hits[index].finding.interaction
      var parts = left[interaction] ?? TimeParts(of: interactions[Int(interaction)])
      let taken = parts.take(hits[index].claim)
      left[interaction] = parts
      hits[index].finding.customerActiveMilliseconds = taken.customer
      hits[index].finding.agentMilliseconds = taken.agent
      if let delay = hits[index].delay {
        hits[index].finding.customerElapsedMilliseconds =
          delays[hits[index].finding.journey, default: TimeCover()].add(delay)
      }
    }
  }

  /// Fills the efforts of journeys that have findings; hits of one journey stand together.
  private mutating func rate(_ efforts: inout RowList<EffortRow>, from first: Int) {
    var next = 0
    while next < hits.count {
      let journey = hits[next].finding.journey
      var effort = EffortRow()
      effortScore.removeAll()
      while next < hits.count, hits[next].finding.journey == journey {
        let hit = hits[next]
        next += 1
        guard hit.finding.isActive else { continue }
        effortScore.add(hit.finding.points, detector: Int(hit.finding.detector))
        effort.findings += 1
        if hit.prior != nil { effort.repeatContacts += 1 }
      }
      effort.score = effortScore.score()
      efforts[first + Int(journey)] = effort
    }
  }
}
