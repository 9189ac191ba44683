package import JourneyModel

/// F20: the customer had to ask how the matter stands.
package struct StatusChase: FrictionDetector {
  package static let description = ComponentDescription(
    id: "status-chase", number: "F20", title: "Status chase",
    summary: "The customer had to ask how an open matter stands.",
    formula: """
      A message of the customer in which the lexicon hears a question for the state ("any \
      update"), in a contact that was written in before or that is not the journey's first; or a \
      call or chat while a ticket of the journey was open that nobody had replied to (confidence \
      600 ‰). One hit per contact. 12 points.
      """,
    requires: ["texts of message-in, or first_response_ms"],
    source: "failure demand (Seddon, 2003): progress chasing")
  package static let family = FrictionFamily.repetition
  package static let rules = ["asked before", "asks for the state", "called meanwhile"]

  package init(_ parameters: ParameterValues) {}

  package func inspect(_ journey: JourneyView, _ found: (Hit) -> Void) {
    var first: EventRow?
    var waiting: Contact?
    for contact in journey.contacts where contact.row.direction != .outbound {
      let asks = contact.events.lazy.filter { $0.activity == .messageIn }
      let chase = asks.first { $0.signals.contains(.statusChase) }
      if let chase, let before = first ?? asks.first, before.at < chase.at {
        found(hit(contact, before, chase))
      } else if let waiting, contact.row.isLive, isUnanswered(waiting, at: contact.row.startedAt) {
        found(hit(contact, whileWaitingFor: waiting))
      }
      first = first ?? contact.events.first
      if contact.row.kind == .ticket || contact.row.kind == .email { waiting = contact }
    }
  }

  /// Whether nobody had replied to a ticket at an instant, and it was not settled.
  private func isUnanswered(_ contact: Contact, at instant: Instant) -> Bool {
    let row = contact.row
    let isReplied =
      row.firstResponseMilliseconds.map { row.startedAt.adding(milliseconds: $0) <= instant }
      ?? row.isSettled
    return !isReplied && row.startedAt < instant
  }

  private func hit(_ contact: Contact, _ before: EventRow, _ chase: EventRow) -> Hit {
    var hit = Hit(contact, at: chase.at)
    hit.finding.points = 12
    hit.finding.confidencePermille = 800
    hit.finding.measured = chase.at.milliseconds(since: before.at)
    hit.finding.place = contact.place
    hit.prove(before, rule: 0)
    hit.prove(chase, rule: 1)
    return hit
  }

  private func hit(_ contact: Contact, whileWaitingFor ticket: Contact) -> Hit {
    let (asked, row) = (ticket.row, contact.row)
    var hit = Hit(contact, at: row.startedAt)
    hit.finding.points = 12
    hit.finding.confidencePermille = 600
    hit.finding.measured = row.startedAt.milliseconds(since: asked.startedAt)
    hit.finding.place = ticket.place
    hit.finding.variant = 1
    hit.prove(.startedAt, asked.startedAt.microseconds, of: asked.record, rule: 0)
    hit.prove(.startedAt, row.startedAt.microseconds, of: row.record, rule: 2)
    return hit
  }

  package func write(_ finding: FindingRow, to text: inout FindingWriter) {
    text.write(finding.variant == 1 ? "made contact " : "asked how it stands ")
    text.write(duration: finding.measured)
    text.write(finding.variant == 1 ? " after a ticket without a reply" : " after first asking")
  }
}
