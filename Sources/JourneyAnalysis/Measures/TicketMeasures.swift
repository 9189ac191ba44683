import JourneyModel

/// What becomes of tickets.
enum TicketMeasures {
  static let all = [
    timeToResolve, firstResolution, reopenRate, oneTouch, twoTouch, noReturn, reassignments,
    openAge,
  ]

  static let timeToResolve = Measure(
    ComponentDescription(
      id: "time-to-resolve", title: "Time to resolve",
      summary: "The time from the start of a ticket to its last settlement.",
      formula: """
        ended_at − started_at of tickets that are settled, on the calendar clock (full resolution: \
        closed without solved counts as solved); filed at the day they were last settled.
        """, requires: ["events: status"], source: "domain.md C3 (full resolution)",
      unit: .milliseconds, isHighGood: false, group: .tickets, isHeadline: true),
    contact: { contact in
      settled(contact) { end in
        .measured(max(0, end.milliseconds(since: contact.row.startedAt)))
      }
    })

  static let firstResolution = Measure(
    ComponentDescription(
      id: "first-resolution", title: "Time to first resolution",
      summary: "The time from the start of a ticket to its first settlement.",
      formula: """
        From started_at to the first time a ticket was solved or closed, on the calendar clock; \
        filed at the day of it.
        """, requires: ["events: status"], activities: [.status],
      source: "domain.md C3 (first resolution)", unit: .milliseconds, isHighGood: false,
      group: .tickets),
    contact: { contact in
      guard let first = contact.settlements.first else { return .none }
      return .measured(max(0, first.at.milliseconds(since: contact.row.startedAt)))
        .filed(at: first.at)
    })

  static let reopenRate = Measure(
    ComponentDescription(
      id: "reopen-rate", title: "Reopen rate",
      summary: "The share of settled tickets that came back.",
      formula: """
        Tickets that were ever solved or closed and later had another status, or that their source \
        counts as reopened ÷ tickets that were ever solved or closed; filed at the day they were \
        first settled.
        """, requires: ["events: status"], source: "domain.md C3", unit: .ratio, isHighGood: false,
      group: .tickets, isHeadline: true),
    contact: { contact in
      guard let first = contact.settlements.first else { return .none }
      let isCounted = contact.counters.contains { $0.check == .reopens && $0.value > 0 }
      return .share(contact.row.reopens > 0 || isCounted).filed(at: first.at)
    })

  static let oneTouch = touches(1, id: "one-touch", title: "One-touch tickets")
  static let twoTouch = touches(2, id: "two-touch", title: "Two-touch tickets")

  private static func touches(_ touches: Int, id: String, title: String) -> Measure {
    Measure(
      ComponentDescription(
        id: id, title: title,
        summary: "The share of settled tickets that took \(touches) "
          + "\(touches == 1 ? "reply" : "replies").",
        formula: """
          Settled tickets with exactly \(touches) message-out of an agent ÷ settled tickets with \
          a message in or out; filed at the day they were last settled.
          """, requires: ["events: status, message-out"], activities: [.messageOut],
        source: "domain.md C1 (one-touch: agents' comments are counted)", unit: .ratio,
        isHighGood: touches == 1 ? true : nil, group: .tickets),
      contact: { contact in
        settled(contact) { _ in
          contact.hasMessages
            ? .share(contact.events.count { $0.isAgentMessage } == touches) : .none
        }
      })
  }

  static let noReturn = Measure(
    ComponentDescription(
      id: "ticket-fcr", title: "Tickets without a further message",
      summary: "The share of settled tickets in which the customer wrote only once.",
      formula: """
        Settled tickets with at most one message-in ÷ settled tickets with a message in or out; \
        replies of agents do not matter. Filed at the day they were last settled.
        """, requires: ["events: status, message-in"], activities: [.messageIn],
      source: "domain.md C1 (ticket FCR: customers' messages are counted)", unit: .ratio,
      isHighGood: true, group: .tickets),
    contact: { contact in
      settled(contact) { _ in
        contact.hasMessages ? .share(contact.row.messagesIn <= 1) : .none
      }
    })

  static let reassignments = Measure(
    ComponentDescription(
      id: "reassignments", title: "Reassignments",
      summary: "How often the queue of a settled ticket changed.",
      formula: """
        Mean of reassignments over settled tickets, to and from none included; filed at the day \
        they were last settled.
        """, requires: ["events: status, assigned"], activities: [.assigned],
      source: "domain.md C3 (group stations)", unit: .mean, isHighGood: false, group: .tickets),
    contact: { contact in
      settled(contact) { _ in .measured(Int64(contact.row.reassignments)) }
    })

  static let openAge = Measure(
    ComponentDescription(
      id: "open-age", title: "Age of open tickets",
      summary: "How long open tickets have been there.",
      formula: """
        as-of − started_at of tickets whose last status is not settled; filed at the start, \
        provisional for ever. What is open is in no time to resolve, which is too short by it.
        """, requires: ["events: status"], activities: [.status],
      source: "domain.md C9 (censoring)", unit: .milliseconds, isHighGood: false, group: .tickets),
    contact: { contact in
      let row = contact.row
      guard row.isSettledByStatus == false else { return .none }
      let age = contact.customer.settings.asOf.milliseconds(since: row.startedAt)
      return .measured(max(0, age), finalAfter: Count.never)
    })

  /// What a settled ticket contributes, filed at the day it was last settled.
  private static func settled(_ contact: Contact, _ count: (Instant) -> Count) -> Count {
    guard contact.row.isSettledByStatus == true, let end = contact.row.endedAt else {
      return .none
    }
    return count(end).filed(at: end)
  }
}

extension Contact {
  /// Whether any message of it is known.
  fileprivate var hasMessages: Bool { row.messagesIn + row.messagesOut > 0 }
}
