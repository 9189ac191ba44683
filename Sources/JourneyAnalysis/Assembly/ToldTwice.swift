package import JourneyModel

/// Leaves out queues and answers that a later record only looks back on.
///
/// Some systems state a queue or an answer when it happens, and again with its length when it is
/// over, counted back in whole seconds. A statement with a length is the same queue or answer as
/// one without at most two seconds away; where the first was lost, the second stands for it.
package enum ToldTwice {
  /// The longest time between both statements, in milliseconds.
  private static let sameMoment = 2 * Milliseconds.second
  /// How many events on either side are looked at, so that no instant costs a square.
  private static let reach = 16

  /// Drops them from events in order, the last of their list; gives the shorter range.
  package static func drop(
    from range: RowRange<EventRow>, in events: inout RowList<EventRow>
  ) -> RowRange<EventRow> {
    let rows = events[range]
    let told = rows.indices.filter { isToldBefore(rows, $0) }
    if told.isEmpty { return range }
    var kept = Int(range.first) + told[0]
    var next = 0
    for position in told[0]..<rows.count {
      if next < told.count, told[next] == position {
        next += 1
      } else {
        events[kept] = events[Int(range.first) + position]
        kept += 1
      }
    }
    events.truncate(to: kept)
    return RowRange(first: Int(range.first), count: kept - Int(range.first))
  }

  private static func isToldBefore(_ events: RowSlice<EventRow>, _ position: Int) -> Bool {
    let event = events[position]
    guard event.activity == .queued || event.activity == .answered,
      event.durationMilliseconds != nil
    else { return false }
    let near = max(0, position - reach)..<min(events.count, position + reach + 1)
    return near.contains { other in
      let other = events[other]
      return other.activity == event.activity && other.durationMilliseconds == nil
        && other.queue == event.queue && other.agent == event.agent
        && abs(other.at.milliseconds(since: event.at)) <= sameMoment
    }
  }
}
