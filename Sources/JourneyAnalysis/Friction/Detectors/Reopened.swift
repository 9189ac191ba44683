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
      one that began after the settlement and at most 7 days before the return. Where the source \
      counts more returns than are seen, one hit says how many, dated when the ticket moved last, \
      with 15 points, severity 2, confidence 800 ‰ and no delay.
      """,
    parameters: [
      ParameterDescription(
        name: "severe-within", summary: "The time after the settlement within which it is severe.",
        unit: .milliseconds, defaultValue: 72 * Milliseconds.hour,
        allowed: 0...(90 * Milliseconds.day))
    ], requires: ["events: status"], activities: [.status],
    source: "reopened incidents (ITIL 4, incident management)")
  /// Shares the effort score's cap with repeat contacts.
  package static let family = FrictionFamily.repetition
  /// A customer who calls and so reopens the ticket returned once.
  package static let suppresses = ["repeat-contact"]
  package static let rules = ["settled", "no longer settled", "counted by the source"]

  private let severeWithin: Int64

  package init(_ parameters: ParameterValues) {
    severeWithin = parameters.declared("severe-within", of: Self.description)
  }

  package func inspect(_ journey: JourneyView, _ found: (Hit) -> Void) {
    for contact in journey.contacts {
      if let hit = unseen(contact) { found(hit) }
      if contact.row.reopens == 0 { continue }
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

  /// What the source counts beyond what is seen.
  private func unseen(_ contact: Contact) -> Hit? {
    var counted: Int64 = 0
    for counter in contact.counters where counter.check == .reopens {
      counted = max(counted, counter.value)
    }
    let count = counted - Int64(contact.row.reopens)
    guard count > 0, !contact.row.isMerged else { return nil }
    var hit = Hit(contact, at: contact.row.lastMoment)
    hit.finding.points = 15
    hit.finding.avoidable = 1
    hit.finding.severity = 2
    hit.finding.confidencePermille = 800
    hit.finding.measured = count
    hit.finding.place = contact.place
    hit.finding.variant = 1
    hit.prove(.reopens, counted, of: contact.row.record, rule: 2)
    return hit
  }

  package func write(_ finding: FindingRow, to text: inout FindingWriter) {
    if finding.variant == 1 {
      text.write("came back ")
      text.write(finding.measured == 1 ? "once" : "\(finding.measured) times")
      text.write(", as its source counts; when is not known")
      return
    }
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
