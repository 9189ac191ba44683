import CivilTime
package import JourneyModel

/// F01: the customer waited longer in queue than the channel's threshold.
package struct LongWait: FrictionDetector {
  package static let description = ComponentDescription(
    id: "long-wait", number: "F01", title: "Long wait",
    summary: "The customer waited longer in queue than the channel's threshold.",
    formula: """
      wait_ms > threshold of the channel, answered or not. 5 points, 10 from three times the \
      threshold, 15 from six times. Severity 2 from 10 minutes, else 1.
      """,
    parameters: [
      .wait("voice", "Voice", seconds: 120),
      .wait("chat", "Chat", seconds: 180),
      .wait("message", "Messaging", seconds: 180),
    ], requires: ["wait_ms"],
    source: "service level 80/20 (ISO 18295-1), chat abandonment at about three minutes")
  package static let family = FrictionFamily.wait
  package static let rules = ["the wait begins", "wait_ms > {limit}", "the wait ends"]

  private let threshold: PerChannel

  package init(_ parameters: ParameterValues) {
    threshold = PerChannel(parameters, of: Self.description)
  }

  package func inspect(_ journey: JourneyView, _ found: (Hit) -> Void) {
    for contact in journey.contacts {
      let row = contact.row
      guard let wait = row.waitMilliseconds, let limit = threshold[row.channel], wait > limit
      else { continue }
      let queued = contact.firstQueued
      var hit = Hit(contact, at: queued?.at ?? row.startedAt)
      hit.finding.points = wait >= 6 * limit ? 15 : wait >= 3 * limit ? 10 : 5
      hit.finding.severity = wait >= 10 * Milliseconds.minute ? 2 : 1
      hit.claim.wait = wait
      hit.finding.measured = wait
      hit.finding.limit = limit
      hit.finding.place = contact.waitingPlace
      if let queued { hit.prove(queued, rule: 0) }
      hit.prove(.waitMs, wait, of: queued?.record ?? row.record, rule: 1)
      if let answered = contact.firstAnswered { hit.prove(answered, rule: 2) }
      found(hit)
    }
  }

  package func write(_ finding: FindingRow, to text: inout FindingWriter) {
    text.write("waited ")
    text.write(duration: finding.measured)
    text.write(" at ")
    text.write(finding.place)
    text.write(", threshold ")
    text.write(duration: finding.limit)
  }
}

extension ParameterDescription {
  fileprivate static func wait(
    _ name: String, _ title: String, seconds: Int64
  ) -> ParameterDescription {
    ParameterDescription(
      name: name, summary: "\(title): the longest wait that is no friction.",
      unit: .milliseconds, defaultValue: seconds * Milliseconds.second,
      allowed: 0...Milliseconds.day)
  }
}
