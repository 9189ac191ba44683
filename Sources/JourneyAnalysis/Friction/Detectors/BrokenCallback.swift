import CivilTime
package import JourneyModel

/// F24: a callback was promised and not made in time.
package struct BrokenCallback: FrictionDetector {
  package static let description = ComponentDescription(
    id: "broken-callback", number: "F24", title: "Broken callback",
    summary: "A callback was asked for or promised and not tried in time.",
    formula: """
      No attempt, by an event callback-attempted or a call of the center in the journey, within \
      the grace after callback-requested or callback-promised, which is over as of now. 20 points, \
      severity 3; it delays the customer until the attempt, or until as-of. An attempt that did \
      not reach the customer keeps the promise.
      """,
    parameters: [
      ParameterDescription(
        name: "grace", summary: "The longest time from the request to the attempt.",
        unit: .milliseconds, defaultValue: 4 * Milliseconds.hour,
        allowed: Milliseconds.minute...(30 * Milliseconds.day))
    ], requires: ["events: callback-requested or callback-promised"],
    source: "broken promises (ISO 18295-1, 5.5; CEB, 2013)")
  package static let family = FrictionFamily.deadEnd
  package static let rules = [
    "asked for or promised", "tried after > {limit}", "not tried until then",
  ]

  private let grace: Int64

  package init(_ parameters: ParameterValues) {
    grace = parameters.declared("grace", of: Self.description)
  }

  package func inspect(_ journey: JourneyView, _ found: (Hit) -> Void) {
    let asOf = journey.customer.settings.asOf
    var attempts: [EventRow]?
    for contact in journey.contacts {
      let promise = contact.events.first {
        $0.activity == .callbackRequested || $0.activity == .callbackPromised
      }
      guard let promise else { continue }
      // Mostly the contact that is asked for is the callback.
      let own = contact.events.first { $0.activity == .callbackAttempted && $0.at >= promise.at }
      if let own, own.at.milliseconds(since: promise.at) <= grace { continue }
      let known = attempts ?? self.attempts(in: journey)
      attempts = known
      let attempt = known.first(since: promise.at)
      let gap = (attempt?.at ?? asOf).milliseconds(since: promise.at)
      guard gap > grace else { continue }
      var hit = Hit(contact, at: promise.at)
      hit.finding.points = 20
      hit.finding.severity = 3
      hit.delay = Delay(
        from: promise.at.adding(milliseconds: grace), until: attempt?.at ?? asOf)
      hit.finding.measured = gap
      hit.finding.limit = grace
      hit.finding.place = contact.place
      hit.finding.variant = attempt == nil ? 1 : 0
      hit.prove(promise, rule: 0)
      if let attempt {
        hit.prove(attempt, rule: 1)
      } else {
        hit.prove(.asOf, asOf.microseconds, of: promise.record, rule: 2)
      }
      found(hit)
    }
  }

  /// The events that show that somebody tried to call the customer, in order.
  private func attempts(in journey: JourneyView) -> [EventRow] {
    var attempts: [EventRow] = []
    for contact in journey.contacts {
      let isOutbound = contact.row.kind == .call && contact.row.direction == .outbound
      for event in contact.events
      where event.activity == .callbackAttempted
        || (isOutbound && event.activity != .callbackRequested)
      {
        attempts.append(event)
      }
    }
    return attempts.sorted { ($0.at, $0.record) < ($1.at, $1.record) }
  }

  package func write(_ finding: FindingRow, to text: inout FindingWriter) {
    text.write(
      finding.variant == 1 ? "has waited for a callback for " : "was called back only after ")
    text.write(duration: finding.measured)
  }
}

extension [EventRow] {
  /// The first of sorted events that is not before an instant.
  fileprivate func first(since instant: Instant) -> EventRow? {
    let position = partitionPoint { $0.at >= instant }
    return position < count ? self[position] : nil
  }
}
