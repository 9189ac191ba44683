import CivilTime
package import JourneyModel

/// F22: a call was cut off after it was answered.
package struct Dropped: FrictionDetector {
  package static let description = ComponentDescription(
    id: "dropped", number: "F22", title: "Dropped call",
    summary: "A call was cut off after it was answered.",
    formula: """
      An answered call that its last agent ended after less talk than the shortest, or that \
      neither side ended and after whose end the customer called again within the window. 15 \
      points, severity 2; it costs its talk.
      """,
    parameters: [
      ParameterDescription(
        name: "shortest", summary: "The shortest talk of a call that an agent may end.",
        unit: .milliseconds, defaultValue: 30 * Milliseconds.second,
        allowed: 0...Milliseconds.hour),
      ParameterDescription(
        name: "window", summary: "The longest time to the next call after a broken connection.",
        unit: .milliseconds, defaultValue: 10 * Milliseconds.minute,
        allowed: 0...Milliseconds.day),
    ], requires: ["events: answered, and ended with by", "talk_ms"],
    source: "disconnects by agents (Amazon Connect, Five9 reports)")
  package static let family = FrictionFamily.deadEnd
  package static let rules = ["answered", "ended", "talk_ms < {limit}", "called again"]

  private let shortest: Int64
  private let window: Int64

  package init(_ parameters: ParameterValues) {
    shortest = parameters.declared("shortest", of: Self.description)
    window = parameters.declared("window", of: Self.description)
  }

  package func inspect(_ journey: JourneyView, _ found: (Hit) -> Void) {
    for (step, contact) in journey.contacts.enumerated() {
      let row = contact.row
      guard row.kind == .call, row.direction != .outbound, let end = contact.lastEnded,
        let answer = contact.events.last(where: { $0.activity == .answered && $0.at <= end.at })
      else { continue }
      let talk = min(row.talkMilliseconds ?? .max, end.at.milliseconds(since: answer.at))
      let again = end.by == .system ? nextCall(after: step, of: journey) : nil
      let isShort = end.by == .agent && talk < shortest
      guard isShort || again != nil else { continue }
      var hit = Hit(contact, at: end.at)
      hit.finding.points = 15
      hit.finding.severity = 2
      hit.finding.avoidable = again == nil ? 0 : 1
      hit.claim.talk = talk
      hit.finding.measured = talk
      hit.finding.limit = shortest
      hit.finding.place = contact.place
      hit.finding.variant = isShort ? 0 : 1
      hit.prove(answer, rule: 0)
      hit.prove(end, rule: 1)
      if isShort { hit.prove(.talkMs, talk, of: row.record, rule: 2) }
      if let again {
        hit.prove(.startedAt, again.row.startedAt.microseconds, of: again.row.record, rule: 3)
      }
      found(hit)
    }
  }

  private func nextCall(after step: Int, of journey: JourneyView) -> Contact? {
    guard step + 1 < journey.count else { return nil }
    let next = journey[step + 1]
    let isAgain =
      next.row.kind == .call && next.isCustomerContact && journey[step].gap(to: next) <= window
    return isAgain ? next : nil
  }

  package func write(_ finding: FindingRow, to text: inout FindingWriter) {
    text.write(finding.variant == 0 ? "was hung up on after " : "was cut off after ")
    text.write(duration: finding.measured)
    text.write(" of talk")
  }
}
