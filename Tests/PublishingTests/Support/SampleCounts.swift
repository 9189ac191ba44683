import CivilTime
import JourneyModel
import Publishing

/// What of a sample is counted.
extension SampleCenter {
  static func day(of instant: Instant) -> Int32 { zone.localDay(at: instant.microseconds) }

  mutating func count(
    _ key: CellKey, _ row: Interaction, _ place: [SampleCells.Word],
    _ amount: SampleCells.Amount = .sum(0)
  ) {
    cells.add(key, of: row.customer, place, amount)
  }

  private mutating func cell(_ measure: String, _ row: Interaction, _ amount: SampleCells.Amount) {
    cells.add(
      CellKey(cells.measure(measure), day: Self.day(of: row.startedAt)), of: row.customer,
      [.number(Coordinate(row.channel)), .text(row.reason), .text(row.queue)], amount)
  }

  mutating func count(_ row: Interaction) {
    let day = Self.day(of: row.startedAt)
    cell("contacts", row, .sum(1))
    if let wait = row.waitMilliseconds {
      cell("wait", row, .measured(wait))
      cell("abandonment", row, .sum(row.outcome == .abandoned ? 1 : 0))
    }
    if row.outcome == .handled {
      cell("transfer-rate", row, .sum(row.transfers > 0 ? 1 : 0))
      cell("handle-time", row, .measured(row.talkMilliseconds ?? 0))
    }
    cell(
      "fcr-7d", row,
      .sum(
        row.step == 1 && chance(78) ? 1 : 0, isProvisional: day > Self.firstDay + days - 8))
    if row.kind == .ticket {
      cell("reopen-rate", row, .sum(Int64(row.reopens)))
      cell("time-to-resolve", row, .measured(Int64(1 + next(200)) * 3_600_000))
    }
    if let score = row.csatPermille { cell("csat", row, .sum(Int64(score))) }
    guard let stage = row.stage else { return }
    let place: [SampleCells.Word] = [
      .number(Coordinate(stage)), .number(Coordinate(row.channel)), .text(nil),
    ]
    count(CellKey(.mapVolume, day: day), row, place + [.text(row.queue)])
    if let wait = row.waitMilliseconds {
      count(CellKey(.mapWaits, day: day), row, place, .measured(wait))
    }
    if let score = row.csatPermille {
      count(CellKey(.mapScores, day: day), row, place, .sum(Int64(score)))
    }
  }

  mutating func countJourney(
    _ journey: Journey, _ rows: [Interaction], _ events: [[JourneyEvent]]
  ) {
    guard let first = rows.first else { return }
    let day = Self.day(of: first.startedAt)
    cell("journeys", first, .sum(1))
    for (row, events) in zip(rows, events) {
      count(
        CellKey(.interactions, day: Self.day(of: row.startedAt)), row, [], .sum(Int64(events.count))
      )
    }
    count(
      CellKey(.journeys, day: day), first,
      [
        .number(Coordinate(journey.status)),
        .number(Coordinate(Set(rows.map(\.channel)).count > 1)),
        .number(Coordinate(journey.findings > 0)),
      ])
    for (earlier, later) in zip(rows, rows.dropFirst()) where earlier.channel != later.channel {
      count(
        CellKey(.switches, day: day), later,
        [.number(Coordinate(earlier.channel)), .number(Coordinate(later.channel))])
    }
    countVariant(journey, first, day)
    countEdges(rows, events, day)
  }

  private mutating func countVariant(_ journey: Journey, _ first: Interaction, _ day: Int32) {
    let path: [SampleCells.Word] = [
      .number(Coordinate(number: UInt32(truncatingIfNeeded: journey.variant.high >> 32))),
      .number(Coordinate(number: UInt32(truncatingIfNeeded: journey.variant.high))),
    ]
    count(CellKey(.variantTimes, day: day), first, path, .measured(journey.elapsedMilliseconds))
    count(
      CellKey(.variantOutcomes, day: day), first, path + [.number(Coordinate(journey.status))],
      .sum(Int64(journey.findings)))
    let text = journey.path
    count(
      CellKey(.variantExamples, day: CellKey.undated), first, path,
      .example(journey.id.hash) { $0.write(text) })
  }

  private mutating func countEdges(
    _ rows: [Interaction], _ events: [[JourneyEvent]], _ day: Int32
  ) {
    journeyNumber += 1
    let steps = zip(rows, events).flatMap { row, events in events.map { (row.kind, $0) } }
      .sorted { ($0.1.at, $0.1.sequence) < ($1.1.at, $1.1.sequence) }
    var last: [SampleCells.Word] = [.text(nil), .text(nil)]
    var previous: Instant?
    for (kind, event) in steps {
      let label: [SampleCells.Word] = [
        .number(Coordinate(kind)), .besideWords(prefix + event.activity.name),
      ]
      let time = previous.map { event.at.milliseconds(since: $0) }
      count(
        CellKey(.processEdges, day: day), rows[0], last + label, .once(journeyNumber, value: time))
      (last, previous) = (label, event.at)
    }
    count(CellKey(.processEdges, day: day), rows[0], last, .once(journeyNumber, value: nil))
  }

  mutating func countChecks(_ rows: [Interaction]) {
    let place: [SampleCells.Word] = [
      .number(Coordinate(position: 1)), .number(Coordinate(Check.reopens)),
    ]
    for (position, row) in rows.enumerated() {
      let day = Self.day(of: row.startedAt)
      count(CellKey(.checks, day: day), row, place, .sum(position < 3 ? 0 : 1))
    }
    guard let row = rows.first else { return }
    let disagreement = CheckDisagreement(
      interaction: row.id, nativeID: row.nativeID, theirs: 2, ours: 1)
    count(
      CellKey(.checkExamples, day: CellKey.undated), row, place,
      .example(row.id.hash) { disagreement.write(to: &$0) })
  }
}
