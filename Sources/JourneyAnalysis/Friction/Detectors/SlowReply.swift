import CivilTime
package import JourneyModel

/// F09: the customer wrote again and waited too long for the next reply.
package struct SlowReply: FrictionDetector {
  package static let description = ComponentDescription(
    id: "slow-reply", number: "F09", title: "Slow reply",
    summary: "The customer wrote again and waited too long for the next reply.",
    formula: """
      From the customer's first message after a reply to the agent's next one, > threshold of the \
      channel, of a ticket that of the channel it came from; thanks ask for none. At most three \
      hits per contact, 5 points each. It is dated when the customer wrote, and delays the \
      customer by what exceeds the threshold. Where calendars are configured only their open hours \
      count.
      """,
    parameters: [
      .reply("email", "E-mail", Milliseconds.day),
      .reply("ticket", "Tickets", Milliseconds.day),
      .reply("web", "Web forms", Milliseconds.day),
      .reply("chat", "Chat", 180 * Milliseconds.second),
      .reply("message", "Messaging", Milliseconds.hour),
      .reply("social", "Social media", 2 * Milliseconds.hour),
    ], requires: ["events: message-in and message-out"], activities: [.messageIn],
    source: "every-turn response time by channel (Zendesk, Intercom)")
  package static let family = FrictionFamily.wait
  package static let rules = ["the customer wrote", "answered after > {limit}"]

  private let threshold: PerChannel

  /// The most hits of one contact.
  private static let most = 3

  package init(_ parameters: ParameterValues) {
    threshold = PerChannel(parameters, of: Self.description)
  }

  package func inspect(_ journey: JourneyView, _ found: (Hit) -> Void) {
    for contact in journey.contacts where contact.row.messagesOut > 1 {
      guard let limit = threshold.ofWriting(contact.row) else { continue }
      var turns = Turns()
      var hits = 0
      for event in contact.events where hits < Self.most {
        guard let asked = turns.next(event) else { continue }
        let gap = contact.workingMilliseconds(from: asked.at, until: event.at)
        guard gap > limit else { continue }
        hits += 1
        var hit = Hit(contact, at: asked.at)
        hit.finding.points = 5
        if !contact.row.isLive {
          hit.delay = Delay(
            from: contact.instant(afterWorking: limit, from: asked.at), until: event.at)
        }
        hit.finding.measured = gap
        hit.finding.limit = limit
        hit.finding.place = contact.place
        hit.prove(asked, rule: 0)
        hit.prove(event, rule: 1)
        found(hit)
      }
    }
  }

  package func write(_ finding: FindingRow, to text: inout FindingWriter) {
    text.write("waited ")
    text.write(duration: finding.measured)
    text.write(" for the next reply, threshold ")
    text.write(duration: finding.limit)
  }
}

extension ParameterDescription {
  fileprivate static func reply(
    _ name: String, _ title: String, _ longest: Int64
  ) -> ParameterDescription {
    ParameterDescription(
      name: name, summary: "\(title): the longest time to the next reply that is no friction.",
      unit: .milliseconds, defaultValue: longest, allowed: 0...(30 * Milliseconds.day))
  }
}
