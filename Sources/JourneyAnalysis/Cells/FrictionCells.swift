import JourneyModel

/// Counts findings by detector, place and the journey's reason.
///
/// Journeys and customers with at least one such finding are counted once, on the day of the first
/// of them: a range of days has those whose first finding it holds.
struct FrictionCells: ~Copyable {
  /// What is shown as examples.
  private var examples: FindingExamples
  private var timelines: JourneyTimelines
  private var reach = RowList<Reach>()

  /// That a journey has a finding of some kind.
  struct Reach: BitwiseCopyable {
    var coordinates: Coordinates
    var journey: Int32
    var at: Instant

    func precedes(_ other: Reach) -> Bool {
      if coordinates != other.coordinates { return coordinates < other.coordinates }
      return journey != other.journey ? journey < other.journey : at < other.at
    }
  }

  init(_ text: FindingText, sources: [SourceDescription]) {
    examples = FindingExamples(text, sources: sources)
    timelines = JourneyTimelines(text, sources: sources)
  }

  /// Counts a customer's findings that no other detector counts instead, and offers its journeys as
  /// examples.
  mutating func count(
    _ customer: CustomerView, _ clock: inout DayClock, in tallies: inout CellTallies
  ) {
    timelines.offer(customer, in: &tallies)
    reach.removeAll()
    for finding in customer.findings where finding.isActive {
      let contact = customer[Int(finding.interaction)]
      let journey = customer.journey(Int(finding.journey))
      let coordinates = Coordinates(
        Coordinate(position: Int(finding.detector)), Coordinate(finding.place),
        Coordinate(journey.row.reason))
      reach.append(Reach(coordinates: coordinates, journey: finding.journey, at: finding.at))
      count(finding, coordinates, day: clock.day(of: finding.at), in: &tallies)
      tallies.offer(
        CellKey(.frictionExamples, day: CellKey.undated, coordinates), finding.id.hash
      ) { examples.write(finding, in: contact, to: &$0) }
      timelines.offer(finding, of: journey, at: coordinates, in: &tallies)
      let place = Coordinates(
        Coordinate(contact.step.stage), Coordinate(contact.row.channel),
        Coordinate(customer.persona), Coordinate(position: Int(finding.detector)))
      tallies.add(CellKey(.mapFindings, day: clock.day(of: contact.row.startedAt), place))
      if finding.detector == FrictionCells.forcedSwitch {
        countSwitch(to: contact, in: journey, &clock, &tallies)
      }
    }
    countReach(of: customer, &clock, &tallies)
  }

  private func count(
    _ finding: FindingRow, _ coordinates: Coordinates, day: Int32, in tallies: inout CellTallies
  ) {
    tallies.add(CellKey(.frictionPoints, day: day, coordinates), sum: Int64(finding.points))
    let costs: [(CellTable.Kind, Int64)] = [
      (.frictionActive, finding.customerActiveMilliseconds),
      (.frictionElapsed, finding.customerElapsedMilliseconds),
      (.frictionAgent, finding.agentMilliseconds),
      (.frictionAvoidable, Int64(finding.avoidable)),
    ]
    if let cost = finding.costMinor {
      tallies.add(CellKey(.frictionCost, day: day, coordinates), sum: cost)
    }
    for (table, cost) in costs where cost != 0 {
      tallies.add(CellKey(table, day: day, coordinates), sum: cost)
    }
  }

  /// Counts the satisfaction of a journey with such a finding.
  private func countScore(
    of journey: JourneyRow, _ coordinates: Coordinates, _ clock: inout DayClock,
    _ tallies: inout CellTallies
  ) {
    guard let score = journey.csatPermille else { return }
    tallies.add(
      CellKey(.frictionScores, day: clock.day(of: journey.startedAt), coordinates),
      sum: Int64(score))
  }

  private static let forcedSwitch = Detectors.number(of: ForcedSwitch.description.id)

  /// Counts from which channel a contact was forced to its own: that of the contact before.
  private func countSwitch(
    to contact: Contact, in journey: JourneyView, _ clock: inout DayClock,
    _ tallies: inout CellTallies
  ) {
    let earlier = journey.contacts.prefix { $0.position != contact.position }
      .last(where: \.isCustomerContact)
    guard let earlier else { return }
    let change = Coordinates(
      Coordinate(earlier.row.channel), Coordinate(contact.row.channel))
    tallies.add(
      CellKey(.forcedSwitches, day: clock.day(of: contact.row.startedAt), change))
  }

  private mutating func countReach(
    of customer: CustomerView, _ clock: inout DayClock, _ tallies: inout CellTallies
  ) {
    if reach.count > 1 { reach.sort { $0.precedes($1) } }
    var start = 0
    while start < reach.count {
      let coordinates = reach[start].coordinates
      var first = reach[start].at
      var end = start
      while end < reach.count, reach[end].coordinates == coordinates {
        if end == start || reach[end].journey != reach[end - 1].journey {
          let day = clock.day(of: reach[end].at)
          tallies.add(CellKey(.frictionJourneys, day: day, coordinates))
          let journey = customer.journey(Int(reach[end].journey)).row
          countScore(of: journey, coordinates, &clock, &tallies)
          first = min(first, reach[end].at)
        }
        end += 1
      }
      tallies.add(CellKey(.frictionCustomers, day: clock.day(of: first), coordinates))
      start = end
    }
  }
}

/// Writes findings that are shown as examples, in memory that is kept from one to the next.
struct FindingExamples {
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

  mutating func write(_ finding: FindingRow, in contact: Contact, to output: inout ByteWriter) {
    message.removeAll()
    text.write(finding, to: &message)
    var head = FindingExample.Head(
      at: finding.at, severity: Int32(finding.severity),
      system: sources[Int(contact.row.source)].system)
    head.nativeID = contact.nativeIDBytes
    head.facts = finding.proofs.count
    message.bytes.withUnsafeBytes {
      head.message = $0
      head.write(to: &output)
    }
    text.forEachProof(of: finding, through: &facts) { record, field, value, rule in
      FindingExample.write(fact: record, field, (value, rule), to: &output)
    }
  }
}
