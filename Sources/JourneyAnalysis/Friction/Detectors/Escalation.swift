package import JourneyModel

/// F28: the customer asks for somebody above, or complains.
package struct Escalation: FrictionDetector {
  package static let description = ComponentDescription(
    id: "escalation", number: "F28", title: "Escalation",
    summary: "The customer asks for somebody above, complains or threatens to.",
    formula: """
      The first message of the customer in a contact in which the lexicon hears an escalation \
      ("your manager", "complaint", "lawyer"). 20 points, severity 3.
      """,
    requires: ["texts of message-in"], activities: [.messageIn],
    source: "complaint definition (ISO 10002)")
  package static let family = FrictionFamily.deadEnd
  package static let rules = ["escalates"]

  package init(_ parameters: ParameterValues) {}

  package func inspect(_ journey: JourneyView, _ found: (Hit) -> Void) {
    for contact in journey.contacts where contact.row.messagesIn > 0 {
      let event = contact.events.first {
        $0.activity == .messageIn && $0.signals.contains(.escalation)
      }
      guard let event else { continue }
      var hit = Hit(contact, at: event.at)
      hit.finding.points = 20
      hit.finding.severity = 3
      hit.finding.confidencePermille = 800
      hit.finding.place = contact.place
      hit.prove(event, rule: 0)
      found(hit)
    }
  }

  package func write(_ finding: FindingRow, to text: inout FindingWriter) {
    text.write("asked for somebody above or complained")
  }
}
