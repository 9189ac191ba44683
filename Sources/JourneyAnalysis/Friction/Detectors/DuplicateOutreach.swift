import CivilTime
package import JourneyModel

/// F21: the customer came on a second channel before anybody replied on the first.
package struct DuplicateOutreach: FrictionDetector {
  package static let description = ComponentDescription(
    id: "duplicate-outreach", number: "F21", title: "Duplicate outreach",
    summary: "The customer came on a second channel before anybody replied on the first.",
    formula: """
      A contact in the same journey as one written on another channel that began at most the \
      window before and had no reply by then. 8 points, the contact is avoidable.
      """,
    parameters: [
      ParameterDescription(
        name: "window", summary: "The longest time between the beginnings of both contacts.",
        unit: .milliseconds, defaultValue: Milliseconds.day,
        allowed: Milliseconds.minute...(30 * Milliseconds.day))
    ], requires: ["first_response_ms of two channels"],
    source: "duplicate tickets (Zendesk, Freshdesk merging)")
  package static let family = FrictionFamily.channelSwitch
  package static let rules = ["wrote first", "came again, before a reply"]

  private let window: Int64

  package init(_ parameters: ParameterValues) {
    window = parameters.declared("window", of: Self.description)
  }

  package func inspect(_ journey: JourneyView, _ found: (Hit) -> Void) {
    var before: Contact?
    for contact in journey.contacts where contact.isCustomerContact {
      defer { if !contact.row.isLive { before = contact } }
      guard let earlier = before, earlier.row.channel != contact.row.channel else { continue }
      let (first, second) = (earlier.row, contact.row)
      let gap = second.startedAt.milliseconds(since: first.startedAt)
      let isReplied = first.firstResponseMilliseconds.map { $0 <= gap } ?? first.isSettled
      guard gap <= window, !isReplied else { continue }
      var hit = Hit(contact, at: second.startedAt)
      hit.finding.points = 8
      hit.finding.avoidable = 1
      hit.finding.measured = gap
      hit.finding.place = earlier.place
      hit.finding.otherPlace = contact.channelWord
      hit.prove(.startedAt, first.startedAt.microseconds, of: first.record, rule: 0)
      hit.prove(.startedAt, second.startedAt.microseconds, of: second.record, rule: 1)
      found(hit)
    }
  }

  package func write(_ finding: FindingRow, to text: inout FindingWriter) {
    text.write("came by ")
    text.write(finding.otherPlace)
    text.write(" ")
    text.write(duration: finding.measured)
    text.write(" after writing to ")
    text.write(finding.place)
    text.write(", which had not replied")
  }
}
