import JourneyModel
import Publishing

/// The journeys of a sample that are offered to the report as examples.
extension SampleCenter {
  mutating func countTimelines(_ journey: Journey, _ rows: [Interaction], _ findings: [Finding]) {
    let id = journey.id
    let worst = JourneyExample.worstRank(
      effort: journey.effortScore, activeMilliseconds: Self.active(rows))
    let keys: [(JourneyExample.Sample, StableHash128)] = [
      (.worst, JourneyExample.key(worst, id)), (.drawn, id.hash),
      (.newest, JourneyExample.key(JourneyExample.newestRank(journey.startedAt), id)),
    ]
    let make: @Sendable (Words) -> JourneyExample = { words in
      Self.example(journey, rows, findings, words)
    }
    for (sample, key) in keys {
      let word = SampleCells.Word.number(Coordinate(sample))
      offer(.journeyTimelines, [word], rows[0], .journey(key, make))
      let path = [journey.variant.high >> 32, journey.variant.high].map {
        SampleCells.Word.number(Coordinate(number: UInt32(truncatingIfNeeded: $0)))
      }
      if sample != .newest { offer(.variantTimelines, path + [word], rows[0], .journey(key, make)) }
    }
    let groups: [[SampleCells.Word]] = [
      [.number(Coordinate(journey.firstChannel))], [.text(nil), .text(journey.reason)],
    ]
    for group in groups where journey.reason != nil || group.count == 1 {
      offer(.groupTimelines, group, rows[0], .journey(id.hash, make))
    }
    for row in rows where row.queue != nil {
      offer(
        .groupTimelines, [.text(nil), .text(nil), .text(row.queue)], row, .journey(id.hash, make))
    }
    for finding in findings {
      guard let row = rows.first(where: { $0.id == finding.interaction }) else { continue }
      offer(
        .frictionTimelines,
        [.number(Self.number(of: finding.detector)), .text(row.queue), .text(row.reason)], row,
        .journey(JourneyExample.key(UInt64(rows.count), id), make))
    }
  }

  /// Adds the worst journey of all, of one customer, on a common way but for a rare reason.
  mutating func addRareJourney(reason: String) {
    let customer = CustomerID(StableHash128(domain: "sample", "rare journey"))
    let start = Instant(microseconds: Int64(Self.firstDay) * 86_400_000_000)
    var row = Interaction(
      id: InteractionID(StableHash128(domain: "sample", "rare interaction")), customer: customer,
      source: SourceDescription(
        name: "calls", system: "amazon-connect", instance: "", entity: "contact",
        adapter: "sample"),
      nativeID: "rare-1", kind: .call, channel: .voice, startedAt: start,
      record: RecordID(StableHash128(domain: "sample", "rare record")))
    row.reason = reason
    row.step = 1
    var journey = Journey(
      id: JourneyID(StableHash128(domain: "sample", "rare")), customer: customer,
      startedAt: start, firstChannel: .voice, path: "call",
      variant: StableHash128(domain: "variant", "call"))
    journey.effortScore = 100
    journey.reason = reason
    addRareReason(reason, customers: 1)
    countTimelines(journey, [row], [])
  }

  private mutating func offer(
    _ table: CellTable.Kind, _ place: [SampleCells.Word], _ row: Interaction,
    _ amount: SampleCells.Amount
  ) {
    count(CellKey(table, day: CellKey.undated), row, place, amount)
  }

  private static func active(_ rows: [Interaction]) -> Int64 {
    rows.reduce(0) { $0 + ($1.waitMilliseconds ?? 0) + ($1.talkMilliseconds ?? 0) }
  }

  private static func example(
    _ journey: Journey, _ rows: [Interaction], _ findings: [Finding], _ words: Words
  ) -> JourneyExample {
    func coordinate(_ text: String?) -> Coordinate {
      text.map { Coordinate(words.symbol(of: $0)) } ?? .unknown
    }
    var example = JourneyExample(
      id: journey.id,
      variant: Coordinates(
        Coordinate(number: UInt32(truncatingIfNeeded: journey.variant.high >> 32)),
        Coordinate(number: UInt32(truncatingIfNeeded: journey.variant.high))),
      startedAt: journey.startedAt, status: journey.status)
    example.reason = coordinate(journey.reason)
    example.elapsedMilliseconds = journey.elapsedMilliseconds
    example.customerActiveMilliseconds = active(rows)
    example.effort = Int64(journey.effortScore)
    example.interactions = Int64(rows.count)
    example.findings = Int64(findings.count)
    example.steps = rows.map { row in
      var step = JourneyExample.Step(
        Int64(row.step), row.kind, row.channel,
        row.startedAt...(row.endedAt ?? row.startedAt))
      step.outcome = row.outcome
      step.queue = coordinate(row.queue)
      step.linkedTo = row.step > 1 ? Int64(row.step - 1) : nil
      step.basis = row.step > 1 ? (row.reason == nil ? .timeOnly : .reason) : nil
      step.confidencePermille = row.step > 1 ? 900 : 0
      step.waitMilliseconds = row.waitMilliseconds
      step.talkMilliseconds = row.talkMilliseconds
      step.system = row.system
      step.nativeID = row.nativeID
      return step
    }
    example.marks = findings.map { finding in
      var mark = JourneyExample.Mark(
        finding.id, step: Int64(rows.first { $0.id == finding.interaction }?.step ?? 1),
        detector: number(of: finding.detector), at: finding.at)
      mark.severity = Int64(finding.severity)
      mark.points = Int64(finding.points)
      mark.message = finding.message
      mark.evidence = finding.evidence
      return mark
    }
    example.reasons = Set(rows.map { coordinate($0.reason).number }).subtracting([0]).sorted()
      .map { Coordinate(number: $0) }
    example.queues = Set(rows.map { coordinate($0.queue).number }).subtracting([0]).sorted()
      .map { Coordinate(number: $0) }
    return example
  }
}
