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
  private var groups = LegGroups()
  private var legs: [VertexRow] = []
  private var parents: [Int?] = []
  private var consults = Consults()
  private var requesters: [StableHash128] = []
  private var transfers = Transfers()

  /// Appends the interactions of a customer's legs, in order of start, end and id.
  mutating func assemble(
    _ vertices: RowRange<VertexRow>, in partition: inout Partition
  ) -> RowRange<InteractionRow> {
    groups.group(vertices, of: partition.vertices)
    let first = partition.interactions.count
    for group in groups.groups {
      legs.removeAll(keepingCapacity: true)
      parents.removeAll(keepingCapacity: true)
      for position in group {
        legs.append(partition.vertices.vertices[groups.legs[groups.members[position]]])
        parents.append(group.count == 1 ? nil : groups.parent(of: position, in: group))
      }
      consults.find(legs, parents: parents, in: partition.vertices)
      partition.interactions.append(interaction(in: &partition))
    }
    let range = RowRange<InteractionRow>(
      first: first, count: partition.interactions.count - first)
    partition.interactions.sort(range) { $0.precedes($1) }
    return range
  }

  /// The interaction of the legs gathered.
  private mutating func interaction(in partition: inout Partition) -> InteractionRow {
    let first = legs[0]
    let events = mergedEvents(in: &partition)
    var row = InteractionRow(
      id: InteractionID(idHash(of: first.reference)), record: first.record,
      startedAt: partition.vertices.events[Int(first.events.first)].at, nativeID: first.nativeID,
      source: first.source, kind: first.interactionKind,
      channel: first.channel ?? first.interactionKind.usualChannel)
    row.events = events
    appendLists(to: &row, in: &partition)
    let rows = partition.vertices.events[events]
    row.isMerged = MergedMatter.instant(rows) != nil
    if !row.isMerged {
      let isSettled = StatusHistory.append(rows, to: &partition.settlements)
      row.settlements = isSettled.periods
      row.isSettledByStatus = isSettled.now
    }
    row.handOvers = transfers.append(rows, parents: parents, to: &partition.handOvers)
    HeaderConclusion.fill(&row, legs: legs, events: rows, consults: consults)
    fillTimes(of: &row, events: rows, partition)
    fillCounts(of: &row, events: rows)
    row.reopens = Int32(
      clamping: partition.settlements[row.settlements].count { $0.until != nil })
    row.endedAt = Ending.instant(
      of: row, events: rows, settlements: partition.settlements[row.settlements])
    row.outcome = OutcomeConclusion.outcome(of: row, events: rows)
    row.lastMoment = row.endedAt ?? rows.last?.at ?? row.startedAt
    return row
  }

  /// The events of all legs as one sorted set, with senders concluded.
  private mutating func mergedEvents(in partition: inout Partition) -> RowRange<EventRow> {
    let hasActors = legs.contains { leg in
      partition.vertices.events[leg.events].contains { !$0.actor.isNone }
    }
    if legs.count == 1, !hasActors { return legs[0].events }
    requesters.removeAll(keepingCapacity: true)
    if hasActors {
      for leg in legs {
        for token in partition.vertices.tokens[leg.tokens] where token.kind == .customer {
          requesters.append(token.hash)
        }
      }
    }
    let first = partition.vertices.events.count
    for (position, leg) in legs.enumerated() {
      for number in leg.events.numbers {
        var event = partition.vertices.events[number]
        if !event.actor.isNone {
          MessageParties.conclude(
            &event, actor: partition.vertices.actors[event.actor], requesters: requesters)
        }
        event.leg = UInt16(clamping: position)
        consults.rewrite(&event, ofLeg: position)
        partition.vertices.events.append(event)
      }
    }
    let range = RowRange<EventRow>(
      first: first, count: partition.vertices.events.count - first)
    return EventOrder.sortDistinct(
      range, in: &partition.vertices.events, actors: .empty
    ) { $0 < $1 }
  }

  /// Gathers what all legs name, score and count.
  private func appendLists(to row: inout InteractionRow, in partition: inout Partition) {
    let firstName = partition.names.count
    for leg in legs { partition.names.append(leg.reference) }
    row.names = RowRange(first: firstName, count: legs.count)
    guard legs.count > 1 else {
      row.scores = legs[0].scores
      row.counters = legs[0].counters
      // `leg-of` links come first.
      let links = legs[0].links
      let parts = partition.vertices.links[links].prefix { $0.kind == .legOf }.count
      row.links = RowRange(first: Int(links.first) + parts, count: Int(links.count) - parts)
      return
    }
    let firstLink = partition.vertices.links.count
    let firstScore = partition.vertices.scores.count
    for leg in legs {
      for number in leg.links.numbers where partition.vertices.links[number].kind != .legOf {
        partition.vertices.links.append(partition.vertices.links[number])
      }
      partition.vertices.scores.append(contentsOf: partition.vertices.scores[leg.scores])
    }
    row.links = RowRange(first: firstLink, count: partition.vertices.links.count - firstLink)
    row.scores = RowRange(first: firstScore, count: partition.vertices.scores.count - firstScore)
  }

  private func fillTimes(
    of row: inout InteractionRow, events: RowSlice<EventRow>, _ partition: borrowing Partition
  ) {
    row.waitMilliseconds = WaitTime.milliseconds(events)
    row.ivrMilliseconds = MenuTime.milliseconds(events)
    var times = HandleTime()
    for (position, leg) in legs.enumerated() {
      times.add(partition.vertices.events[leg.events], ofConsult: consults.contains(position))
    }
    row.holdMilliseconds = times.hold
    row.holds = times.holds
    row.talkMilliseconds = times.talk
    row.wrapMilliseconds = times.wrap
    row.firstResponseMilliseconds = FirstResponse.milliseconds(events)
  }

  private func fillCounts(of row: inout InteractionRow, events: RowSlice<EventRow>) {
    for (position, event) in events.enumerated() {
      switch event.activity {
      case .queued where row.queued == nil: row.queued = Int32(clamping: position)
      case .answered where row.answered == nil:
        row.answered = Int32(clamping: position)
        row.answeredAt = event.at
      case .ended: row.ended = Int32(clamping: position)
      case .messageIn: row.messagesIn += 1
      case .messageOut:
        row.messagesOut += 1
        if event.by == .agent { row.hasAgentMessage = true }
      default: break
      }
    }
    row.transfers = Int32(clamping: row.handOvers.count)
    row.reassignments = Reassignments.count(events)
  }

  /// The hash an interaction's id consists of.
  private func idHash(of reference: InteractionReference) -> StableHash128 {
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
