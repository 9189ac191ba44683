import CivilTime
package import JourneyModel

/// Counts everything about customers that is published as cells: measures, journey map, process
/// map, variants, friction, changes of channel, vendors' counters, totals.
///
/// One worker has one; customers come in the order of their ids.
package struct CustomerCells: ~Copyable {
  /// What was counted since it was last sealed; its owner decides when.
  package var tallies = CellTallies(measures: Measures.neighbours)
  private var clock: DayClock
  private let measures: MeasureCells
  private var process = ProcessCells()
  private var friction: FrictionCells
  private let joins: JoinCells
  private let contacts: ContactCells
  private let efforts = EffortCells()

  /// Counts nothing yet; `text` writes the findings that are kept as examples.
  package init(settings: AnalysisSettings, sources: [SourceDescription], text: FindingText) {
    clock = DayClock(zone: settings.zone)
    measures = MeasureCells(
      today: settings.zone.localDay(at: settings.asOf.microseconds), settings.parameters)
    friction = FrictionCells(text, sources: sources)
    joins = JoinCells(sources: sources)
    contacts = ContactCells(zone: settings.zone)
  }

  /// More interactions than this ask whether a customer is one (`domain.md` D2).
  private static let mostContacts = 50

  /// Counts a customer of whom everything is known.
  package mutating func count(_ customer: CustomerView, _ feedback: FeedbackCounts) {
    tallies.begin(customer.id)
    measures.count(customer, &clock, in: &tallies)
    for contact in customer.contacts { count(contact, of: customer) }
    for journey in customer.journeys { count(journey) }
    friction.count(customer, &clock, in: &tallies)
    let firstDay = customer.contacts.first.map { clock.day(of: $0.row.startedAt) }
    tallies.add(
      CellKey(
        .customers, day: firstDay ?? CellKey.undated, Coordinates(Coordinate(customer.isAnonymous)))
    )
    if customer.count > CustomerCells.mostContacts {
      tallies.add(
        CellKey(
          .gaps, day: CellKey.undated, Coordinates(Coordinate(DataGap.largeCustomer))))
    }
    joins.count(customer, in: &tallies)
    count(feedback.named, .named)
    count(feedback.nearest, .nearest)
    count(feedback.unattached, .unattached)
  }

  private mutating func count(_ scores: Int64, _ basis: FeedbackBasis) {
    if scores == 0 { return }
    let key = CellKey(.feedback, day: CellKey.undated, Coordinates(Coordinate(basis)))
    tallies.add(key, count: scores)
  }

  /// Counts an interaction: in total, on the journey map, and beside the vendor's counters.
  private mutating func count(_ contact: Contact, of customer: CustomerView) {
    let row = contact.row
    let day = clock.day(of: row.startedAt)
    tallies.add(CellKey(.interactions, day: day), sum: Int64(row.events.count))
    var place = Coordinates(
      Coordinate(contact.step.stage), Coordinate(row.channel), Coordinate(customer.persona))
    if let score = row.csatPermille {
      tallies.add(CellKey(.mapScores, day: day, place), sum: Int64(score))
    }
    if let wait = row.waitMilliseconds {
      tallies.add(CellKey(.mapWaits, day: day, place), measured: wait)
    }
    place.d = Coordinate(row.queue)
    tallies.add(CellKey(.mapVolume, day: day, place))
    for counter in contact.counters { compare(counter, contact, day) }
    countActivities(of: contact)
    contacts.count(contact, day: day, in: &tallies)
  }

  /// Counts once for each activity that an interaction's source tells of it.
  private mutating func countActivities(of contact: Contact) {
    var activities: UInt64 = 0
    for event in contact.events { activities |= 1 << UInt64(event.activity.rawValue) }
    let source = Coordinate(position: Int(contact.row.source))
    while activities != 0 {
      let activity = Coordinate(position: activities.trailingZeroBitCount)
      activities &= activities - 1
      tallies.add(
        CellKey(.sourceActivities, day: CellKey.undated, Coordinates(source, activity)))
    }
  }

  private mutating func count(_ journey: JourneyView) {
    let row = journey.row
    let day = clock.day(of: row.startedAt)
    tallies.add(
      CellKey(
        .journeys, day: day,
        Coordinates(
          Coordinate(row.status), Coordinate(row.channels > 1),
          Coordinate(journey.effort.findings > 0))))
    process.count(journey, day: day, in: &tallies)
    contacts.count(journey, day: day, in: &tallies)
    efforts.count(journey, day: day, in: &tallies)
    var last: Channel?
    for contact in journey.contacts {
      let channel = contact.row.channel
      if let last, last != channel {
        let change = Coordinates(Coordinate(last), Coordinate(channel))
        tallies.add(CellKey(.switches, day: day, change))
      }
      last = channel
    }
  }

  /// Counts whether a vendor's counter and ours agree.
  private mutating func compare(_ counter: CounterRow, _ contact: Contact, _ day: Int32) {
    let ours = contact.row.count(of: counter.check)
    let place = Coordinates(Coordinate(position: Int(counter.source)), Coordinate(counter.check))
    tallies.add(CellKey(.checks, day: day, place), sum: ours == counter.value ? 1 : 0)
    if ours == counter.value { return }
    let disagreement = CheckDisagreement(
      interaction: contact.row.id, nativeID: contact.nativeID, theirs: counter.value, ours: ours)
    tallies.offer(
      CellKey(.checkExamples, day: CellKey.undated, place), contact.row.id.hash
    ) { disagreement.write(to: &$0) }
  }
}

extension InteractionRow {
  /// Our count of what a vendor counts too.
  fileprivate func count(of check: Check) -> Int64 {
    switch check {
    case .reopens: Int64(reopens)
    case .reassignments: Int64(reassignments)
    case .transfers: Int64(transfers)
    case .waitMs: waitMilliseconds ?? 0
    case .missing: 0
    case .handleMs: (talkMilliseconds ?? 0) + (holdMilliseconds ?? 0) + (wrapMilliseconds ?? 0)
    }
  }
}

extension CustomerView {
  /// Who the customer is; none without a persona.
  package var persona: Symbol { frame.pointee.persona }
  /// The findings by journey id, step, instant and id.
  package var findings: RowSlice<FindingRow> { frame.pointee.findings }
  /// The journey of a number.
  package func journey(_ number: Int) -> JourneyView { JourneyView(frame: frame, number: number) }
}

extension JourneyView {
  /// What friction makes of it.
  package var effort: EffortRow { frame.pointee.efforts[number] }
  /// The kinds in order joined by `>`, in UTF-8.
  package var path: RowSlice<UInt8> { frame.pointee.lists.texts[row.path] }
}

extension Contact {
  /// The earliest leg's own id.
  package var nativeID: String { String(decoding: nativeIDBytes, as: UTF8.self) }

  /// The earliest leg's own id as UTF-8, as long as the frame is lent.
  var nativeIDBytes: UnsafeRawBufferPointer {
    frame.pointee.lists.texts[row.nativeID].bytes
  }
}
