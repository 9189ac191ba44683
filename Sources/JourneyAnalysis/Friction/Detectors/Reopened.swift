import CivilTime
package import JourneyModel

/// F19: a settled ticket came back.
package struct Reopened: FrictionDetector {
  package static let description = ComponentDescription(
    id: "reopened", number: "F19", title: "Reopened",
    summary: "A settled ticket came back.",
    formula: """
      A status from solved or closed to any other, not set by an agent or the system; where the \
      source does not say who, the confidence is 700 ‰. 15 points. Severity 3 within the severe \
      window after the settlement, else 2. It delays the customer until the ticket is settled \
      again, or until as-of. Counts instead of the repeat contact by which the ticket came back: \
      one that began after the settlement and at most 7 days before the return.
      """,
    parameters: [
      ParameterDescription(
        name: "severe-within", summary: "The time after the settlement within which it is severe.",
        unit: .milliseconds, defaultValue: 72 * Milliseconds.hour,
        allowed: 0...(90 * Milliseconds.day))
    ], requires: ["events: status"], source: "reopened incidents (ITIL 4, incident management)")
  /// Shares the effort score's cap with repeat contacts.
  package static let family = FrictionFamily.repetition
  /// A customer who calls and so reopens the ticket returned once.
  package static let suppresses = ["repeat-contact"]
  package static let rules = ["settled", "no longer settled"]

  private let severeWithin: Int64

  package init(_ parameters: ParameterValues) {
    severeWithin = parameters.declared("severe-within", of: Self.description)
  }

  package func inspect(_ journey: JourneyView, _ found: (Hit) -> Void) {
    for contact in journey.contacts where contact.row.reopens > 0 {
      let settlements = contact.settlements
      for (number, settlement) in settlements.enumerated() {
        guard let at = settlement.until else { continue }
        let (settling, reopening) = (
          contact.events[Int(settlement.event)], contact.events[Int(settlement.reopening)]
        )
        guard reopening.by == nil || reopening.by == .customer else { continue }
        let gap = at.milliseconds(since: settlement.at)
        let again = number + 1 < settlements.count ? settlements[number + 1].at : nil
        var hit = Hit(contact, at: at)
        hit.finding.points = 15
        hit.finding.avoidable = 1
        hit.finding.confidencePermille = reopening.by == nil ? 700 : 1000
        hit.finding.severity = gap < severeWithin ? 3 : 2
        hit.delay = Delay(from: at, until: again ?? journey.customer.settings.asOf)
        hit.finding.measured = gap
        hit.finding.place = contact.place
        hit.prove(settling, asStatusUnder: 0)
        hit.prove(reopening, asStatusUnder: 1)
        found(hit)
      }
    }
  }

  package func write(_ finding: FindingRow, to text: inout FindingWriter) {
    text.write("came back ")
    text.write(duration: finding.measured)
    text.write(" after it was settled")
  }
}

extension Hit {
  /// Adds a status and its instant as a proof.
  fileprivate mutating func prove(_ event: EventRow, asStatusUnder rule: UInt8) {
    var proof = ProofRow(event.record, .status, rule: rule)
    proof.text = event.value
    proof.number = event.at.microseconds
    finding.proofs.append(proof)
  }
}
