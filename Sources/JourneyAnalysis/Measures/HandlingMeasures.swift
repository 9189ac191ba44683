import JourneyModel

/// What handling a contact takes.
enum HandlingMeasures {
  static let all = [
    handleTime, talkTime, holdTime, holdRate, wrapTime, transferRate, warmTransfers, coldTransfers,
    agentEnded,
  ]

  static let handleTime = Measure(
    ComponentDescription(
      id: "handle-time", title: "Handle time",
      summary: "Talk, hold and after-contact work of handled interactions.",
      formula: """
        talk_ms + hold_ms + wrap_ms of interactions with outcome handled and known talk time, all \
        legs together (the mean is what is called AHT, per contact); filed at the start.
        """, requires: ["talk_ms"], source: "domain.md C2 (AHT), per contact", unit: .milliseconds,
      group: .handling, isHeadline: true),
    contact: { contact in
      contact.row.outcome == .handled
        ? .measured(ifKnown: contact.row.handleMilliseconds) : .none
    })

  static let talkTime = Measure(
    ComponentDescription(
      id: "talk-time", title: "Talk time", summary: "Talk time of handled interactions.",
      formula: "talk_ms of interactions with outcome handled, all legs; filed at the start.",
      requires: ["talk_ms"], source: "domain.md C2 (AHT)", unit: .milliseconds, group: .handling),
    contact: { contact in
      contact.row.outcome == .handled
        ? .measured(ifKnown: contact.row.talkMilliseconds) : .none
    })

  static let holdTime = Measure(
    ComponentDescription(
      id: "hold-time", title: "Hold time", summary: "Time on hold of those who were put on hold.",
      formula: "hold_ms of interactions with holds ≥ 1, all holds together; filed at the start.",
      requires: ["hold_ms", "holds"], activities: [.held], source: "domain.md C2 (hold)",
      unit: .milliseconds, isHighGood: false, group: .handling),
    contact: { contact in
      contact.row.holds > 0 ? .measured(ifKnown: contact.row.holdMilliseconds) : .none
    })

  static let holdRate = Measure(
    ComponentDescription(
      id: "hold-rate", title: "Hold rate",
      summary: "The share of handled calls and chats that were put on hold.",
      formula: """
        Calls and chats with outcome handled and holds ≥ 1 ÷ calls and chats with outcome handled; \
        filed at the start.
        """, requires: ["outcome", "holds"], activities: [.held], source: "domain.md C2 (hold)",
      unit: .ratio, isHighGood: false, group: .handling),
    contact: { contact in
      let row = contact.row
      return row.outcome == .handled && row.isLive ? .share(row.holds > 0) : .none
    })

  static let wrapTime = Measure(
    ComponentDescription(
      id: "wrap-time", title: "After-contact work",
      summary: "Work after the contact, of handled interactions.",
      formula: "wrap_ms of interactions with outcome handled, all legs; filed at the start.",
      requires: ["wrap_ms"], activities: [.wrappedUp], source: "domain.md C2 (AHT)",
      unit: .milliseconds, group: .handling),
    contact: { contact in
      contact.row.outcome == .handled
        ? .measured(ifKnown: contact.row.wrapMilliseconds) : .none
    })

  static let transferRate = Measure(
    ComponentDescription(
      id: "transfer-rate", title: "Transfer rate",
      summary: "The share of handled interactions that were handed over at least once.",
      formula: """
        Interactions with outcome handled and transfers ≥ 1 ÷ interactions with outcome handled; \
        consults are no transfers. Filed at the start.
        """, requires: ["outcome", "transfers"], source: "domain.md C2 (transfer rate)",
      unit: .ratio, isHighGood: false, group: .handling, isHeadline: true),
    contact: { contact in
      let row = contact.row
      return row.outcome == .handled ? .share(row.transfers > 0) : .none
    })

  static let warmTransfers = transfers(
    isWarm: true, id: "warm-transfer-rate", title: "Warm transfer rate",
    rule: "went along with the story: the agent consulted the receiver first, or it is in a ticket")

  static let coldTransfers = transfers(
    isWarm: false, id: "cold-transfer-rate", title: "Cold transfer rate",
    rule: "left the story behind: nobody consulted the receiver first")

  private static func transfers(
    isWarm: Bool, id: String, title: String, rule: String
  ) -> Measure {
    Measure(
      ComponentDescription(
        id: id, title: title,
        summary: "The share of handled interactions with a \(isWarm ? "warm" : "cold") hand-over.",
        formula: """
          Interactions with outcome handled of which at least one hand-over \(rule) ÷ \
          interactions with outcome handled. Filed at the start.
          """, requires: ["outcome", "events: transferred, consulted"],
        source: "domain.md C2 (transfer rate)", unit: .ratio, isHighGood: isWarm ? nil : false,
        group: .handling),
      contact: { contact in
        guard contact.row.outcome == .handled else { return .none }
        return .share(contact.handOvers.contains { $0.isWarm == isWarm })
      })
  }

  static let agentEnded = Measure(
    ComponentDescription(
      id: "agent-ended", title: "Ended by the agent",
      summary: "The share of answered calls that the agent's side ended.",
      formula: """
        Calls with answered_at whose last ended event is by an agent ÷ such calls whose last \
        ended event says by whom; filed at the start.
        """, requires: ["events: ended, with actor"], activities: [.ended],
      source: "domain.md C2 (agent-ended)", unit: .ratio, group: .handling),
    contact: { contact in
      let row = contact.row
      guard row.kind == .call, row.answeredAt != nil, let by = contact.lastEnded?.by else {
        return .none
      }
      return .share(by == .agent)
    })
}
