package import JourneyModel

/// F20: the customer had to ask how the matter stands.
package struct StatusChase: FrictionDetector {
  package static let description = ComponentDescription(
    id: "status-chase", number: "F20", title: "Status chase",
    summary: "The customer had to ask how an open matter stands.",
    formula: """
      A message of the customer in which the lexicon hears a question for the state ("any \
      update"), in a contact that was written in before or that is not the journey's first. One \
      hit per contact. 12 points.
      """,
    requires: ["texts of message-in"], source: "failure demand (Seddon, 2003): progress chasing")
  package static let family = FrictionFamily.repetition
  package static let rules = ["asked before", "asks for the state"]

  package init(_ parameters: ParameterValues) {}

  package func inspect(_ journey: JourneyView, _ found: (Hit) -> Void) {
    var first: EventRow?
    for contact in journey.contacts where contact.row.direction != .outbound {
      let asks = contact.events.lazy.filter { $0.activity == .messageIn }
      let chase = asks.first { $0.signals.contains(.statusChase) }
      if let chase, let before = first ?? asks.first, before.at < chase.at {
        var hit = Hit(contact, at: chase.at)
        hit.finding.points = 12
        hit.finding.confidencePermille = 800
        hit.finding.measured = chase.at.milliseconds(since: before.at)
        hit.finding.place = contact.place
        hit.prove(before, rule: 0)
        hit.prove(chase, rule: 1)
        found(hit)
      }
      first = first ?? contact.events.first
    }
  }

  package func write(_ finding: FindingRow, to text: inout FindingWriter) {
    text.write("asked how it stands ")
    text.write(duration: finding.measured)
    text.write(" after first asking")
  }
}
