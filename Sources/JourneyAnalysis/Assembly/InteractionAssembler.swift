import JourneyModel

/// Makes interactions of one customer's legs and draws every conclusion that follows from the
/// order of their events.
///
/// ```
/// leg A  ivr-entered  queued  answered  transferred                       (call, agent 7)
/// leg B                                 transferred  queued  answered  ended   leg-of A
///        └────────────────────── one interaction, named after A ───────────┘
/// ```
struct InteractionAssembler {
  /// Whose legs they are.
  let customer: CustomerID

  /// The interactions of a customer's legs, in order of start, end and id.
  func interactions(of legs: [Leg]) -> [AssembledInteraction] {
    LegGroups.groups(of: legs).map { interaction(of: $0) }.sorted()
  }

  private func interaction(of group: LegGroup) -> AssembledInteraction {
    let legs = group.legs
    let first = legs[0]
    let requesters = legs.flatMap(\.tokens).filter { $0.kind == .customer }.map(\.hash)
    let events = mergedEvents(of: legs, requesters: requesters)
    let history = StatusHistory(events)
    let handOvers = Transfers.handOvers(in: events, parents: group.parents)
    var row = Interaction(
      id: InteractionID(AssembledInteraction.idHash(of: first.reference)), customer: customer,
      source: first.source, nativeID: first.nativeID, kind: first.kind,
      channel: first.header.channel ?? first.kind.usualChannel, startedAt: first.startedAt,
      record: first.record)
    HeaderConclusion.fill(&row, legs: legs, events: events)
    fillTimes(of: &row, legs: legs, events: events)
    fillCounts(of: &row, events: events, history: history)
    row.transfers = Int32(clamping: handOvers.count)
    row.answeredAt = events.first { $0.activity == .answered }?.at
    row.endedAt = Ending.instant(of: row.kind, events: events, history: history)
    row.outcome = OutcomeConclusion.outcome(of: row, events: events, history: history)
    row.resolved = history.isSettled
    return AssembledInteraction(
      interaction: row, events: events,
      lastMoment: row.endedAt ?? events.last?.at ?? row.startedAt, handOvers: handOvers,
      statusHistory: history, links: legs.flatMap(\.links).filter { $0.kind != .legOf },
      references: legs.map(\.reference), scores: legs.flatMap(\.scores),
      checks: legs.count == 1 ? first.checks : [])
  }

  /// The events of all legs as one sorted set, with senders concluded.
  private func mergedEvents(of legs: [Leg], requesters: [StableHash128]) -> [LegEvent] {
    if legs.count == 1, legs[0].events.allSatisfy({ $0.statement.actor == nil }) {
      return legs[0].events
    }
    var events: [LegEvent] = []
    for (position, leg) in legs.enumerated() {
      for event in leg.events {
        var event = MessageParties.concluded(event, requesters: requesters)
        event.leg = Int32(position)
        events.append(event)
      }
    }
    return events.sortedDistinct()
  }

  private func fillTimes(of row: inout Interaction, legs: [Leg], events: [LegEvent]) {
    row.waitMilliseconds = WaitTime.milliseconds(events)
    row.ivrMilliseconds = MenuTime.milliseconds(events)
    let times = legs.map { HandleTime(of: $0.events) }
    row.holdMilliseconds = times.compactMap(\.hold).total
    row.talkMilliseconds = times.compactMap(\.talk).total
    row.wrapMilliseconds = times.compactMap(\.wrap).total
    row.firstResponseMilliseconds = FirstResponse.milliseconds(events)
  }

  private func fillCounts(
    of row: inout Interaction, events: [LegEvent], history: StatusHistory
  ) {
    for event in events {
      switch event.activity {
      case .held: row.holds += event.statement.count ?? 1
      case .messageIn: row.messagesIn += 1
      case .messageOut: row.messagesOut += 1
      default: break
      }
    }
    row.reopens = Int32(clamping: history.reopenings.count)
    row.reassignments = Reassignments.count(events)
  }
}

extension AssembledInteraction {
  /// The hash an interaction's id consists of.
  static func idHash(of reference: InteractionReference) -> StableHash128 {
    var hasher = StableHasher(domain: "interaction-id")
    hasher.combine(reference.exact)
    return hasher.finalize()
  }
}

extension InteractionKind {
  /// The channel assumed where no record states one.
  var usualChannel: Channel {
    switch self {
    case .call: .voice
    case .chat: .chat
    case .ticket: .ticket
    case .email: .email
    case .message: .message
    case .visit: .web
    case .social: .social
    case .task: .task
    }
  }
}

extension [Int64] {
  /// The sum; nil if nothing is known.
  var total: Int64? { isEmpty ? nil : reduce(0, +) }
}
