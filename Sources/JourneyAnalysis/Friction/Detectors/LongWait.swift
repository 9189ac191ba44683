import CivilTime
package import JourneyModel

/// F01: the customer waited longer in queue than the channel's threshold.
package struct LongWait: FrictionDetector {
  /// How the detector describes itself.
  package let description = ComponentDescription(
    id: "long-wait", number: "F01", title: "Long wait",
    summary: "The customer waited longer in queue than the channel's threshold.",
    formula: """
      wait_ms > threshold of the channel, answered or not. 5 points, 10 from three times the \
      threshold, 15 from six times. Severity 2 from 10 minutes, else 1.
      """,
    parameters: [
      .wait("voice", "Voice", seconds: 120),
      .wait("chat", "Chat", seconds: 180),
      .wait("message", "Messaging", seconds: 180),
    ], requires: ["wait_ms"],
    source: "domain.md F01; service level 80/20, chat abandonment at about three minutes")
  /// Waiting.
  package let family = FrictionFamily.wait

  /// The detector.
  package init() {}

  /// One hit per interaction that waited too long.
  package func detect(in context: JourneyContext) -> [Detection] {
    context.members.compactMap { place in
      let item = context.interaction(place)
      guard let wait = item.interaction.waitMilliseconds,
        let threshold = threshold(of: item.interaction.channel, in: context), wait > threshold
      else { return nil }
      return detection(at: place, of: item, wait: wait, threshold: threshold)
    }
  }

  private func threshold(of channel: Channel, in context: JourneyContext) -> Int64? {
    context.customer.parameters[description.id, channel.name]
  }

  private func detection(
    at place: Int, of item: AssembledInteraction, wait: Int64, threshold: Int64
  ) -> Detection {
    let queued = item.events.first { $0.activity == .queued }
    let row = item.interaction
    var hit = Detection(place: place, at: queued?.at ?? row.startedAt)
    hit.points = wait >= 6 * threshold ? 15 : wait >= 3 * threshold ? 10 : 5
    hit.severity = wait >= 10 * Milliseconds.minute ? 2 : 1
    hit.claim.wait = wait
    hit.location = queued?.queue ?? row.queue ?? row.channel.name
    hit.message = Message.waited(wait, in: hit.location, threshold: threshold)
    let record = queued?.record ?? row.record
    hit.evidence = [
      .number(wait, field: "wait_ms", record: record, rule: "wait_ms > \(threshold)")
    ]
    if let queued { hit.evidence.insert(.event(queued, rule: "the wait begins"), at: 0) }
    if let answer = item.events.first(where: { $0.activity == .answered }) {
      hit.evidence.append(.event(answer, rule: "the wait ends"))
    }
    return hit
  }
}

extension ParameterDescription {
  fileprivate static func wait(
    _ name: String, _ title: String, seconds: Int64
  ) -> ParameterDescription {
    ParameterDescription(
      name: name, summary: "\(title): the longest wait that is no friction.",
      unit: .milliseconds, defaultValue: seconds * Milliseconds.second,
      allowed: 0...Milliseconds.day)
  }
}

private enum Message {
  static func waited(_ wait: Int64, in queue: String?, threshold: Int64) -> String {
    let place = queue.map { " at \($0)" } ?? ""
    return "waited \(DurationText.describe(milliseconds: wait))\(place), "
      + "threshold \(DurationText.describe(milliseconds: threshold))"
  }
}
