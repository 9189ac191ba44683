import CivilTime
package import JourneyModel

/// F23: nobody dealt with the customer, and nothing came after.
package struct DeadEnd: FrictionDetector {
  package static let description = ComponentDescription(
    id: "dead-end", number: "F23", title: "Dead end",
    summary: "Nobody dealt with the customer, and nothing came after.",
    formula: """
      outcome = missed or voicemail, and nothing else of the journey, nor a call of the center to \
      the customer, began within the window after it, which is over as of now. 18 points, \
      severity 3.
      """,
    parameters: [
      ParameterDescription(
        name: "window", summary: "The time within which something must follow.",
        unit: .milliseconds, defaultValue: Milliseconds.day,
        allowed: Milliseconds.minute...(30 * Milliseconds.day))
    ], requires: ["outcome"], source: "unresolved contacts without a next step (CEB, 2013)")
  package static let family = FrictionFamily.deadEnd
  package static let rules = ["ended, nobody answered"]

  private let window: Int64

  /// How many interactions after a contact are looked at.
  private static let mostAfter = 50

  package init(_ parameters: ParameterValues) {
    window = parameters.declared("window", of: Self.description)
  }

  package func inspect(_ journey: JourneyView, _ found: (Hit) -> Void) {
    let asOf = journey.customer.settings.asOf
    for (step, contact) in journey.contacts.enumerated() where contact.isCustomerContact {
      let row = contact.row
      guard row.outcome == .missed || row.outcome == .voicemail,
        asOf.milliseconds(since: row.lastMoment) > window,
        step + 1 == journey.count || contact.gap(to: journey[step + 1]) > window,
        !isCalled(after: contact)
      else { continue }
      var hit = Hit(contact, at: row.lastMoment)
      hit.finding.points = 18
      hit.finding.severity = 3
      hit.claim.menu = row.ivrMilliseconds ?? 0
      hit.claim.wait = row.waitMilliseconds ?? 0
      hit.finding.measured = window
      hit.finding.place = contact.waitingPlace
      hit.finding.variant = row.outcome == .voicemail ? 1 : 0
      hit.prove(.endedAt, row.lastMoment.microseconds, of: row.record, rule: 0)
      found(hit)
    }
  }

  /// Whether the center called the customer about whatever matter within the window.
  private func isCalled(after contact: Contact) -> Bool {
    let customer = contact.customer
    var position = contact.position + 1
    while position < min(customer.count, contact.position + Self.mostAfter) {
      let next = customer[position]
      if contact.gap(to: next) > window { return false }
      if next.row.direction == .outbound { return true }
      position += 1
    }
    return false
  }

  package func write(_ finding: FindingRow, to text: inout FindingWriter) {
    text.write(finding.variant == 1 ? "left a message at " : "was not answered at ")
    text.write(finding.place)
    text.write(", and nothing came within ")
    text.write(duration: finding.measured)
  }
}
