package import JourneyModel

/// F06: the matter went back to a queue that had already passed it on.
package struct PingPong: FrictionDetector {
  package static let description = ComponentDescription(
    id: "ping-pong", number: "F06", title: "Ping-pong",
    summary: "The matter went back to a queue that had passed it on, or through many.",
    formula: """
      Each hand-over to a queue that the contact was in before, and the one by which it comes to \
      so many different queues; consults excluded. 20 points. Its time is that of the hand-overs.
      """,
    parameters: [
      ParameterDescription(
        name: "queues", summary: "How many different queues of one contact are too many.",
        unit: .count, defaultValue: 3, allowed: 2...100)
    ], requires: ["events: transferred or assigned with queue"],
    activities: [.transferred, .assigned],
    source: "ping-pong behaviour (BPI Challenge 2013)")
  package static let family = FrictionFamily.transfer
  package static let rules = [
    "a hand-over", "was in it before", "comes to the queue of number {limit}",
  ]

  private let queues: Int64

  package init(_ parameters: ParameterValues) {
    queues = parameters.declared("queues", of: Self.description)
  }

  package func inspect(_ journey: JourneyView, _ found: (Hit) -> Void) {
    for contact in journey.contacts where contact.row.transfers > 1 {
      // Few queues are passed before it is a hit.
      var passed: [Symbol] = []
      for handOver in contact.handOvers {
        if !handOver.from.isNone, !passed.contains(handOver.from) { passed.append(handOver.from) }
        guard !handOver.to.isNone, handOver.to != handOver.from else { continue }
        let isBack = passed.contains(handOver.to)
        guard isBack || passed.count + 1 == queues else { continue }
        let event = contact.events[Int(handOver.event)]
        var hit = Hit(contact, at: handOver.at)
        hit.finding.points = 20
        hit.finding.severity = 2
        hit.finding.measured = Int64(passed.count + (isBack ? 0 : 1))
        hit.finding.limit = queues
        hit.finding.place = handOver.from.or(contact.channelWord)
        hit.finding.otherPlace = handOver.to
        hit.finding.variant = isBack ? 0 : 1
        hit.prove(event, rule: 0)
        hit.prove(.queue, handOver.to, of: event.record, rule: isBack ? 1 : 2)
        found(hit)
      }
    }
  }

  package func write(_ finding: FindingRow, to text: inout FindingWriter) {
    if finding.variant == 0 {
      text.write("went back to ")
      text.write(finding.otherPlace)
    } else {
      text.write("came to ")
      text.write(finding.otherPlace)
      text.write(", the queue of number ")
      text.write(number: finding.measured)
    }
  }
}
