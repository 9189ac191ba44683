import CivilTime
package import JourneyModel

/// F34: a customer came while the center was closed, and again when it opened.
package struct WrongHours: FrictionDetector {
  package static let description = ComponentDescription(
    id: "wrong-hours", number: "F34", title: "Wrong hours",
    summary: "A customer came while nobody was there, and again when the center opened.",
    formula: """
      A live contact of the customer that began outside the hours of its calendar and that no \
      human answered, and another contact of the journey within the window from the next opening. \
      6 points; it claims the time of the first.
      """,
    parameters: [
      ParameterDescription(
        name: "window", summary: "How long after the opening the customer comes again.",
        unit: .milliseconds, defaultValue: 2 * Milliseconds.hour,
        allowed: Milliseconds.minute...(7 * Milliseconds.day))
    ], requires: ["calendars in the configuration"], source: "domain.md F34")
  package static let family = FrictionFamily.deadEnd
  package static let rules = ["began while closed", "came again after the opening"]

  private let window: Int64

  package init(_ parameters: ParameterValues) {
    window = parameters.declared("window", of: Self.description)
  }

  package func inspect(_ journey: JourneyView, _ found: (Hit) -> Void) {
    guard journey.count > 1, journey[0].hasCalendar else { return }
    for contact in journey.contacts where contact.row.isLive && contact.isCustomerContact {
      let row = contact.row
      guard row.answeredAt == nil, let calendar = contact.firstCalendar,
        !calendar.isOpen(at: row.startedAt.microseconds),
        let opening = calendar.opening(from: row.startedAt.microseconds)
          .map(Instant.init(microseconds:)),
        let again = journey.contacts.first(where: { later in
          later.isCustomerContact && later.row.startedAt >= opening
            && later.row.startedAt.milliseconds(since: opening) <= window
        })
      else { continue }
      var hit = Hit(contact, at: row.startedAt)
      hit.claim = TimeParts(of: row)
      hit.finding.points = 6
      hit.finding.measured = again.row.startedAt.milliseconds(since: opening)
      hit.finding.place = contact.waitingPlace
      hit.prove(.startedAt, row.startedAt.microseconds, of: row.record, rule: 0)
      hit.prove(.startedAt, again.row.startedAt.microseconds, of: again.row.record, rule: 1)
      found(hit)
    }
  }

  package func write(_ finding: FindingRow, to text: inout FindingWriter) {
    text.write("came while nobody was there and again ")
    text.write(duration: finding.measured)
    text.write(" after the opening")
  }
}
