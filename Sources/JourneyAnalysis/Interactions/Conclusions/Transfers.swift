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
/// Statements within two seconds are one hand-over as well. Where nothing states a transfer, a
/// change between two known, different queues is one (tickets).
enum Transfers {
  /// The longest time between two statements of one hand-over, in milliseconds.
  private static let sameMoment = 2 * Milliseconds.second

  /// Appends the hand-overs in the events of an interaction, in order.
  ///
  /// `parents` holds for each leg the position of the leg it continues.
  static func append(
    _ events: RowSlice<EventRow>, parents: [Int?], to handOvers: inout RowList<HandOverRow>
  ) -> RowRange<HandOverRow> {
    let first = handOvers.count
    if events.contains(where: { $0.activity == .transferred }) {
      let stated = events.indices.filter { events[$0].activity == .transferred }
      for index in withoutRepeats(stated, events: events, parents: parents) {
        let at = events[index].at
        if handOvers.count > first,
          at.milliseconds(since: handOvers[handOvers.count - 1].at) <= sameMoment
        {
          continue
        }
        handOvers.append(handOver(at: index, in: events))
      }
    } else {
      appendQueueChanges(in: events, to: &handOvers)
    }
    return RowRange(first: first, count: handOvers.count - first)
  }

  /// Statements without those that a next leg's arrival tells as well, in order.
  private static func withoutRepeats(
    _ stated: [Int], events: RowSlice<EventRow>, parents: [Int?]
  ) -> [Int] {
    if parents.allSatisfy({ $0 == nil }) { return stated }
    var arrivals: [Int] = []
    var arrivedLegs: Set<Int> = []
    var departures: [Int: [Int]] = [:]
    for index in stated {
      let leg = Int(events[index].leg)
      if parents[leg] != nil, !arrivedLegs.contains(leg), !answered(leg, before: index, events) {
        arrivedLegs.insert(leg)
        arrivals.append(index)
      } else {
        departures[leg, default: []].append(index)
      }
    }
    var kept = Set(stated)
    for index in arrivals {
      guard let parent = parents[Int(events[index].leg)],
        let departure = departures[parent]?.first
      else { continue }
      departures[parent]?.removeFirst()
      kept.remove(departure)
    }
    return stated.filter { kept.contains($0) }
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
