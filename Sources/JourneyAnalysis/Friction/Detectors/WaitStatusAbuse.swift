import CivilTime
package import JourneyModel

/// F26: a ticket was set to wait just before its target and back without a word of the customer.
package struct WaitStatusAbuse: FrictionDetector {
  package static let description = ComponentDescription(
    id: "wait-status-abuse", number: "F26", title: "Wait status abuse",
    summary: "A ticket was set to wait just before its target, and back without the customer.",
    formula: """
      A status pending or on-hold at most the window before a target that is configured passes, \
      while that is not done, and a later status new or open before anything came in from the \
      customer. 10 points, once per target.
      """,
    parameters: [
      ParameterDescription(
        name: "window", summary: "How long before the target it is suspicious.",
        unit: .milliseconds, defaultValue: 10 * Milliseconds.minute,
        allowed: Milliseconds.second...Milliseconds.day)
    ], requires: ["targets in the configuration", "events: status"], activities: [.status],
    source: "domain.md F26 (wait user, BPI Challenge 2013)")
  package static let family = FrictionFamily.wait
  package static let rules = ["set to wait ≤ {limit} before the target", "set back"]

  private let window: Int64

  package init(_ parameters: ParameterValues) {
    window = parameters.declared("window", of: Self.description)
  }

  package func inspect(_ journey: JourneyView, _ found: (Hit) -> Void) {
    for contact in journey.contacts where contact.row.isSettledByStatus != nil {
      contact.forEachPromise { promise in
        if let hit = hit(contact, promise) { found(hit) }
      }
    }
  }

  private func hit(_ contact: Contact, _ promise: Promise) -> Hit? {
    let earliest = promise.due.adding(milliseconds: -window)
    var parked: EventRow?
    for event in contact.events {
      if let done = promise.done, event.at >= done, parked == nil { return nil }
      if event.activity == .messageIn { parked = nil }
      guard let status = event.status else { continue }
      switch status {
      case .pending, .onHold:
        if parked == nil, event.at >= max(earliest, promise.since), event.at <= promise.due {
          parked = event
        }
      case .new, .open:
        if let parked { return hit(contact, parked, back: event) }
      case .solved, .closed: parked = nil
      }
    }
    return nil
  }

  private func hit(_ contact: Contact, _ parked: EventRow, back: EventRow) -> Hit {
    var hit = Hit(contact, at: parked.at)
    hit.finding.points = 10
    hit.finding.measured = back.at.milliseconds(since: parked.at)
    hit.finding.limit = window
    hit.finding.place = contact.place
    hit.prove(parked, rule: 0)
    hit.prove(back, rule: 1)
    return hit
  }

  package func write(_ finding: FindingRow, to text: inout FindingWriter) {
    text.write("was set to wait just before its target, for ")
    text.write(duration: finding.measured)
    text.write(", and back without the customer")
  }
}
