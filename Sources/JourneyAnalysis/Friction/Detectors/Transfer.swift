package import JourneyModel

/// F03: the customer was handed over to another queue or agent within a contact.
package struct Transfer: FrictionDetector {
  /// How the detector describes itself.
  package let description = ComponentDescription(
    id: "transfer", number: "F03", title: "Transfer",
    summary: "The customer was handed over to another queue or agent within a contact.",
    formula: """
      One hit per hand-over, consults excluded; a hand-over stated by both legs is one. The first \
      of a contact is information (severity 0, no points); from the second on it is friction: 15 \
      points cold, 8 warm (the agent consulted the receiver for at least 5 s, or it is a ticket, \
      whose story is written down). It costs the talk after it, at most 90 s.
      """,
    parameters: [
      ParameterDescription(
        name: "friction-from", summary: "The number of the first hand-over that is friction.",
        unit: .count, defaultValue: 2, allowed: 1...100),
      ParameterDescription(
        name: "greeting", summary: "The most talk after a hand-over that it is charged with.",
        unit: .milliseconds, defaultValue: 90 * Milliseconds.second,
        allowed: 0...Milliseconds.hour),
    ], requires: ["events: transferred, or assigned with queue"], source: "domain.md F03, F2")
  /// Handing over.
  package let family = FrictionFamily.transfer

  /// The detector.
  package init() {}

  /// One hit per hand-over.
  package func detect(in context: JourneyContext) -> [Detection] {
    let from = context.customer.parameter("friction-from", of: description.id)
    let greeting = context.customer.parameter("greeting", of: description.id)
    return context.members.flatMap { place in
      let item = context.interaction(place)
      return item.handOvers.enumerated().map { index, handOver in
        var hit = detection(at: place, of: item, handOver)
        let isFriction = Int64(index) + 1 >= from
        hit.severity = isFriction ? 1 : 0
        hit.points = isFriction ? (handOver.isWarm ? 8 : 15) : 0
        hit.claim.talk = Transfer.talk(after: handOver.event, of: item, atMost: greeting)
        return hit
      }
    }
  }

  private func detection(
    at place: Int, of item: AssembledInteraction, _ handOver: HandOver
  ) -> Detection {
    var hit = Detection(place: place, at: handOver.at)
    hit.location = handOver.from ?? item.interaction.channel.name
    hit.message = Message.handedOver(handOver)
    hit.evidence = [.event(item.events[handOver.event], rule: "a hand-over")]
    let record = item.events[handOver.event].record
    if let from = handOver.from {
      hit.evidence.append(Evidence(record: record, field: "queue", value: from, rule: "from"))
    }
    if let to = handOver.to {
      hit.evidence.append(Evidence(record: record, field: "queue", value: to, rule: "to"))
    }
    return hit
  }

  /// The talk from the next answer to what follows it, at most a limit; 0 without an answer.
  private static func talk(
    after event: Int, of item: AssembledInteraction, atMost limit: Int64
  ) -> Int64 {
    let later = item.events[(event + 1)...]
    guard let answer = later.firstIndex(where: { $0.activity == .answered }),
      let end = item.events[(answer + 1)...].first(where: { next in
        next.activity == .transferred || next.activity == .ended
      })
    else { return 0 }
    return min(limit, end.at.milliseconds(since: item.events[answer].at))
  }
}

private enum Message {
  static func handedOver(_ handOver: HandOver) -> String {
    let manner = handOver.isWarm ? "with its story" : "without its story"
    switch (handOver.from, handOver.to) {
    case (let from?, let to?): return "handed over from \(from) to \(to) \(manner)"
    case (let from?, nil): return "handed over from \(from) \(manner)"
    case (nil, let to?): return "handed over to \(to) \(manner)"
    case (nil, nil): return "handed over \(manner)"
    }
  }
}
