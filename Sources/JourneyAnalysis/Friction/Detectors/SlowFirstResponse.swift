import CivilTime
package import JourneyModel

/// F08: nobody answered the customer within what the channel promises.
package struct SlowFirstResponse: FrictionDetector {
  package static let description = ComponentDescription(
    id: "slow-first-response", number: "F08", title: "Slow first response",
    summary: "Nobody answered the customer within what the channel promises.",
    formula: """
      first_response_ms > threshold of the channel, of a ticket that of the channel it came from \
      (social media, e-mail, web, messaging), or no response yet and open for longer. 8 \
      points, 15 from three times the threshold. It is dated at the beginning, and delays the \
      customer by what exceeds the threshold. Where calendars are configured only their open hours \
      count. Documents of a call and what agents opened are none; \
      nor is the wait in a queue, which is a long wait.
      """,
    parameters: [
      .response("email", "E-mail", Milliseconds.day),
      .response("ticket", "Tickets", Milliseconds.day),
      .response("web", "Web forms", Milliseconds.day),
      .response("chat", "Chat", 120 * Milliseconds.second),
      .response("message", "Messaging", 5 * Milliseconds.minute),
      .response("social", "Social media", Milliseconds.hour),
    ], requires: ["first_response_ms, or an open ticket"],
    source: "first reply time by channel (Zendesk benchmark; Forrester)")
  package static let family = FrictionFamily.wait
  package static let rules = ["began", "first_response_ms > {limit}", "none until then"]

  private let threshold: PerChannel

  package init(_ parameters: ParameterValues) {
    threshold = PerChannel(parameters, of: Self.description)
  }

  package func inspect(_ journey: JourneyView, _ found: (Hit) -> Void) {
    let asOf = journey.customer.settings.asOf
    for contact in journey.contacts where contact.isCustomerContact {
      let row = contact.row
      guard let limit = threshold.ofWriting(row), row.waitMilliseconds == nil else { continue }
      let isOpen = row.firstResponseMilliseconds == nil && row.isOpen && row.answeredAt == nil
      let end = row.firstResponseMilliseconds.map { row.startedAt.adding(milliseconds: $0) }
      guard let end = end ?? (isOpen ? asOf : nil) else { continue }
      let response = contact.workingMilliseconds(from: row.startedAt, until: end)
      guard response > limit else { continue }
      var hit = Hit(contact, at: row.startedAt)
      hit.finding.points = response >= 3 * limit ? 15 : 8
      hit.finding.severity = isOpen ? 3 : 1
      if !row.isLive {
        hit.delay = Delay(
          from: contact.instant(afterWorking: limit, from: row.startedAt), until: end)
      }
      hit.finding.measured = response
      hit.finding.limit = limit
      hit.finding.place = contact.place
      hit.finding.variant = isOpen ? 1 : 0
      hit.prove(.startedAt, row.startedAt.microseconds, of: row.record, rule: 0)
      if isOpen {
        hit.prove(.asOf, asOf.microseconds, of: row.record, rule: 2)
      } else {
        hit.prove(.firstResponseMs, row.firstResponseMilliseconds ?? 0, of: row.record, rule: 1)
      }
      found(hit)
    }
  }

  package func write(_ finding: FindingRow, to text: inout FindingWriter) {
    text.write(finding.variant == 1 ? "has had no response for " : "had its first response after ")
    text.write(duration: finding.measured)
    text.write(", threshold ")
    text.write(duration: finding.limit)
  }
}

extension ParameterDescription {
  fileprivate static func response(
    _ name: String, _ title: String, _ longest: Int64
  ) -> ParameterDescription {
    ParameterDescription(
      name: name, summary: "\(title): the longest time to the first response that is no friction.",
      unit: .milliseconds, defaultValue: longest, allowed: 0...(30 * Milliseconds.day))
  }
}
