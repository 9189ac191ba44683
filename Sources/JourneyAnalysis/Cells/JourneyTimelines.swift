import JourneyModel

/// Offers journeys as examples whose timelines the report shows.
///
/// Which are kept depends on keys made of the journey alone, so it is the same for any split of the
/// customers. Nothing is written of a journey that is not kept. What a timeline names is listed
/// with it: the report shows only journeys all of whose names enough customers share.
struct JourneyTimelines {
  private let text: FindingText
  /// The sources by position.
  private let sources: [SourceDescription]
  private var message: FindingWriter
  private var facts: FindingWriter

  init(_ text: FindingText, sources: [SourceDescription]) {
    self.text = text
    self.sources = sources
    message = FindingWriter(text.words)
    facts = FindingWriter(text.words)
  }

  /// The most interactions of a journey that is an example of its path or of a group: there are few
  /// short paths, and rarely would a long one be shown.
  private static let longest = 4

  /// Offers a customer's journeys as examples of all, of their paths and of groups.
  mutating func offer(_ customer: CustomerView, in tallies: inout CellTallies) {
    for journey in customer.journeys {
      offer(journey, .worst, worstKey(of: journey), &tallies)
      offer(journey, .drawn, journey.row.id.hash, &tallies)
      offer(
        journey, .newest,
        JourneyExample.key(JourneyExample.newestRank(journey.row.startedAt), journey.row.id),
        &tallies)
      if journey.count <= JourneyTimelines.longest { offerToGroups(journey, &tallies) }
    }
  }

  private func worstKey(of journey: JourneyView) -> StableHash128 {
    let rank = JourneyExample.worstRank(
      effort: journey.effort.score,
      activeMilliseconds: journey.row.customerActiveMilliseconds)
    return JourneyExample.key(rank, journey.row.id)
  }

  /// Offers a finding's journey as an example of the finding's kind; the shortest one is kept.
  mutating func offer(
    _ finding: FindingRow, of journey: JourneyView, at coordinates: Coordinates,
    in tallies: inout CellTallies
  ) {
    offer(
      journey, CellKey(.frictionTimelines, day: CellKey.undated, coordinates),
      JourneyExample.key(UInt64(journey.count), journey.row.id), &tallies)
  }

  private mutating func offer(
    _ journey: JourneyView, _ sample: JourneyExample.Sample, _ key: StableHash128,
    _ tallies: inout CellTallies
  ) {
    let drawn = Coordinates(Coordinate(sample))
    offer(journey, CellKey(.journeyTimelines, day: CellKey.undated, drawn), key, &tallies)
    guard sample != .newest, journey.count <= JourneyTimelines.longest else { return }
    var path = journey.row.variantCoordinates
    path.c = Coordinate(sample)
    offer(journey, CellKey(.variantTimelines, day: CellKey.undated, path), key, &tallies)
  }

  private mutating func offerToGroups(_ journey: JourneyView, _ tallies: inout CellTallies) {
    var groups = [
      Coordinates(Coordinate(journey.row.firstChannel)),
      Coordinates(.unknown, Coordinate(journey.row.reason)),
      Coordinates(.unknown, .unknown, .unknown, Coordinate(journey.customer.persona)),
    ]
    for contact in journey.contacts {
      let queue = Coordinates(.unknown, .unknown, Coordinate(contact.row.queue))
      if !groups.contains(queue) { groups.append(queue) }
    }
    for group in groups where group != Coordinates() {
      offer(
        journey, CellKey(.groupTimelines, day: CellKey.undated, group), journey.row.id.hash,
        &tallies)
    }
  }

  private mutating func offer(
    _ journey: JourneyView, _ cell: CellKey, _ key: StableHash128, _ tallies: inout CellTallies
  ) {
    tallies.offer(cell, key) { writer in example(journey).write(to: &writer) }
  }

  // MARK: What is shown of one

  private mutating func example(_ journey: JourneyView) -> JourneyExample {
    let row = journey.row
    var example = JourneyExample(
      id: row.id, variant: row.variantCoordinates, startedAt: row.startedAt, status: row.status)
    example.reason = Coordinate(row.reason)
    example.persona = Coordinate(journey.customer.persona)
    example.elapsedMilliseconds = row.elapsedMilliseconds
    example.customerActiveMilliseconds = row.customerActiveMilliseconds
    example.agentMilliseconds = row.agentMilliseconds
    example.effort = Int64(journey.effort.score)
    example.interactions = Int64(journey.count)
    example.findings = Int64(journey.effort.findings)
    var names = JourneyNames(channels: journey.channelWords)
    for contact in journey.contacts {
      names.add(reason: contact.row.reason)
      names.add(queue: contact.row.queue)
    }
    example.steps = steps(of: journey)
    example.marks = marks(of: journey, &names)
    example.reasons = names.reasons
    example.queues = names.queues
    return example
  }

