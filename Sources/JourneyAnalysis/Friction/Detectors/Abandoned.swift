import CivilTime
package import JourneyModel

/// F02: the customer gave up in queue after more than a short cut.
package struct Abandoned: FrictionDetector {
  package static let description = ComponentDescription(
    id: "abandoned", number: "F02", title: "Abandoned in queue",
    summary: "The customer gave up in queue before anyone answered.",
    formula: """
      outcome = abandoned and wait_ms > short cut of the channel. 15 points. Severity 1 if a \
      contact about the same reason was handled within 30 minutes (contained), 2 if the journey \
      has a later contact, else 3. A requested callback is no abandonment.
      """,
    parameters: [
      .cut("voice", "Voice", seconds: 5),
      .cut("chat", "Chat", seconds: 30),
      .cut("message", "Messaging", seconds: 30),
      ParameterDescription(
        name: "contained-within",
        summary: "The time within which a handled contact makes the abandonment harmless.",
        unit: .milliseconds, defaultValue: 30 * Milliseconds.minute,
        allowed: 0...Milliseconds.day),
    ], requires: ["outcome", "wait_ms"],
    source: "abandon rate (COPC CX Standard); short abandons are mis-dials")
  /// An abandoned wait is not counted twice.
  package static let family = FrictionFamily.wait
  package static let rules = [
    "queued, never answered", "ended, not by an agent", "wait_ms > {limit}", "the next contact",
  ]

  private let cut: PerChannel
  private let containedWithin: Int64

  package init(_ parameters: ParameterValues) {
    cut = PerChannel(parameters, of: Self.description)
    containedWithin = parameters.declared("contained-within", of: Self.description)
  }

  package func inspect(_ journey: JourneyView, _ found: (Hit) -> Void) {
    for (step, contact) in journey.contacts.enumerated() {
      let row = contact.row
      guard row.outcome == .abandoned, let wait = row.waitMilliseconds,
        let limit = cut[row.channel], wait > limit
      else { continue }
      let later = ((step + 1)..<journey.count).lazy.map { journey[$0] }
      let isContained = later.contains { next in
        next.row.outcome == .handled && next.row.reason == row.reason
          && contact.gap(to: next) <= containedWithin
      }
      var hit = Hit(contact, at: row.lastMoment)
      hit.finding.points = 15
      hit.finding.severity = isContained ? 1 : later.isEmpty ? 3 : 2
      hit.finding.avoidable = later.isEmpty ? 0 : 1
      hit.claim.menu = row.ivrMilliseconds ?? 0
      hit.claim.wait = wait
      hit.finding.measured = wait
      hit.finding.limit = limit
      hit.finding.place = contact.waitingPlace
      if let queued = contact.firstQueued { hit.prove(queued, rule: 0) }
      if let ended = contact.lastEnded { hit.prove(ended, rule: 1) }
      hit.prove(.waitMs, wait, of: row.record, rule: 2)
      if let next = later.first?.row {
        hit.prove(.startedAt, next.startedAt.microseconds, of: next.record, rule: 3)
      }
      found(hit)
    }
  }

  package func write(_ finding: FindingRow, to text: inout FindingWriter) {
    text.write("gave up after ")
    text.write(duration: finding.measured)
    text.write(" at ")
    text.write(finding.place)
    text.write(finding.avoidable == 0 ? ", no later contact" : ", had to make contact again")
  }
}

extension ParameterDescription {
  fileprivate static func cut(
    _ name: String, _ title: String, seconds: Int64
  ) -> ParameterDescription {
    ParameterDescription(
      name: name, summary: "\(title): the longest wait that is a mistake rather than a wait.",
      unit: .milliseconds, defaultValue: seconds * Milliseconds.second,
      allowed: 0...Milliseconds.hour)
  }
}
