package import JourneyModel

/// F10: the customer had to prove who they are again.
package struct ReAuthentication: FrictionDetector {
  package static let description = ComponentDescription(
    id: "re-authentication", number: "F10", title: "Authenticated again",
    summary: "The customer had to prove who they are again.",
    formula: """
      The second authentication in one contact, or the first in a contact that began within the \
      window after one in which the customer had been authenticated. 12 points.
      """,
    parameters: [
      ParameterDescription(
        name: "window", summary: "The longest time between two contacts that counts.",
        unit: .milliseconds, defaultValue: 30 * Milliseconds.minute,
        allowed: 0...Milliseconds.day)
    ], requires: ["events: authenticated"], activities: [.authenticated],
    source: "repeated identification and verification (CEB, The Effortless Experience, 2013)")
  package static let family = FrictionFamily.repetition
  package static let rules = ["authenticated", "authenticated again"]

  private let window: Int64

  package init(_ parameters: ParameterValues) {
    window = parameters.declared("window", of: Self.description)
  }

  package func inspect(_ journey: JourneyView, _ found: (Hit) -> Void) {
    var before: (event: EventRow, contact: Contact)?
    for contact in journey.contacts {
      if let earlier = before?.contact, earlier.gap(to: contact) > window { before = nil }
      var isFound = false
      for event in contact.events where event.activity == .authenticated {
        defer { before = (event, contact) }
        guard let last = before?.event, !isFound else { continue }
        isFound = true
        var hit = Hit(contact, at: event.at)
        hit.finding.points = 12
        hit.finding.measured = event.at.milliseconds(since: last.at)
        hit.finding.place = contact.place
        hit.prove(last, rule: 0)
        hit.prove(event, rule: 1)
        found(hit)
      }
    }
  }

  package func write(_ finding: FindingRow, to text: inout FindingWriter) {
    text.write("had to authenticate again ")
    text.write(duration: finding.measured)
    text.write(" later")
  }
}
