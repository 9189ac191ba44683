import CivilTime
package import JourneyModel

/// F02: the customer gave up in queue after more than a short cut.
package struct Abandoned: FrictionDetector {
  /// How the detector describes itself.
  package let description = ComponentDescription(
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
    ], requires: ["outcome", "wait_ms"], source: "domain.md F02; short abandons are mis-dials")
  /// Waiting: an abandoned wait is not counted twice.
  package let family = FrictionFamily.wait

  /// The detector.
  package init() {}

  /// One hit per abandoned interaction.
  package func detect(in context: JourneyContext) -> [Detection] {
    context.members.enumerated().compactMap { step, place in
      let item = context.interaction(place)
      let row = item.interaction
      guard row.outcome == .abandoned, let wait = row.waitMilliseconds,
        let cut = context.customer.parameters[description.id, row.channel.name], wait > cut
      else { return nil }
      let later = context.members[(step + 1)...].map { context.interaction($0) }
      return detection(at: place, in: context, cut: cut, later: later)
    }
  }

  private func detection(
    at place: Int, in context: JourneyContext, cut: Int64, later: [AssembledInteraction]
  ) -> Detection {
    let item = context.interaction(place)
    let row = item.interaction
    let wait = row.waitMilliseconds ?? 0
    var hit = Detection(place: place, at: item.lastMoment)
    let window = context.customer.parameter("contained-within", of: description.id)
    let isContained = later.contains { next in
      next.interaction.outcome == .handled && next.interaction.reason == row.reason
        && item.gap(to: next) <= window
    }
    hit.points = 15
    hit.severity = isContained ? 1 : later.isEmpty ? 3 : 2
    hit.avoidable = later.isEmpty ? 0 : 1
    hit.claim.menu = row.ivrMilliseconds ?? 0
    hit.claim.wait = wait
    let queued = item.events.first { $0.activity == .queued }
    hit.location = queued?.queue ?? row.queue ?? row.channel.name
    hit.message = Message.gaveUp(after: wait, at: hit.location, next: later.first)
    hit.evidence = evidence(of: item, wait: wait, cut: cut)
    if let next = later.first {
      hit.evidence.append(
        .instant(
          next.interaction.startedAt, field: "started_at", record: next.interaction.record,
          rule: "the next contact"))
    }
    return hit
  }

  private func evidence(of item: AssembledInteraction, wait: Int64, cut: Int64) -> [Evidence] {
    var evidence: [Evidence] = []
    if let queued = item.events.first(where: { $0.activity == .queued }) {
      evidence.append(.event(queued, rule: "queued, never answered"))
    }
    if let ended = item.events.last(where: { $0.activity == .ended }) {
      evidence.append(.event(ended, rule: "ended, not by an agent"))
    }
    evidence.append(
      .number(
        wait, field: "wait_ms", record: item.interaction.record, rule: "wait_ms > \(cut)"))
    return evidence
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

private enum Message {
  static func gaveUp(
    after wait: Int64, at queue: String?, next: AssembledInteraction?
  ) -> String {
    let place = queue.map { " at \($0)" } ?? ""
    let sequel = next == nil ? "no later contact" : "had to make contact again"
    return "gave up after \(DurationText.describe(milliseconds: wait))\(place), \(sequel)"
  }
}
