import CivilTime
package import JourneyModel

/// F19: a settled ticket came back.
package struct Reopened: FrictionDetector {
  /// How the detector describes itself.
  package let description = ComponentDescription(
    id: "reopened", number: "F19", title: "Reopened",
    summary: "A settled ticket came back.",
    formula: """
      A status from solved or closed to any other, not set by an agent or the system; where the \
      source does not say who, the confidence is 700 ‰. 15 points. Severity 3 within the severe \
      window after the settlement, else 2. It delays the customer until the ticket is settled \
      again, or until as-of. Counts instead of the repeat contact by which the ticket came back: \
      one that began after the settlement and at most 7 days before the return.
      """,
    parameters: [
      ParameterDescription(
        name: "severe-within", summary: "The time after the settlement within which it is severe.",
        unit: .milliseconds, defaultValue: 72 * Milliseconds.hour,
        allowed: 0...(90 * Milliseconds.day))
    ], requires: ["events: status"], source: "domain.md F19")
  /// Coming again.
  package let family = FrictionFamily.repetition
  /// A customer who calls and so reopens the ticket returned once.
  package let suppresses = ["repeat-contact"]

  /// The detector.
  package init() {}

  /// One hit per return of a settled ticket.
  package func detect(in context: JourneyContext) -> [Detection] {
    let severe = context.customer.parameter("severe-within", of: description.id)
    return context.members.flatMap { place in
      let item = context.interaction(place)
      return item.statusHistory.reopenings.compactMap { reopening -> Detection? in
        let by = item.events[reopening.event].statement.by
        guard by == nil || by == .customer else { return nil }
        var hit = detection(at: place, of: item, reopening)
        hit.confidencePermille = by == nil ? 700 : 1000
        let gap = reopening.at.milliseconds(since: reopening.settledAt)
        hit.severity = gap < severe ? 3 : 2
        let settledAgain = item.statusHistory.settledPeriods.first { $0.from >= reopening.at }
        let end = settledAgain?.from ?? context.customer.asOf
        hit.elapsedMilliseconds = max(0, end.milliseconds(since: reopening.at))
        return hit
      }
    }
  }

  private func detection(
    at place: Int, of item: AssembledInteraction, _ reopening: StatusHistory.Reopening
  ) -> Detection {
    var hit = Detection(place: place, at: reopening.at)
    hit.points = 15
    hit.avoidable = 1
    hit.location = item.interaction.queue ?? item.interaction.channel.name
    hit.message = Message.cameBack(after: reopening.at.milliseconds(since: reopening.settledAt))
    hit.evidence = [
      .status(item.events[reopening.settledEvent], rule: "settled"),
      .status(item.events[reopening.event], rule: "no longer settled"),
    ]
    return hit
  }
}

extension Evidence {
  fileprivate static func status(_ event: LegEvent, rule: String) -> Evidence {
    let instant = InstantText.iso8601(microseconds: event.at.microseconds)
    return Evidence(
      record: event.record, field: "status", value: "\(event.statement.value ?? "") \(instant)",
      rule: rule)
  }
}

private enum Message {
  static func cameBack(after gap: Int64) -> String {
    "came back \(DurationText.describe(milliseconds: gap)) after it was settled"
  }
}
