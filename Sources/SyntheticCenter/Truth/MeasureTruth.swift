/// What a daily measure counts, by day and channel.
struct MeasureCellKey: Hashable, Comparable, Sendable {
  /// The reporting day, in days since 1970.
  var day: Int32
  /// The id of the measure, as the product calls it.
  var measure: String
  /// The channel's name, as the product calls it.
  var channel: String

  static func < (left: MeasureCellKey, right: MeasureCellKey) -> Bool {
    (left.day, left.measure, left.channel) < (right.day, right.measure, right.channel)
  }
}

/// Daily measures as they really were, by the definitions the tool publishes.
struct MeasureTruth: Sendable {
  /// Numerator and denominator; durations in milliseconds.
  struct Cell: Equatable, Sendable {
    var numerator = 0
    var denominator = 0
  }

  private(set) var cells: [MeasureCellKey: Cell] = [:]
  private let clock: CenterClock

  /// Measures of a center of which nothing is counted yet.
  init(clock: CenterClock) { self.clock = clock }

  /// Adds what others counted.
  mutating func merge(_ other: MeasureTruth) {
    for (key, cell) in other.cells {
      cells[key, default: Cell()].numerator += cell.numerator
      cells[key, default: Cell()].denominator += cell.denominator
    }
  }

  /// Counts everything a group did and what was true of it.
  mutating func count(_ group: SimulatedGroup, _ truths: [InteractionTruth]) {
    for place in group.touches.indices where group.touches[place].isExported {
      count(group.touches[place], truths[place])
    }
    countJourneys(group.touches, truths)
    countFirstContacts(group, truths)
  }

  private mutating func add(
    _ measure: String, _ channel: String, at second: Int, _ numerator: Int
  ) {
    let key = MeasureCellKey(day: clock.day(of: second), measure: measure, channel: channel)
    cells[key, default: Cell()].numerator += numerator
    cells[key, default: Cell()].denominator += 1
  }

  private mutating func count(_ touch: Touch, _ truth: InteractionTruth) {
    let (channel, start) = (truth.channel, truth.startedAt)
    add("contacts", channel, at: start, 1)
    if let wait = truth.wait, let queued = truth.firstQueue {
      add("wait", channel, at: queued, wait * 1_000)
      add("abandonment", channel, at: start, truth.outcome == "abandoned" ? 1 : 0)
    }
    if truth.outcome == "handled" {
      add("transfer-rate", channel, at: start, truth.transfers > 0 ? 1 : 0)
      if let talk = truth.talk {
        let handle = talk + (truth.hold ?? 0) + (truth.wrap ?? 0)
        add("handle-time", channel, at: start, handle * 1_000)
      }
    }
    if truth.kind == "ticket" {
      if let first = truth.firstSettled {
        add("reopen-rate", channel, at: first, truth.reopens > 0 ? 1 : 0)
      }
      if let end = truth.endedAt {
        add("time-to-resolve", channel, at: end, (end - start) * 1_000)
      }
    }
    if let survey = touch.survey { add("csat", channel, at: start, (survey.csat - 1) * 250) }
  }

  private mutating func countJourneys(_ touches: [Touch], _ truths: [InteractionTruth]) {
    let matters = Dictionary(grouping: touches.indices.filter { touches[$0].isExported }) {
      touches[$0].matter
    }
    for places in matters.values {
      guard let first = places.min(by: { truths[$0].startedAt < truths[$1].startedAt }) else {
        continue
      }
      add("journeys", truths[first].channel, at: truths[first].startedAt, 1)
    }
  }

  /// First contact resolution: no other contact of the person for the same reason within seven
  /// days of the start.
  private mutating func countFirstContacts(_ group: SimulatedGroup, _ truths: [InteractionTruth]) {
    let touches = group.touches
    let contacts = touches.indices.filter { place in
      let isDocument = truths[place].kind == "ticket" && touches[place].isLinked
      return touches[place].isExported && truths[place].direction == "inbound" && !isDocument
        && group.group.people[touches[place].person].role == .customer
    }
    let same = Dictionary(grouping: contacts) { touches[$0].person << 8 | touches[$0].reason }
    for places in same.values {
      let ordered = places.sorted { truths[$0].startedAt < truths[$1].startedAt }
      for (number, place) in ordered.enumerated() {
        let truth = truths[place]
        if ["abandoned", "missed", "open"].contains(truth.outcome) { continue }
        let next = number + 1 < ordered.count ? truths[ordered[number + 1]].startedAt : Int.max
        let isResolved = next == Int.max || next - truth.startedAt > 7 * 86_400
        add("fcr-7d", truth.channel, at: truth.startedAt, isResolved ? 1 : 0)
      }
    }
  }
}
