package import JourneyModel

/// F29: the system of the center itself says that a target was missed.
package struct SLABreach: FrictionDetector {
  package static let description = ComponentDescription(
    id: "sla-breach", number: "F29", title: "SLA breach",
    summary: "A target of the service level agreement was missed, as the system itself says.",
    formula: """
      An event sla-breached; several of one target in one contact are one. 8 points. Targets of \
      one's own are not judged yet.
      """,
    requires: ["events: sla-breached"], activities: [.slaBreached],
    source: "service level agreements (ITIL 4; Zendesk, Jira)")
  package static let family = FrictionFamily.wait
  package static let rules = ["breached"]

  package init(_ parameters: ParameterValues) {}

  package func inspect(_ journey: JourneyView, _ found: (Hit) -> Void) {
    for contact in journey.contacts {
      var targets: Set<Symbol> = []
      for event in contact.events where event.activity == .slaBreached {
        guard targets.insert(event.value).inserted else { continue }
        var hit = Hit(contact, at: event.at)
        hit.finding.points = 8
        hit.finding.place = contact.place
        hit.finding.otherPlace = event.value
        hit.prove(event, rule: 0)
        found(hit)
      }
    }
  }

  package func write(_ finding: FindingRow, to text: inout FindingWriter) {
    text.write("missed a target")
    if finding.otherPlace.isNone { return }
    text.write(": ")
    text.write(finding.otherPlace)
  }
}
