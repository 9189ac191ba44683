package import JourneyModel

/// F03: the customer was handed over to another queue or agent within a contact.
package struct Transfer: FrictionDetector {
  package static let description = ComponentDescription(
    id: "transfer", number: "F03", title: "Transfer",
    summary: "The customer was handed over to another queue or agent within a contact.",
    formula: """
      One hit per hand-over, consults excluded; a hand-over stated by both legs is one. The first \
      of a contact is information (severity 0, no points); from the second on it is friction: 15 \
      points cold, 8 warm (the agent consulted the receiver for at least 5 s, or it is a ticket, \
      whose story is written down). It costs the talk after it, at most 90 s.
      """,
    parameters: [
      ParameterDescription(
        name: "friction-from", summary: "The number of the first hand-over that is friction.",
        unit: .count, defaultValue: 2, allowed: 1...100),
      ParameterDescription(
        name: "greeting", summary: "The most talk after a hand-over that it is charged with.",
        unit: .milliseconds, defaultValue: 90 * Milliseconds.second,
        allowed: 0...Milliseconds.hour),
    ], requires: ["events: transferred, or assigned with queue"],
    activities: [.transferred, .assigned],
    source: "transfer rate (COPC CX Standard; ISO 18295-1)")
  /// No other detector shares its cap in the effort score.
  package static let family = FrictionFamily.transfer
  package static let rules = ["a hand-over", "from", "to"]

  private let frictionFrom: Int64
  private let greeting: Int64

  package init(_ parameters: ParameterValues) {
    frictionFrom = parameters.declared("friction-from", of: Self.description)
    greeting = parameters.declared("greeting", of: Self.description)
  }

  package func inspect(_ journey: JourneyView, _ found: (Hit) -> Void) {
    for contact in journey.contacts where contact.row.transfers > 0 {
      var talks = Talks(contact.events, greeting: greeting)
      for (number, handOver) in contact.handOvers.enumerated() {
        let event = contact.events[Int(handOver.event)]
        let isFriction = Int64(number) + 1 >= frictionFrom
        var hit = Hit(contact, at: handOver.at)
        hit.finding.severity = isFriction ? 1 : 0
        hit.finding.points = isFriction ? (handOver.isWarm ? 8 : 15) : 0
        hit.claim.talk = talks.next(after: Int(handOver.event))
        hit.finding.place = handOver.from.or(contact.channelWord)
        hit.finding.otherPlace = handOver.to
        hit.finding.variant = (handOver.isWarm ? 1 : 0) | (handOver.from.isNone ? 2 : 0)
        hit.prove(event, rule: 0)
        if !handOver.from.isNone { hit.prove(.queue, handOver.from, of: event.record, rule: 1) }
        if !handOver.to.isNone { hit.prove(.queue, handOver.to, of: event.record, rule: 2) }
        found(hit)
      }
    }
  }

  package func write(_ finding: FindingRow, to text: inout FindingWriter) {
    text.write("handed over")
    if finding.variant & 2 == 0, !finding.place.isNone {
      text.write(" from ")
      text.write(finding.place)
    }
    if !finding.otherPlace.isNone {
      text.write(" to ")
      text.write(finding.otherPlace)
    }
    text.write(finding.variant & 1 == 1 ? " with its story" : " without its story")
  }
}

/// The talk behind each hand-over of a contact, asked for in order, so that events are looked at
/// once.
private struct Talks {
  private let events: RowSlice<EventRow>
  private let greeting: Int64
  /// The answer found last, nil behind the last one, and the talk from there on.
  private var answer: Int? = -1
  private var talk: Int64 = 0

  init(_ events: RowSlice<EventRow>, greeting: Int64) {
    self.events = events
    self.greeting = greeting
  }

  /// The talk from the next answer to what follows it, at most the greeting; 0 without an answer.
  mutating func next(after event: Int) -> Int64 {
    guard let known = answer else { return 0 }
    if known > event { return talk }
    answer = events.first(behind: event) { $0 == .answered }
    talk = 0
    guard let answer,
      let end = events.first(behind: answer, where: { $0 == .transferred || $0 == .ended })
    else { return 0 }
    talk = min(greeting, events[end].at.milliseconds(since: events[answer].at))
    return talk
  }
}
