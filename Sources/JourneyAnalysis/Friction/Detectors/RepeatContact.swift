import CivilTime
package import JourneyModel

/// F18: the customer came again about a matter that was thought settled.
package struct RepeatContact: FrictionDetector {
  package static let description = ComponentDescription(
    id: "repeat-contact", number: "F18", title: "Repeat contact",
    summary: "The customer came again about a matter that was thought settled.",
    formula: """
      A contact of the customer that names an earlier one, or has the same known reason in \
      whatever journey, which was settled (ticket solved or closed, call or chat handled) at most \
      the window before its start and had not come back by then. Callbacks, follow-ups and \
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
  package static let rules = [
    "settled", "same reason within the window", "equal in both", "names it within the window",
  ]

  /// Marks findings of contacts that name the one before, beside its kind.
  private static let isNamed: UInt8 = 0x80

  private let window: Int64

  package init(_ parameters: ParameterValues) {
    window = parameters.declared("window", of: Self.description)
  }

  package func inspect(_ journey: JourneyView, _ found: (Hit) -> Void) {
    let customer = journey.customer
    for contact in journey.contacts {
      guard contact.isCustomerContact else { continue }
      let named = settlement(namedBy: contact)
      guard let prior = named ?? settlement(sharedBy: contact, of: customer) else { continue }
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
      hit.finding.variant = earlier.row.kind.rawValue | (named == nil ? 0 : Self.isNamed)
      hit.prove(.endedAt, prior.at.microseconds, of: settling, rule: 0)
      hit.prove(.startedAt, row.startedAt.microseconds, of: row.record, rule: named == nil ? 1 : 3)
      if named == nil { hit.prove(.reason, row.reason, of: row.record, rule: 2) }
      found(hit)
    }
  }

  /// The settlement of what a contact has the reason of.
  private func settlement(
    sharedBy contact: Contact, of customer: CustomerView
  ) -> ReasonIndex.Settlement? {
    if contact.step.basis == .explicit { return nil }
    return customer.reasons.settlement(before: contact.position, within: window)
  }

  /// The settlement of what a contact names that still held when it began.
  private func settlement(namedBy contact: Contact) -> ReasonIndex.Settlement? {
    guard contact.step.isReturn, let position = contact.step.linkedTo else { return nil }
    let earlier = contact.customer[Int(position)]
    let start = contact.row.startedAt
    var last: ReasonIndex.Settlement?
    if earlier.row.isSettledByStatus == nil, earlier.row.isSettled {
      last = ReasonIndex.Settlement(
        reason: earlier.row.reason, position: position, at: earlier.row.lastMoment)
    }
    for period in earlier.settlements where period.until.map({ $0 >= start }) ?? true {
      last = ReasonIndex.Settlement(
        reason: earlier.row.reason, position: position, at: period.at)
      last?.event = period.event
    }
    guard let last, last.at < start, start.milliseconds(since: last.at) <= window else {
      return nil
    }
    return last
  }

  package func write(_ finding: FindingRow, to text: inout FindingWriter) {
    text.write("came again ")
    text.write(duration: finding.measured)
    text.write(" after a ")
    let isNamed = finding.variant & Self.isNamed != 0
    text.write(InteractionKind(rawValue: finding.variant & ~Self.isNamed)?.name ?? "contact")
    text.write(isNamed ? " it names was settled" : " about the same reason was settled")
  }
}
