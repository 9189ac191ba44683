import JourneyModel

/// Runs all detectors over a customer's journeys and makes findings of their hits.
///
/// ```
/// detectors ──▶ hits per journey ──▶ suppression ──▶ time shared out ──▶ findings, effort
/// ```
///
/// A hit is suppressed where another detector counts the same return. Each part of an
/// interaction's time goes to one finding only, families in the order of `FrictionFamily`, so that
/// the time of all findings never exceeds the time that passed.
struct FrictionAnalysis {
  /// The customer.
  let context: CustomerContext

  /// A hit with the detector that made it.
  private struct Hit {
    var detection: Detection
    var detector: Int
    var journey: Int
    var id: FindingID
    var suppressedBy: String?
    var taken = TimeParts()
  }

  /// The findings by journey, step, instant and id, and the journeys with friction filled in.
  func run() -> (findings: [Finding], journeys: [StitchedJourney]) {
    var hits = context.journeys.indices.flatMap { detect(in: $0) }
    hits.sort { order($0) < order($1) }
    suppress(&hits)
    shareOutTime(&hits)
    var journeys = context.journeys
    for hit in hits { count(hit, in: &journeys[hit.journey].journey) }
    rate(hits, &journeys)
    return (hits.map { finding(of: $0) }, journeys)
  }

  private func detect(in number: Int) -> [Hit] {
    let journey = context.journeys[number]
    let view = JourneyContext(
      customer: context, journey: journey.journey, members: journey.members)
    var seen: Set<FindingID> = []
    var hits: [Hit] = []
    for (index, detector) in Detectors.all.enumerated() {
      for detection in detector.detect(in: view) {
        let id = id(of: detection, detector: detector.description.id, journey: journey.journey.id)
        guard seen.insert(id).inserted else { continue }
        hits.append(Hit(detection: detection, detector: index, journey: number, id: id))
      }
    }
    return hits
  }

  private func order(_ hit: Hit) -> (JourneyID, Int, Instant, FindingID) {
    (context.journeys[hit.journey].journey.id, hit.detection.place, hit.detection.at, hit.id)
  }

  private func id(of detection: Detection, detector: String, journey: JourneyID) -> FindingID {
    var hasher = StableHasher(domain: "finding")
    hasher.combine(detector)
    hasher.combine(journey.hash)
    hasher.combine(context.interactions[detection.place].interaction.id.hash)
    hasher.combine(UInt64(bitPattern: detection.at.microseconds))
    return FindingID(hasher.finalize())
  }

  /// Marks hits about a return to a settled matter that another detector counts: the settlement
  /// ended within seven days of the hit, at an instant where that detector has one.
  private func suppress(_ hits: inout [Hit]) {
    for (index, detector) in Detectors.all.enumerated() where !detector.suppresses.isEmpty {
      var returns: Set<Return> = []
      for hit in hits where hit.detector == index {
        returns.insert(Return(place: hit.detection.place, at: hit.detection.at))
      }
      for place in hits.indices {
        guard detector.suppresses.contains(Detectors.all[hits[place].detector].description.id),
          let prior = hits[place].detection.prior, let until = prior.until,
          returns.contains(Return(place: prior.place, at: until)),
          until.milliseconds(since: hits[place].detection.at) <= 7 * Milliseconds.day
        else { continue }
        hits[place].suppressedBy = detector.description.id
      }
    }
  }

  /// The moment a settled interaction came back.
  private struct Return: Hashable {
    var place: Int
    var at: Instant
  }

  private func shareOutTime(_ hits: inout [Hit]) {
    var left: [Int: TimeParts] = [:]
    let families = Detectors.all.map(\.family.rawValue)
    let byPriority = hits.indices.sorted { one, other in
      let (first, second) = (hits[one].detector, hits[other].detector)
      return (families[first], first, one) < (families[second], second, other)
    }
    for index in byPriority where hits[index].suppressedBy == nil {
      let place = hits[index].detection.place
      var parts = left[place] ?? TimeParts(of: context.interactions[place])
      hits[index].taken = parts.take(hits[index].detection.claim)
      left[place] = parts
    }
  }

  private func count(_ hit: Hit, in journey: inout Journey) {
    guard hit.suppressedBy == nil else { return }
    journey.findings += 1
    if hit.detection.prior != nil { journey.repeatContacts += 1 }
  }

  private func rate(_ hits: [Hit], _ journeys: inout [StitchedJourney]) {
    var efforts = Array(repeating: EffortScore(), count: journeys.count)
    for hit in hits where hit.suppressedBy == nil {
      efforts[hit.journey].add(hit.detection.points, detector: hit.detector)
    }
    for (number, effort) in efforts.enumerated() {
      journeys[number].journey.effortScore = effort.score
      journeys[number].journey.effortBand = EffortBand(score: effort.score)
    }
  }

  private func finding(of hit: Hit) -> Finding {
    let detection = hit.detection
    var finding = Finding(
      id: hit.id, detector: Detectors.all[hit.detector].description.id,
      interaction: context.interactions[detection.place].interaction,
      journey: context.journeys[hit.journey].journey.id, at: detection.at)
    finding.severity = detection.severity
    finding.points = detection.points
    finding.customerActiveMilliseconds = hit.taken.customer
    finding.customerElapsedMilliseconds = detection.elapsedMilliseconds
    finding.agentMilliseconds = hit.taken.agent
    finding.avoidable = detection.avoidable
    finding.confidencePermille = detection.confidencePermille
    finding.message = detection.message
    finding.evidence = detection.evidence
    finding.suppressedBy = hit.suppressedBy
    finding.place = detection.location
    return finding
  }
}
