import JourneyModel

/// How long customers wait for an answer to what they wrote.
enum ResponseMeasures {
  static let all = [firstResponse, replyTime] + StatusTime.allCases.map(\.measure)

  static let firstResponse = Measure(
    ComponentDescription(
      id: "first-response", title: "First response",
      summary: "The time to the first human reply.",
      formula: """
        first_response_ms of customer contacts, calls included; on the calendar clock, filed at \
        the start.
        """, requires: ["first_response_ms"], source: "domain.md C3 (first reply), C4",
      unit: .milliseconds, isHighGood: false, group: .response, isHeadline: true),
    contact: { contact in
      contact.isCustomerContact
        ? .measured(ifKnown: contact.row.firstResponseMilliseconds) : .none
    })

  static let replyTime = Measure(
    ComponentDescription(
      id: "reply-time", title: "Reply time",
      summary: "The time from what a customer writes to the agent's next message, every turn.",
      formula: """
        From the first message-in since an agent's last message-out to the agent's next \
        message-out; messages of a bot are none. Turns that nobody answered have no time. Filed \
        when the customer wrote.
        """, requires: ["events: message-in and message-out"], activities: [.messageIn],
      source: "domain.md C4 (every-turn response)", unit: .milliseconds, isHighGood: false,
      group: .response),
    customer: { customer, counted in
      customer.forEachContact { contact in
        guard contact.row.messagesOut > 0 else { return }
        let place = CountedPlace(contact.row)
        var asked: Instant?
        for event in contact.events {
          if event.activity == .messageIn { asked = asked ?? event.at }
          guard event.isAgentMessage, let since = asked else { continue }
          counted(.measured(event.at.milliseconds(since: since)).filed(at: since), place)
          asked = nil
        }
      }
    })
}

/// The times a ticket spends in states, in Zendesk's words.
enum StatusTime: CaseIterable {
  case requesterWait, agentWork, agentWait, onHold

  var measure: Measure {
    let states = states
    return Measure(
      ComponentDescription(
        id: texts.id, title: texts.title, summary: texts.summary,
        formula: """
          The time settled tickets were \(states.map(\.name).joined(separator: ", ")), from their \
          first status event to their last settlement, on the calendar clock; filed at the day \
          they were last settled.
          """, requires: ["events: status"], activities: [.status],
        source: "domain.md C3 (\(texts.id))", unit: .milliseconds,
        isHighGood: self == .requesterWait ? false : nil, group: .response),
      contact: { contact in
        guard contact.row.isSettledByStatus == true, let last = contact.settlements.last else {
          return .none
        }
        let time = StatusTime.milliseconds(contact.events, in: states, until: last.at)
        return .measured(time).filed(at: last.at)
      })
  }

  private var states: [TicketStatus] {
    switch self {
    case .requesterWait: [.new, .open, .onHold]
    case .agentWork: [.new, .open]
    case .agentWait: [.pending]
    case .onHold: [.onHold]
    }
  }

  private var texts: (id: String, title: String, summary: String) {
    switch self {
    case .requesterWait:
      ("requester-wait", "Requester wait", "The time a ticket waited for the company.")
    case .agentWork:
      ("agent-work", "Agent work", "The time a ticket was with the agents.")
    case .agentWait:
      ("agent-wait", "Agent wait", "The time a ticket waited for the customer.")
    case .onHold:
      ("on-hold", "On hold", "The time a ticket waited for somebody else.")
    }
  }

  private static func milliseconds(
    _ events: RowSlice<EventRow>, in states: [TicketStatus], until end: Instant
  ) -> Int64 {
    var sum: Int64 = 0
    var since: Instant?
    for event in events {
      guard let status = event.status else { continue }
      if let start = since { sum += min(event.at, end).milliseconds(since: start) }
      since = event.at < end && states.contains(status) ? event.at : nil
    }
    return sum
  }
}

extension EventRow {
  /// Whether an agent, as far as is known, wrote to the customer.
  var isAgentMessage: Bool { activity == .messageOut && (by == .agent || by == nil) }
}
