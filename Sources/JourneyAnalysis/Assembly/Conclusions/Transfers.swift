package import JourneyModel

/// A hand-over of the customer to another queue or agent.
package struct HandOver: Equatable, Sendable {
  /// When.
  package var at: Instant
  /// The position of its event among the interaction's events.
  package var event: Int
  /// The queue it came from, where known.
  package var from: String?
  /// The queue it went to, where known.
  package var to: String?
  /// Whether the story went along: the agent consulted the receiver first, or it is written in
  /// the ticket.
  package var isWarm: Bool
}

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

  /// The hand-overs in the events of an interaction, in order.
  ///
  /// `parents` holds for each leg the position of the leg it continues.
  static func handOvers(in events: [LegEvent], parents: [Int?]) -> [HandOver] {
    let stated = events.indices.filter { events[$0].activity == .transferred }
    if stated.isEmpty { return queueChanges(in: events) }
    var handOvers: [HandOver] = []
    for index in withoutRepeats(stated, events: events, parents: parents) {
      let at = events[index].at
      if let last = handOvers.last, at.milliseconds(since: last.at) <= sameMoment { continue }
      handOvers.append(handOver(at: index, in: events))
    }
    return handOvers
  }

  /// Statements without those that a next leg's arrival tells as well, in order.
  private static func withoutRepeats(
    _ stated: [Int], events: [LegEvent], parents: [Int?]
  ) -> [Int] {
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

  private static func answered(_ leg: Int, before index: Int, _ events: [LegEvent]) -> Bool {
    events[..<index].contains { Int($0.leg) == leg && $0.activity == .answered }
  }

  private static func handOver(at index: Int, in events: [LegEvent]) -> HandOver {
    let before = events[..<index]
    let answer = before.lastIndex { $0.activity == .answered } ?? 0
    let consult = before[answer...].last { $0.activity == .consulted }
    let overlap = consult?.statement.durationMilliseconds ?? Milliseconds.minute
    let following = events[(index + 1)...].prefix { $0.activity != .transferred }
    return HandOver(
      at: events[index].at, event: index, from: before.last { $0.queue != nil }?.queue,
      to: events[index].queue ?? following.first { $0.queue != nil }?.queue,
      isWarm: consult != nil && overlap >= 5 * Milliseconds.second)
  }

  private static func queueChanges(in events: [LegEvent]) -> [HandOver] {
    var changes: [HandOver] = []
    var current: String?
    for (index, event) in events.enumerated() where event.activity == .assigned {
      guard let queue = event.queue else { continue }
      if let from = current, from != queue {
        changes.append(
          HandOver(at: event.at, event: index, from: from, to: queue, isWarm: true))
      }
      current = queue
    }
    return changes
  }
}
