package import JourneyModel

/// F33: it took many replies to settle a matter in writing.
package struct TooManyTouches: FrictionDetector {
  package static let description = ComponentDescription(
    id: "too-many-touches", number: "F33", title: "Too many touches",
    summary: "It took many replies to deal with a matter in writing.",
    formula: """
      The so manieth message of an agent to the customer in one ticket or e-mail. 4 points.
      """,
    parameters: [
      ParameterDescription(
        name: "replies", summary: "How many replies are friction.",
        unit: .count, defaultValue: 4, allowed: 2...1000)
    ], requires: ["events: message-out"], activities: [.messageOut],
    source: "replies per ticket (Zendesk: one-touch)")
  package static let family = FrictionFamily.repetition
  package static let rules = ["the reply of number {limit}", "the last reply"]

  private let replies: Int64

  package init(_ parameters: ParameterValues) {
    replies = parameters.declared("replies", of: Self.description)
  }

  package func inspect(_ journey: JourneyView, _ found: (Hit) -> Void) {
    for contact in journey.contacts
    where contact.row.kind == .ticket || contact.row.kind == .email {
      guard Int64(contact.row.messagesOut) >= replies else { continue }
      var written: Int64 = 0
      var (first, last): (EventRow?, EventRow?)
      for event in contact.events
      where event.activity == .messageOut && (event.by == .agent || event.by == nil) {
        written += 1
        if written == replies { first = event }
        last = event
      }
      guard let event = first, let last else { continue }
      var hit = Hit(contact, at: event.at)
      hit.finding.points = 4
      hit.finding.measured = written
      hit.finding.limit = replies
      hit.finding.place = contact.place
      hit.prove(event, rule: 0)
      hit.prove(last, rule: 1)
      found(hit)
    }
  }

  package func write(_ finding: FindingRow, to text: inout FindingWriter) {
    text.write("took ")
    text.write(number: finding.measured)
    text.write(" replies")
  }
}
