import CivilTime
package import JourneyModel

/// F29: a promise to the customer was missed, by the targets configured or as the source says.
package struct SLABreach: FrictionDetector {
  package static let description = ComponentDescription(
    id: "sla-breach", number: "F29", title: "SLA breach",
    summary: "A target of the service level agreement was missed.",
    formula: """
      What is configured under targets (first response, next reply, resolution; by the priority at \
      the time, else by channel) took longer in the open hours of the contact's calendar, or is \
      not done and overdue as-of. Where nothing of the kind is configured, an event sla-breached; \
      several of one target in one contact are one. 8 points, 15 from three times the target. It \
      is dated when the target passed and delays the customer by what exceeds it.
      """,
    requires: ["targets in the configuration, or events: sla-breached"],
    source: "service level agreements (ITIL 4; Zendesk, Jira); domain.md C3, F29")
  package static let family = FrictionFamily.wait
  package static let rules = ["breached", "began", "done after > {limit}", "not done until then"]

  package init(_ parameters: ParameterValues) {}

  package func inspect(_ journey: JourneyView, _ found: (Hit) -> Void) {
    let asOf = journey.customer.settings.asOf
    for contact in journey.contacts {
      var promised: Set<Promise.Kind> = []
      contact.forEachPromise { promise in
        promised.insert(promise.kind)
        if promise.isKept(asOf: asOf) == false { found(hit(contact, promise, asOf: asOf)) }
      }
      // Which of its own targets a source means is in words of its own.
      if promised.isEmpty { findStated(in: contact, found) }
    }
  }

  private func hit(_ contact: Contact, _ promise: Promise, asOf: Instant) -> Hit {
    let end = promise.done ?? asOf
    let taken = contact.workingMilliseconds(from: promise.since, until: end)
    var hit = Hit(contact, at: promise.due)
    hit.finding.points = taken >= 3 * promise.target ? 15 : 8
    hit.finding.severity = promise.done == nil ? 3 : 1
    if !contact.row.isLive { hit.delay = Delay(from: promise.due, until: end) }
    hit.finding.measured = taken
    hit.finding.limit = promise.target
    hit.finding.place = contact.place
    hit.finding.variant = 1 + promise.kind.rawValue
    prove(&hit, contact.row, promise, asOf: asOf)
    return hit
  }

  private func prove(_ hit: inout Hit, _ row: InteractionRow, _ promise: Promise, asOf: Instant) {
    if let asked = promise.asked {
      hit.prove(asked, rule: 1)
    } else {
      hit.prove(.startedAt, promise.since.microseconds, of: row.record, rule: 1)
    }
    guard let done = promise.done else {
      return hit.prove(.asOf, asOf.microseconds, of: row.record, rule: 3)
    }
    switch promise.kind {
    case .firstResponse:
      hit.prove(.firstResponseMs, row.firstResponseMilliseconds ?? 0, of: row.record, rule: 2)
    case .nextReply:
      if let answer = promise.answer { hit.prove(answer, rule: 2) }
    case .resolution: hit.prove(.endedAt, done.microseconds, of: row.record, rule: 2)
    }
  }

  private func findStated(in contact: Contact, _ found: (Hit) -> Void) {
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

  package func write(_ finding: FindingRow, to text: inout FindingWriter) {
    guard finding.variant > 0 else {
      text.write("missed a target")
      if finding.otherPlace.isNone { return }
      text.write(": ")
      text.write(finding.otherPlace)
      return
    }
    let kinds = ["first response", "next reply", "resolution"]
    text.write("missed the target of the \(kinds[Int(finding.variant) - 1]): ")
    text.write(duration: finding.measured)
    text.write(" of open hours, target ")
    text.write(duration: finding.limit)
  }
}
