import CivilTime
package import JourneyModel

/// F14: a contact failed, so the customer had to come on another channel.
package struct ForcedSwitch: FrictionDetector {
  package static let description = ComponentDescription(
    id: "forced-switch", number: "F14", title: "Forced channel switch",
    summary: "A contact failed, so the customer had to come on another channel.",
    formula: """
      The next contact of a journey on another channel, where the one before was given up or not \
      answered, or contained by a menu or bot, or an agent wrote to use another channel, and it \
      ended at most the window of its channel before; or where nobody had replied to what was \
      written and the customer called or chatted. 15 points, severity 2, the switch is avoidable; \
      it costs menu and wait of the second contact. A requested callback is none.
      """,
    parameters: [
      .window("voice", "Calls", 4 * Milliseconds.hour),
      .window("ivr", "Menus", 30 * Milliseconds.minute),
      .window("bot", "Bots", 30 * Milliseconds.minute),
      .window("web", "Web", 30 * Milliseconds.minute),
      .window("chat", "Chat", 4 * Milliseconds.hour),
      .window("message", "Messaging", 4 * Milliseconds.hour),
      .window("email", "E-mail", 72 * Milliseconds.hour),
      .window("ticket", "Tickets", 72 * Milliseconds.hour),
      .window("social", "Social media", 72 * Milliseconds.hour),
    ], requires: ["outcome, or first_response_ms, of two channels"],
    source: "channel switching (CEB, 2013); Gartner: it costs more than it hurts")
  package static let family = FrictionFamily.channelSwitch
  /// Who fails to help themselves and calls switched once.
  package static let suppresses = ["failed-self-service"]
  package static let rules = ["failed", "began on another channel", "not replied to yet"]

  /// How the contact before failed, as the variant of the finding.
  private enum Failure: UInt8 {
    case abandoned, missed, contained, redirected, unanswered
  }

  private let window: PerChannel

  package init(_ parameters: ParameterValues) {
    window = PerChannel(parameters, of: Self.description)
  }

  package func inspect(_ journey: JourneyView, _ found: (Hit) -> Void) {
    var before: Contact?
    for contact in journey.contacts where contact.isCustomerContact {
      defer { before = contact }
      guard let earlier = before, earlier.row.channel != contact.row.channel,
        let failure = failure(of: earlier, before: contact)
      else { continue }
      let row = contact.row
      var hit = Hit(contact, at: row.startedAt)
      hit.finding.points = 15
      hit.finding.severity = 2
      hit.finding.avoidable = 1
      hit.claim.menu = row.ivrMilliseconds ?? 0
      hit.claim.wait = row.waitMilliseconds ?? 0
      hit.finding.measured = earlier.gap(to: contact)
      hit.finding.place = earlier.place
      hit.finding.otherPlace = contact.channelWord
      hit.finding.variant = failure.rawValue
      let failed = earlier.row
      if failure == .unanswered {
        hit.prove(.startedAt, failed.startedAt.microseconds, of: failed.record, rule: 2)
      } else {
        hit.prove(.endedAt, failed.lastMoment.microseconds, of: failed.record, rule: 0)
      }
      hit.prove(.startedAt, row.startedAt.microseconds, of: row.record, rule: 1)
      found(hit)
    }
  }

  private func failure(of earlier: Contact, before contact: Contact) -> Failure? {
    let row = earlier.row
    guard let window = window[row.channel] else { return nil }
    if row.kind != .call, row.kind != .chat {
      let reply = row.firstResponseMilliseconds.map {
        row.startedAt.adding(milliseconds: $0)
      }
      let isUnanswered = reply.map { $0 > contact.row.startedAt } ?? !row.isSettled
      if isUnanswered { return contact.row.isLive ? .unanswered : nil }
    }
    guard earlier.gap(to: contact) <= window else { return nil }
    switch row.outcome {
    case .abandoned: return .abandoned
    case .missed: return .missed
    case .contained: return .contained
    default: break
    }
    let isRedirected = earlier.events.contains { event in
      event.activity == .messageOut && event.at <= contact.row.startedAt
        && event.signals.contains(.redirection)
    }
    return isRedirected ? .redirected : nil
  }

  package func write(_ finding: FindingRow, to text: inout FindingWriter) {
    switch Failure(rawValue: finding.variant) {
    case .abandoned: text.write("gave up at ")
    case .missed: text.write("was not answered at ")
    case .contained: text.write("was left to a menu or bot at ")
    case .redirected: text.write("was told at ")
    case .unanswered, nil: text.write("had no reply yet from ")
    }
    text.write(finding.place)
    if finding.variant == Failure.redirected.rawValue { text.write(" to use another channel") }
    text.write(" and came by ")
    text.write(finding.otherPlace)
    text.write(" ")
    text.write(duration: finding.measured)
    text.write(" later")
  }
}

extension ParameterDescription {
  fileprivate static func window(
    _ name: String, _ title: String, _ longest: Int64
  ) -> ParameterDescription {
    ParameterDescription(
      name: name, summary: "\(title): the longest time from its end to the other contact.",
      unit: .milliseconds, defaultValue: longest, allowed: 0...(30 * Milliseconds.day))
  }
}
