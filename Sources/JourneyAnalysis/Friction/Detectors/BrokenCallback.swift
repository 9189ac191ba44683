import CivilTime
package import JourneyModel

/// F24: a callback was promised and not made in time.
package struct BrokenCallback: FrictionDetector {
  package static let description = ComponentDescription(
    id: "broken-callback", number: "F24", title: "Broken callback",
    summary: "A callback was asked for or promised and not tried in time.",
    formula: """
      No attempt, by an event callback-attempted or a call of the center in the journey, within \
      the grace after callback-requested, or since the contact and within the other grace after \
      the instant of callback-promised; the grace is over as of now. 20 points, \
      severity 3; it delays the customer until the attempt, or until as-of. An attempt that did \
      not reach the customer keeps the promise.
      """,
    parameters: [
      ParameterDescription(
        name: "grace", summary: "The longest time from the request to the attempt.",
        unit: .milliseconds, defaultValue: 4 * Milliseconds.hour,
        allowed: Milliseconds.minute...(30 * Milliseconds.day)),
      ParameterDescription(
        name: "promised-grace",
        summary: "The longest time from the instant promised to the attempt.",
        unit: .milliseconds, defaultValue: 15 * Milliseconds.minute,
        allowed: 0...(30 * Milliseconds.day)),
    ], requires: ["events: callback-requested or callback-promised"],
    activities: [.callbackRequested, .callbackPromised],
    source: "broken promises (ISO 18295-1, 5.5; CEB, 2013)")
  package static let family = FrictionFamily.deadEnd
  package static let rules = [
    "asked for or promised", "tried after > {limit}", "not tried until then",
  ]

  private let grace: Int64
  private let promisedGrace: Int64

  package init(_ parameters: ParameterValues) {
    grace = parameters.declared("grace", of: Self.description)
    promisedGrace = parameters.declared("promised-grace", of: Self.description)
  }

  package func inspect(_ journey: JourneyView, _ found: (Hit) -> Void) {
    var attempts: [EventRow]?
    for contact in journey.contacts {
      guard let promise = contact.events.first(where: { isPromise($0.activity) }) else { continue }
      let isPromised = promise.activity == .callbackPromised
      let since = isPromised ? contact.lastEnded?.at ?? contact.row.startedAt : promise.at
      let due = promise.at.adding(milliseconds: isPromised ? promisedGrace : grace)
      // Mostly the contact that is asked for is the callback.
      let own = contact.events.first { $0.activity == .callbackAttempted && $0.at >= since }
      if let own, own.at <= due { continue }
      let known = attempts ?? self.attempts(in: journey)
      attempts = known
      if let hit = hit(contact, promise, due: due, attempt: known.first(since: since)) {
        found(hit)
      }
    }
  }

  private func isPromise(_ activity: Activity) -> Bool {
    activity == .callbackRequested || activity == .callbackPromised
  }

  private func hit(
    _ contact: Contact, _ promise: EventRow, due: Instant, attempt: EventRow?
  ) -> Hit? {
    let asOf = contact.customer.settings.asOf
    let end = attempt?.at ?? asOf
    guard end > due else { return nil }
    var hit = Hit(contact, at: promise.at)
    hit.finding.points = 20
    hit.finding.severity = 3
    hit.delay = Delay(from: due, until: end)
    hit.finding.measured = end.milliseconds(since: promise.at)
    hit.finding.limit = due.milliseconds(since: promise.at)
    hit.finding.place = contact.place
    hit.finding.variant = attempt == nil ? 1 : 0
    hit.prove(promise, rule: 0)
    if let attempt {
      hit.prove(attempt, rule: 1)
    } else {
      hit.prove(.asOf, asOf.microseconds, of: promise.record, rule: 2)
    }
    return hit
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
