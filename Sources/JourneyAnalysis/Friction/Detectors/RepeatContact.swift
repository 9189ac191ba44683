import CivilTime
package import JourneyModel

/// F18: the customer came again about a matter that was thought settled.
package struct RepeatContact: FrictionDetector {
  /// How the detector describes itself.
  package let description = ComponentDescription(
    id: "repeat-contact", number: "F18", title: "Repeat contact",
    summary: "The customer came again about a matter that was thought settled.",
    formula: """
      A contact of the customer with the same known reason as an earlier one that was settled \
      (ticket solved or closed, call or chat handled) at most the window before its start and had \
      not come back by then, in whatever journey. Explicitly linked follow-ups, callbacks and \
      documents are none. 25 points, severity 2, the whole contact is avoidable.
      """,
    parameters: [
      ParameterDescription(
        name: "window", summary: "The longest time from the settlement to the contact.",
        unit: .milliseconds, defaultValue: 7 * Milliseconds.day,
        allowed: Milliseconds.hour...(90 * Milliseconds.day))
    ], requires: ["reason", "outcome or resolved"], source: "domain.md F18; C1 repeat rate")
  /// Coming again.
  package let family = FrictionFamily.repetition

  /// The detector.
  package init() {}

  /// One hit per contact that repeats a settled matter.
  package func detect(in context: JourneyContext) -> [Detection] {
    let window = context.customer.parameter("window", of: description.id)
    return context.members.compactMap { place in
      let item = context.interaction(place)
      guard item.isCustomerContact, item.interaction.linkBasis != .explicit,
        let prior = context.customer.reasons.settlement(before: place, within: window)
      else { return nil }
      return detection(at: place, of: item, prior, earlier: context.interaction(prior.place))
    }
  }

  private func detection(
    at place: Int, of item: AssembledInteraction, _ prior: ReasonIndex.Settlement,
    earlier: AssembledInteraction
  ) -> Detection {
    let row = item.interaction
    var hit = Detection(place: place, at: row.startedAt)
    hit.points = 25
    hit.severity = 2
    hit.avoidable = 1
    hit.prior = prior
    hit.claim = TimeParts(of: item)
    hit.location = earlier.interaction.queue ?? earlier.interaction.channel.name
    let gap = row.startedAt.milliseconds(since: prior.at)
    hit.message = Message.cameAgain(after: gap, earlier.interaction.kind)
    let settling = prior.event.map { earlier.events[$0].record } ?? earlier.interaction.record
    hit.evidence = [
      .instant(prior.at, field: "ended_at", record: settling, rule: "settled"),
      .instant(
        row.startedAt, field: "started_at", record: row.record,
        rule: "same reason within the window"),
      Evidence(
        record: row.record, field: "reason", value: row.reason ?? "", rule: "equal in both"),
    ]
    return hit
  }
}

private enum Message {
  static func cameAgain(after gap: Int64, _ kind: InteractionKind) -> String {
    "came again \(DurationText.describe(milliseconds: gap)) after a \(kind.name) about the same"
      + " reason was settled"
  }
}
