import CivilTime
package import JourneyModel

/// F18: the customer came again about a matter that was thought settled.
package struct RepeatContact: FrictionDetector {
  package static let description = ComponentDescription(
    id: "repeat-contact", number: "F18", title: "Repeat contact",
    summary: "The customer came again about a matter that was thought settled.",
    formula: """
      A contact of the customer with the same known reason as an earlier one that was settled \
      (ticket solved or closed, call or chat handled) at most the window before its start and had \
      not come back by then, in whatever journey. Explicitly linked follow-ups, callbacks and \
      documents are none. 25 points, severity 2, the whole contact is avoidable.
      """,
    parameters: [
      ParameterDescription(
        name: "window", summary: "The longest time from the settlement to the contact.",
        unit: .milliseconds, defaultValue: 7 * Milliseconds.day,
        allowed: Milliseconds.hour...(90 * Milliseconds.day))
    ], requires: ["reason", "outcome or resolved"],
    source: "repeat contacts (SQM Group; Dixon, Toman, DeLisi: The Effortless Experience, 2013)")
  /// Shares the effort score's cap with reopened tickets.
  package static let family = FrictionFamily.repetition
  package static let rules = ["settled", "same reason within the window", "equal in both"]

  private let window: Int64

  package init(_ parameters: ParameterValues) {
    window = parameters.declared("window", of: Self.description)
  }

  package func inspect(_ journey: JourneyView, _ found: (Hit) -> Void) {
    let customer = journey.customer
    for contact in journey.contacts {
      guard contact.isCustomerContact, contact.step.basis != .explicit,
        let prior = customer.reasons.settlement(before: contact.position, within: window)
      else { continue }
      let row = contact.row
      let earlier = customer[Int(prior.position)]
      let settling = prior.event.map { earlier.events[Int($0)].record } ?? earlier.row.record
      var hit = Hit(contact, at: row.startedAt)
      hit.finding.points = 25
      hit.finding.severity = 2
      hit.finding.avoidable = 1
      hit.prior = prior
      hit.claim = TimeParts(of: row)
      hit.finding.place = earlier.place
      hit.finding.measured = row.startedAt.milliseconds(since: prior.at)
      hit.finding.variant = earlier.row.kind.rawValue
      hit.prove(.endedAt, prior.at.microseconds, of: settling, rule: 0)
      hit.prove(.startedAt, row.startedAt.microseconds, of: row.record, rule: 1)
      hit.prove(.reason, row.reason, of: row.record, rule: 2)
      found(hit)
    }
  }

  package func write(_ finding: FindingRow, to text: inout FindingWriter) {
    text.write("came again ")
    text.write(duration: finding.measured)
    text.write(" after a ")
    text.write(InteractionKind(rawValue: finding.variant)?.name ?? "contact")
    text.write(" about the same reason was settled")
  }
}
