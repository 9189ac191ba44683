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
  /// The names and findings of the journey being written, in memory that is kept.
  private var names = JourneyNames()
  private var picked: [Pick] = []

  /// A finding that is shown.
  private struct Pick {
    /// Its position among the customer's findings.
    var position: Int
    var points: Int32
    var id: StableHash128
  }

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
    let row = journey.row
    offer(journey, in: Coordinates(Coordinate(row.firstChannel)), &tallies)
    offer(journey, in: Coordinates(.unknown, Coordinate(row.reason)), &tallies)
    offer(
      journey, in: Coordinates(.unknown, .unknown, .unknown, Coordinate(journey.customer.persona)),
      &tallies)
    for step in 0..<journey.count {
      let queue = journey[step].row.queue
      if (0..<step).contains(where: { journey[$0].row.queue == queue }) { continue }
      offer(journey, in: Coordinates(.unknown, .unknown, Coordinate(queue)), &tallies)
    }
  }

  /// Offers a journey as an example of a group; of unknowns there are none.
  private mutating func offer(
    _ journey: JourneyView, in group: Coordinates, _ tallies: inout CellTallies
  ) {
    guard group != Coordinates() else { return }
    offer(
      journey, CellKey(.groupTimelines, day: CellKey.undated, group), journey.row.id.hash, &tallies)
  }

  private mutating func offer(
    _ journey: JourneyView, _ cell: CellKey, _ key: StableHash128, _ tallies: inout CellTallies
  ) {
    tallies.offer(cell, key) { write(journey, to: &$0) }
  }

  // MARK: What is shown of one

  /// Writes a journey as `JourneyExample` reads it, without making lists of it.
  private mutating func write(_ journey: JourneyView, to writer: inout ByteWriter) {
    pick(from: journey)
    head(of: journey).writeHead(to: &writer)
    names.write(to: &writer)
    let count = journey.count
    let kept = min(count, JourneyExample.stepLimit)
    writer.write(UInt32(kept))
    for number in 0..<kept {
      let isLast = count > kept && number >= JourneyExample.firstSteps
      write(journey[isLast ? count - kept + number : number], to: &writer)
    }
    writer.write(UInt32(picked.count))
    for pick in picked {
      write(journey.customer.findings[pick.position], of: journey.customer, to: &writer)
    }
  }

  /// Chooses the findings that are shown, and gathers every name that anything shown has.
  private mutating func pick(from journey: JourneyView) {
    names.begin(channels: journey.channelWords)
    for contact in journey.contacts {
      names.add(reason: contact.row.reason)
      names.add(queue: contact.row.queue)
    }
    picked.removeAll(keepingCapacity: true)
    for (position, finding) in journey.customer.findings.enumerated()
    where finding.isActive && Int(finding.journey) == journey.number {
      picked.append(Pick(position: position, points: finding.points, id: finding.id.hash))
    }
    if picked.count > JourneyExample.markLimit {
      picked.sort { ($1.points, $0.id) < ($0.points, $1.id) }
      picked.removeLast(picked.count - JourneyExample.markLimit)
      picked.sort { $0.position < $1.position }
    }
    for pick in picked { names.add(journey.customer.findings[pick.position]) }
  }

  private func head(of journey: JourneyView) -> JourneyExample {
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
    return example
  }

  private func write(_ contact: Contact, to writer: inout ByteWriter) {
    let row = contact.row
    var step = JourneyExample.Step(
      Int64(contact.step.step), row.kind, row.channel,
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
    step.writeHead(to: &writer)
    writer.write(bytes: contact.nativeIDBytes)
  }

  private mutating func write(
    _ finding: FindingRow, of customer: CustomerView, to writer: inout ByteWriter
  ) {
    var mark = JourneyExample.Mark(
      finding.id, step: Int64(customer[Int(finding.interaction)].step.step),
      detector: Coordinate(position: Int(finding.detector)), at: finding.at)
    mark.severity = Int64(finding.severity)
    mark.points = Int64(finding.points)
    mark.writeHead(to: &writer)
    message.removeAll()
    text.write(finding, to: &message)
    message.bytes.withUnsafeBytes { writer.write(bytes: $0) }
    writer.write(UInt32(finding.proofs.count))
    text.forEachProof(of: finding, through: &facts) { record, field, value, rule in
      FindingExample.write(fact: record, field, (value, rule), to: &writer)
    }
  }
}

/// The reasons and queues that a timeline names anywhere.
private struct JourneyNames {
  /// The names of channels, which are no queues.
  private var channels: [Symbol] = []
  private var reasons: [UInt32] = []
  private var queues: [UInt32] = []

  /// Forgets all names and keeps the memory.
  mutating func begin(channels: [Symbol]) {
    self.channels = channels
    reasons.removeAll(keepingCapacity: true)
    queues.removeAll(keepingCapacity: true)
  }

  /// Writes both lists, sorted, each behind its count.
  mutating func write(to writer: inout ByteWriter) {
    reasons.sort()
    queues.sort()
    writer.write(UInt32(reasons.count))
    for reason in reasons { writer.write(reason) }
    writer.write(UInt32(queues.count))
    for queue in queues { writer.write(queue) }
  }

  mutating func add(reason: Symbol) {
    if !reason.isNone, !reasons.contains(reason.number) { reasons.append(reason.number) }
  }

  mutating func add(queue: Symbol) {
    if queue.isNone || channels.contains(queue) || queues.contains(queue.number) { return }
    queues.append(queue.number)
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
