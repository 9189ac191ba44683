import JourneyModel

/// Finds hand-overs; consults are none.
///
/// Both legs of a transferred call may state the same hand-over, each at its own moment:
///
/// ```
/// leg A  … answered ──────── transferred          the n-th statement of A and the n-th arrival
/// leg B          transferred ── queued ─ answered …   among its next legs are one hand-over
/// ```
///
/// Statements within two seconds are one hand-over as well, unless different agents made them.
/// Where nothing states a transfer, a change between two known, different queues is one (tickets).
/// Memory is kept from interaction to interaction.
struct Transfers {
  /// Where events state a transfer, in order.
  private var statements: [Statement] = []
  private var legs: [LegStatements] = []

  /// A stated transfer.
  private struct Statement {
    /// The position of the event.
    var event: Int
    /// The next departure from the same leg; −1 for none.
    var next = -1
    /// Whether it tells of an arrival from another leg.
    var isArrival = false
    /// Whether the next leg tells of it as well.
    var isRepeated = false
  }

  /// The transfers a leg states.
  private struct LegStatements {
    var hasArrived = false
    /// Its first departure no arrival was found for, and its last one; −1 for none.
    var first = -1
    var last = -1
  }

  /// The longest time between two statements of one hand-over, in milliseconds.
  private static let sameMoment = 2 * Milliseconds.second

  /// Appends the hand-overs in the events of an interaction, in order.
  ///
  /// `parents` holds for each leg the position of the leg it continues.
  mutating func append(
    _ events: RowSlice<EventRow>, parents: [Int?], to handOvers: inout RowList<HandOverRow>
  ) -> RowRange<HandOverRow> {
    let first = handOvers.count
    gather(events)
    if statements.isEmpty {
      Transfers.appendQueueChanges(in: events, to: &handOvers)
    } else {
      if parents.contains(where: { $0 != nil }) { findRepeats(events, parents) }
      for statement in statements where !statement.isRepeated {
        if handOvers.count > first,
          Transfers.isTold(statement.event, by: handOvers[handOvers.count - 1], in: events)
        {
          continue
        }
        handOvers.append(Transfers.handOver(at: statement.event, in: events))
      }
    }
    return RowRange(first: first, count: handOvers.count - first)
  }

  /// Whether a statement is of the hand-over before it.
  private static func isTold(
    _ event: Int, by row: HandOverRow, in events: RowSlice<EventRow>
  ) -> Bool {
    let (agent, other) = (events[event].agent, events[Int(row.event)].agent)
    return events[event].at.milliseconds(since: row.at) <= sameMoment
      && (agent == other || agent.isNone || other.isNone)
  }

  private mutating func gather(_ events: RowSlice<EventRow>) {
    statements.removeAll(keepingCapacity: true)
    for (position, event) in events.enumerated() where event.activity == .transferred {
      statements.append(Statement(event: position))
    }
  }

  /// Marks departures that a next leg's arrival tells of as well.
  private mutating func findRepeats(_ events: RowSlice<EventRow>, _ parents: [Int?]) {
    legs.removeAll(keepingCapacity: true)
    legs.append(contentsOf: repeatElement(LegStatements(), count: parents.count))
    for number in statements.indices {
      let event = statements[number].event
      let leg = Int(events[event].leg)
      if parents[leg] != nil, !legs[leg].hasArrived,
        !Transfers.answered(leg, before: event, events)
      {
        legs[leg].hasArrived = true
        statements[number].isArrival = true
      } else {
        depart(number, from: leg)
      }
    }
    for statement in statements where statement.isArrival {
      guard let parent = parents[Int(events[statement.event].leg)] else { continue }
      let departure = legs[parent].first
      if departure < 0 { continue }
      legs[parent].first = statements[departure].next
      statements[departure].isRepeated = true
    }
  }

  /// Puts a statement behind the other departures of its leg.
  private mutating func depart(_ number: Int, from leg: Int) {
    if legs[leg].first < 0 {
      legs[leg].first = number
    } else {
      statements[legs[leg].last].next = number
    }
    legs[leg].last = number
  }

  private static func answered(
    _ leg: Int, before index: Int, _ events: RowSlice<EventRow>
  ) -> Bool {
    events[0..<index].contains { Int($0.leg) == leg && $0.activity == .answered }
  }

  private static func handOver(at index: Int, in events: RowSlice<EventRow>) -> HandOverRow {
    let before = events[0..<index]
    let answer = before.lastIndex { $0.activity == .answered } ?? 0
    let consult = before[answer..<index].last { $0.activity == .consulted }
    let overlap = consult?.durationMilliseconds ?? Milliseconds.minute
    let following = events[(index + 1)..<events.count].prefix { $0.activity != .transferred }
    let next = following.first { !$0.queue.isNone }?.queue ?? .none
    return HandOverRow(
      at: events[index].at, event: Int32(clamping: index),
      from: before.last { !$0.queue.isNone }?.queue ?? .none, to: events[index].queue.or(next),
      isWarm: consult != nil && overlap >= 5 * Milliseconds.second)
  }

  private static func appendQueueChanges(
    in events: RowSlice<EventRow>, to handOvers: inout RowList<HandOverRow>
  ) {
    var current = Symbol.none
    for (index, event) in events.enumerated()
    where event.activity == .assigned && !event.queue.isNone {
      if !current.isNone, current != event.queue {
        handOvers.append(
          HandOverRow(
            at: event.at, event: Int32(clamping: index), from: current, to: event.queue,
            isWarm: true))
      }
      current = event.queue
    }
  }
}
