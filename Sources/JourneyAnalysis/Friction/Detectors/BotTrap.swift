package import JourneyModel

/// F17: a bot did not understand the customer and went on.
package struct BotTrap: FrictionDetector {
  package static let description = ComponentDescription(
    id: "bot-trap", number: "F17", title: "Bot trap",
    summary: "A bot did not understand the customer and went on.",
    formula: """
      The so manieth answer of a bot that says it did not understand, in one contact and before \
      anybody of the center answered. One hit per contact. 10 points.
      """,
    parameters: [
      ParameterDescription(
        name: "failed", summary: "How many failures of a bot are friction.",
        unit: .count, defaultValue: 2, allowed: 1...100)
    ], requires: ["events: bot-failed"], activities: [.botFailed],
    source: "fallback rate of bots (Dialogflow, Intercom)")
  package static let family = FrictionFamily.digital
  package static let rules = ["did not understand first", "the failure of number {limit}"]

  private let failed: Int64

  package init(_ parameters: ParameterValues) {
    failed = parameters.declared("failed", of: Self.description)
  }

  package func inspect(_ journey: JourneyView, _ found: (Hit) -> Void) {
    for contact in journey.contacts {
      var first: EventRow?
      var failures: Int64 = 0
      for event in contact.events {
        if event.activity == .answered { break }
        guard event.activity == .botFailed else { continue }
        first = first ?? event
        failures += Int64(event.count ?? 1)
        guard failures >= failed else { continue }
        var hit = Hit(contact, at: event.at)
        hit.finding.points = 10
        hit.finding.limit = failed
        hit.finding.place = contact.place
        if let first { hit.prove(first, rule: 0) }
        hit.prove(event, rule: 1)
        found(hit)
        break
      }
    }
  }

  package func write(_ finding: FindingRow, to text: inout FindingWriter) {
    text.write("was not understood by a bot \(finding.limit) times")
  }
}
