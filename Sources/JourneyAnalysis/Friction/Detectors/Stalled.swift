import CivilTime
package import JourneyModel

/// F25: an open matter lay still while the center had to act.
package struct Stalled: FrictionDetector {
  package static let description = ComponentDescription(
    id: "stalled", number: "F25", title: "Stalled",
    summary: "An open ticket lay still while the center had to act.",
    formula: """
      A ticket that somebody had begun to work on, in the state new or open, in which nothing \
      happened for longer than the threshold, until the next event or as-of. 8 points, 15 from \
      three times the threshold; at most three hits per ticket. It is dated when the threshold \
      passed, and delays the customer by what exceeds it. Where calendars are configured only \
      their open hours count.
      """,
    parameters: [
      ParameterDescription(
        name: "threshold", summary: "The longest time without an event that is no friction.",
        unit: .milliseconds, defaultValue: 48 * Milliseconds.hour,
        allowed: Milliseconds.minute...(90 * Milliseconds.day))
    ], requires: ["events: status"], activities: [.status],
    source: "idle time of tickets (BPI Challenge 2013)")
  package static let family = FrictionFamily.wait
  package static let rules = ["happened last", "happened next, after > {limit}", "nothing since"]

  private let threshold: Int64

  /// The most hits of one ticket.
  private static let most = 3

  package init(_ parameters: ParameterValues) {
    threshold = parameters.declared("threshold", of: Self.description)
  }

  package func inspect(_ journey: JourneyView, _ found: (Hit) -> Void) {
    for contact in journey.contacts
    where contact.row.isSettledByStatus != nil && !contact.row.isMerged {
      inspect(contact, asOf: journey.customer.settings.asOf, found)
    }
  }

  private func inspect(_ contact: Contact, asOf: Instant, _ found: (Hit) -> Void) {
    var gaps = Gaps()
    var hits = 0
    for event in contact.events where hits < Self.most {
      guard let gap = gaps.next(event), let hit = hit(contact, gap) else { continue }
      hits += 1
      found(hit)
    }
    if hits < Self.most, contact.row.isOpen, let gap = gaps.open(until: asOf),
      let hit = hit(contact, gap)
    {
      found(hit)
    }
  }

  private func hit(_ contact: Contact, _ gap: Gap) -> Hit? {
    // Working time is never longer than time.
    guard gap.end.milliseconds(since: gap.last.at) > threshold else { return nil }
    let milliseconds = contact.workingMilliseconds(from: gap.last.at, until: gap.end)
    guard milliseconds > threshold else { return nil }
    let passed = contact.instant(afterWorking: threshold, from: gap.last.at)
    var hit = Hit(contact, at: passed)
    hit.finding.points = milliseconds >= 3 * threshold ? 15 : 8
    hit.finding.severity = gap.next == nil ? 3 : 1
    hit.delay = Delay(from: passed, until: gap.end)
    hit.finding.measured = milliseconds
    hit.finding.limit = threshold
    hit.finding.place = gap.last.queue.or(contact.place)
    hit.finding.variant = gap.next == nil ? 1 : 0
    hit.prove(gap.last, rule: 0)
    if let next = gap.next {
      hit.prove(next, rule: 1)
    } else {
      hit.prove(.asOf, gap.end.microseconds, of: gap.last.record, rule: 2)
    }
    return hit
  }

  package func write(_ finding: FindingRow, to text: inout FindingWriter) {
    text.write(finding.variant == 1 ? "has lain still for " : "lay still for ")
    text.write(duration: finding.measured)
    text.write(", threshold ")
    text.write(duration: finding.limit)
  }
}

/// A time in which nothing happened, from an event to the next one or to as-of.
private struct Gap {
  var last: EventRow
  var end: Instant
  var next: EventRow?
}

/// Walks a ticket's events and tells for how long the center had to act and did not.
private struct Gaps {
  /// The last event, if the center has to act since; nil if it has not.
  private var last: EventRow?
  private var isOurs = true
  private var isBegun = false

  /// The time before an event, if the center had to act in it.
  mutating func next(_ event: EventRow) -> Gap? {
    let gap = last.map { Gap(last: $0, end: event.at, next: event) }
    if let status = event.status { isOurs = status == .new || status == .open }
    switch event.activity {
    case .messageOut, .note, .assigned, .answered: isBegun = isBegun || event.by != .customer
    case .status: isBegun = isBegun || event.by == .agent
    default: break
    }
    last = isOurs && isBegun ? event : nil
    return gap
  }

  /// The time since the last event, if the center has to act.
  func open(until instant: Instant) -> Gap? {
    last.map { Gap(last: $0, end: instant, next: nil) }
  }
}
