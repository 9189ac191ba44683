import CivilTime
package import JourneyModel

/// F16: the customer tried to help themselves and then had to make contact.
package struct FailedSelfService: FrictionDetector {
  package static let description = ComponentDescription(
    id: "failed-self-service", number: "F16", title: "Failed self-service",
    summary: "The customer tried to help themselves and then had to make contact.",
    formula: """
      A contact of the customer that began at most the window after a search or an article of help \
      was looked at in a visit, or after a contact of the journey was contained by a menu or bot. \
      12 points, severity 2, the contact is avoidable.
      """,
    parameters: [
      ParameterDescription(
        name: "window", summary: "The longest time from the search or article to the contact.",
        unit: .milliseconds, defaultValue: 30 * Milliseconds.minute,
        allowed: 0...Milliseconds.day)
    ], requires: ["events: searched or viewed-article, or outcome"],
    source: "web visits before calls (CEB: 58 % of callers were on the web site first)")
  package static let family = FrictionFamily.digital
  package static let rules = ["looked for help", "made contact", "left to a menu or bot"]

  private let window: Int64

  /// How many interactions before a contact are looked at.
  private static let mostBefore = 20

  package init(_ parameters: ParameterValues) {
    window = parameters.declared("window", of: Self.description)
  }

  package func inspect(_ journey: JourneyView, _ found: (Hit) -> Void) {
    var before: Contact?
    for contact in journey.contacts where contact.isCustomerContact {
      defer { before = contact }
      if let earlier = before, earlier.row.outcome == .contained,
        contact.row.outcome != .contained, earlier.gap(to: contact) <= window
      {
        found(hit(contact, after: earlier))
        continue
      }
      guard let help = lastHelp(before: contact) else { continue }
      let row = contact.row
      var hit = Hit(contact, at: row.startedAt)
      hit.finding.points = 12
      hit.finding.severity = 2
      hit.finding.avoidable = 1
      hit.finding.measured = row.startedAt.milliseconds(since: help.at)
      hit.finding.place = contact.place
      hit.finding.variant = help.activity == .searched ? 1 : 0
      hit.prove(help, rule: 0)
      hit.prove(.startedAt, row.startedAt.microseconds, of: row.record, rule: 1)
      found(hit)
    }
  }

  private func hit(_ contact: Contact, after earlier: Contact) -> Hit {
    let (first, second) = (earlier.row, contact.row)
    var hit = Hit(contact, at: second.startedAt)
    hit.finding.points = 12
    hit.finding.severity = 2
    hit.finding.avoidable = 1
    hit.finding.measured = earlier.gap(to: contact)
    hit.finding.place = earlier.place
    hit.finding.variant = 2
    hit.prove(.endedAt, first.lastMoment.microseconds, of: first.record, rule: 2)
    hit.prove(.startedAt, second.startedAt.microseconds, of: second.record, rule: 1)
    return hit
  }

  /// What the customer looked at last within the window, with no other contact since.
  private func lastHelp(before contact: Contact) -> EventRow? {
    let customer = contact.customer
    var last: EventRow?
    for position in (0..<contact.position).suffix(Self.mostBefore).reversed() {
      let earlier = customer[position]
      if earlier.isCustomerContact { break }
      guard earlier.row.kind == .visit else { continue }
      for event in earlier.events
      where event.activity == .searched || event.activity == .viewedArticle {
        let gap = contact.row.startedAt.milliseconds(since: event.at)
        guard gap >= 0, gap <= window, last.map({ $0.at <= event.at }) ?? true else { continue }
        last = event
      }
    }
    return last
  }

  package func write(_ finding: FindingRow, to text: inout FindingWriter) {
    switch finding.variant {
    case 0: text.write("read an article of help")
    case 1: text.write("searched for help")
    default: text.write("was left to a menu or bot")
    }
    text.write(" and made contact ")
    text.write(duration: finding.measured)
    text.write(" later")
  }
}
