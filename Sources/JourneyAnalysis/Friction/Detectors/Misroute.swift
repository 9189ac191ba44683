package import JourneyModel

/// F05: the first agent could only send the customer on.
package struct Misroute: FrictionDetector {
  package static let description = ComponentDescription(
    id: "misroute", number: "F05", title: "Misroute",
    summary: "The first agent could only send the customer on to another queue.",
    formula: """
      A call or chat whose first answer was in a queue that it left by its first hand-over, after \
      less talk than the longest triage, and did not end in. 12 points. Costs the talk before the \
      hand-over. Counts instead of that hand-over.
      """,
    parameters: [
      ParameterDescription(
        name: "triage", summary: "The shortest talk after which a hand-over is no misroute.",
        unit: .milliseconds, defaultValue: 60 * Milliseconds.second,
        allowed: 0...Milliseconds.hour)
    ], requires: ["events: answered and transferred with queue"], activities: [.transferred],
    source: "misrouted calls (COPC CX Standard, transfer analysis)")
  /// A misroute is a hand-over, too.
  package static let family = FrictionFamily.transfer
  package static let suppresses = ["transfer"]
  package static let rules = [
    "answered first", "handed over", "talk before it < {limit}", "ended in",
  ]

  private let triage: Int64

  package init(_ parameters: ParameterValues) {
    triage = parameters.declared("triage", of: Self.description)
  }

  package func inspect(_ journey: JourneyView, _ found: (Hit) -> Void) {
    for contact in journey.contacts where contact.row.isLive && contact.row.transfers > 0 {
      guard let answer = contact.firstAnswered, let handOver = contact.handOvers.first,
        !handOver.from.isNone, handOver.from != contact.row.queue, !contact.row.queue.isNone
      else { continue }
      let talk = handOver.at.milliseconds(since: answer.at)
      guard talk >= 0, talk < triage else { continue }
      let event = contact.events[Int(handOver.event)]
      var hit = Hit(contact, at: handOver.at)
      hit.finding.points = 12
      hit.claim.talk = talk
      hit.finding.measured = talk
      hit.finding.limit = triage
      hit.finding.place = handOver.from
      hit.finding.otherPlace = contact.row.queue
      hit.prove(answer, rule: 0)
      hit.prove(event, rule: 1)
      hit.prove(.talkMs, talk, of: event.record, rule: 2)
      hit.prove(.queue, contact.row.queue, of: contact.row.record, rule: 3)
      found(hit)
    }
  }

  package func write(_ finding: FindingRow, to text: inout FindingWriter) {
    text.write("was sent on from ")
    text.write(finding.place)
    text.write(" after ")
    text.write(duration: finding.measured)
    text.write(" and ended at ")
    text.write(finding.otherPlace)
  }
}