  private func steps(of journey: JourneyView) -> [JourneyExample.Step] {
    let count = journey.count
    let isLong = count > JourneyExample.stepLimit
    let kept = isLong ? Array(0..<12) + Array((count - 4)..<count) : Array(0..<count)
    return kept.map { step(journey[$0], number: $0 + 1) }
  }

  private func step(_ contact: Contact, number: Int) -> JourneyExample.Step {
    let row = contact.row
    var step = JourneyExample.Step(
      Int64(number), row.kind, row.channel,
      row.startedAt...max(row.startedAt, row.endedAt ?? row.lastMoment))
    step.outcome = row.outcome
    step.queue = Coordinate(row.queue)
    step.linkedTo = contact.step.linkedTo.map {
      Int64(contact.customer[Int($0)].step.step)
    }
    step.basis = contact.step.basis
    step.confidencePermille = Int64(contact.step.confidencePermille)
    step.ivrMilliseconds = row.ivrMilliseconds
    step.waitMilliseconds = row.waitMilliseconds
    step.talkMilliseconds = row.talkMilliseconds
    step.holdMilliseconds = row.holdMilliseconds
    step.wrapMilliseconds = row.wrapMilliseconds
    step.firstResponseMilliseconds = row.firstResponseMilliseconds
    step.csatPermille = row.csatPermille.map(Int64.init)
    step.system = sources[Int(row.source)].system
    step.nativeID = contact.nativeID
    return step
  }

  private mutating func marks(
    of journey: JourneyView, _ names: inout JourneyNames
  ) -> [JourneyExample.Mark] {
    let found = journey.customer.findings.filter { finding in
      finding.isActive && Int(finding.journey) == journey.number
    }
    let most = found.sorted { ($1.points, $0.id.hash) < ($0.points, $1.id.hash) }
      .prefix(JourneyExample.markLimit)
    let kept = Set(most.map(\.id.hash))
    return found.filter { kept.contains($0.id.hash) }.map { finding in
      names.add(finding)
      return mark(finding, step: Int64(journey.customer[Int(finding.interaction)].step.step))
    }
  }

  private mutating func mark(_ finding: FindingRow, step: Int64) -> JourneyExample.Mark {
    message.removeAll()
    text.write(finding, to: &message)
    var evidence: [Evidence] = []
    text.forEachProof(of: finding, through: &facts) { record, field, value, rule in
      evidence.append(
        Evidence(
          record: record, field: field, value: String(decoding: value, as: UTF8.self),
          rule: String(decoding: rule, as: UTF8.self)))
    }
    var mark = JourneyExample.Mark(
      finding.id, step: step, detector: Coordinate(position: Int(finding.detector)), at: finding.at)
    mark.severity = Int64(finding.severity)
    mark.points = Int64(finding.points)
    mark.message = String(decoding: message.bytes, as: UTF8.self)
    mark.evidence = evidence
    return mark
  }
}

/// The reasons and queues that a timeline names anywhere.
private struct JourneyNames {
  /// The names of channels, which are no queues.
  let channels: [Symbol]
  private var found: (reasons: Set<UInt32>, queues: Set<UInt32>) = ([], [])

  init(channels: [Symbol]) { self.channels = channels }

  var reasons: [Coordinate] { found.reasons.sorted().map { Coordinate(number: $0) } }
  var queues: [Coordinate] { found.queues.sorted().map { Coordinate(number: $0) } }

  mutating func add(reason: Symbol) {
    if !reason.isNone { found.reasons.insert(reason.number) }
  }

  mutating func add(queue: Symbol) {
    if !queue.isNone, !channels.contains(queue) { found.queues.insert(queue.number) }
  }

  /// Adds what a finding's sentence and facts name.
  mutating func add(_ finding: FindingRow) {
    add(queue: finding.place)
    add(queue: finding.otherPlace)
    for number in 0..<finding.proofs.count {
      let proof = finding.proofs[number]
      if proof.field == .reason { add(reason: proof.text) }
      if proof.field == .queue { add(queue: proof.text) }
    }
  }
}

extension JourneyRow {
  /// The two halves of its path's number, as coordinates of cells.
  var variantCoordinates: Coordinates {
    Coordinates(
      Coordinate(number: UInt32(truncatingIfNeeded: variant.high >> 32)),
      Coordinate(number: UInt32(truncatingIfNeeded: variant.high)))
  }
}

extension JourneyView {
  /// The names of the channels by number.
  fileprivate var channelWords: [Symbol] { frame.pointee.channelWords }
}
