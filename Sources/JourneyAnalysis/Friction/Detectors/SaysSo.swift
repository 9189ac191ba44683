package import JourneyModel

/// F13: the customer says that this is not the first time.
package struct SaysSo: FrictionDetector {
  package static let description = ComponentDescription(
    id: "says-so", number: "F13", title: "Says it is not the first time",
    summary: "The customer writes that they have told or asked this before.",
    formula: """
      A message of the customer in which the lexicon hears a repetition ("I already told you"), or \
      the second one with a weak sign of it ("still not", "again") in one contact. One hit per \
      contact. 10 points.
      """,
    requires: ["texts of message-in"], activities: [.messageIn],
    source: "customer effort in verbatims (CEB; Calabrio)")
  package static let family = FrictionFamily.repetition
  package static let rules = ["says that it is told again", "a sign of it", "a second sign of it"]

  package init(_ parameters: ParameterValues) {}

  package func inspect(_ journey: JourneyView, _ found: (Hit) -> Void) {
    for contact in journey.contacts where contact.row.messagesIn > 0 {
      var sign: EventRow?
      for event in contact.events where event.activity == .messageIn {
        let isSure = event.signals.contains(.repeated)
        guard isSure || event.signals.contains(.repeatedWeakly) else { continue }
        if !isSure, sign == nil {
          sign = event
          continue
        }
        var hit = Hit(contact, at: event.at)
        hit.finding.points = 10
        hit.finding.place = contact.place
        hit.finding.confidencePermille = isSure ? 900 : 700
        if !isSure, let sign { hit.prove(sign, rule: 1) }
        hit.prove(event, rule: isSure ? 0 : 2)
        found(hit)
        break
      }
    }
  }

  package func write(_ finding: FindingRow, to text: inout FindingWriter) {
    text.write("said that this is not the first time")
  }
}
