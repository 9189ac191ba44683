package import JourneyModel

/// The one order of events, and which statements are the same event.
///
/// Events are ordered by instant, the adapter's order, activity rank and record key; the content
/// and the record decide what is left, so that no two different events are ever equal in order.
///
/// Two statements are the same event if all they say is equal. Observations of a state keep the
/// adapter's order: a ticket that is solved, opened and solved again within one minute was observed
/// three times. Everything else is the same event however many records state it, and in whatever
/// place.
package enum EventOrder {
  /// Compares the texts of two symbols; symbols are in the order of their texts only once ranked.
  package typealias TextOrder = (Symbol, Symbol) -> Bool

  /// The most events of one instant that are compared each with each.
  private static let few = 16

  /// Sorts the events of a range and leaves each once; gives the shorter range.
  ///
  /// The range is the last of its list. Of the same event the first in order stays, with the
  /// smallest record that states it.
  package static func sortDistinct(
    _ range: RowRange<EventRow>, in events: inout RowList<EventRow>,
    actors: RowSlice<StableHash128>, texts: TextOrder
  ) -> RowRange<EventRow> {
    precondition(range.numbers.upperBound == events.count, "the events to be sorted are the last")
    if !isSorted(events[range], actors, texts) {
      events.sort(range) { precedes($0, $1, actors, texts) }
    }
    var end = Int(range.first)
    var next = end
    while next < events.count {
      let at = events[next].at
      var last = next + 1
      while last < events.count, events[last].at == at { last += 1 }
      end = keepDistinct(next..<last, behind: end, in: &events, actors)
      next = last
    }
    events.truncate(to: end)
    return RowRange(first: Int(range.first), count: end - Int(range.first))
  }

  /// Moves the distinct events of one instant behind those kept before; gives the new end.
  private static func keepDistinct(
    _ instant: Range<Int>, behind start: Int, in events: inout RowList<EventRow>,
    _ actors: RowSlice<StableHash128>
  ) -> Int {
    var end = start
    // Many are compared with their neighbours in another order, so that no instant costs a square.
    let same = instant.count > few ? firstSame(instant, in: events, actors) : [:]
    var moved: [Int: Int] = [:]
    for index in instant {
      let event = events[index]
      let kept =
        instant.count > few
        ? same[index].flatMap { moved[$0] }
        : (start..<end).first { isSame(events[$0], event, actors) }
      if let kept {
        events.update(kept) { first in
          first.record = min(first.record, event.record)
          first.clearsQueue = first.clearsQueue || event.clearsQueue
        }
      } else {
        if instant.count > few { moved[index] = end }
        events[end] = event
        end += 1
      }
    }
    return end
  }

  /// For each event of an instant that an earlier one states too, the first that does.
  private static func firstSame(
    _ instant: Range<Int>, in events: borrowing RowList<EventRow>,
    _ actors: RowSlice<StableHash128>
  ) -> [Int: Int] {
    let rows = events.all
    let byContent = instant.sorted { left, right in
      let (one, other) = (contentHash(rows[left], actors), contentHash(rows[right], actors))
      return one != other ? one < other : left < right
    }
    var same: [Int: Int] = [:]
    var firsts: [Int] = []
    for index in byContent {
      let hash = contentHash(rows[index], actors)
      if let first = firsts.first, contentHash(rows[first], actors) != hash { firsts = [] }
      if let first = firsts.first(where: { isSame(rows[$0], rows[index], actors) }) {
        same[index] = first
      } else {
        firsts.append(index)
      }
    }
    return same
  }

  /// A hash of what makes two statements the same event.
  private static func contentHash(
    _ event: EventRow, _ actors: RowSlice<StableHash128>
  ) -> UInt64 {
    let actor = actor(of: event, actors)
    var hash = UInt64(event.activity.rawValue) << 8 | UInt64(event.by?.rawValue ?? .max)
    let words: [UInt64] = [
      UInt64(event.queue.number) << 32 | UInt64(event.agent.number),
      UInt64(event.value.number) << 32 | UInt64(UInt32(bitPattern: event.count ?? -1)),
      UInt64(bitPattern: event.durationMilliseconds ?? -1), event.textDigest, actor.low,
      event.activity.isObservation ? UInt64(bitPattern: event.order) : 0,
    ]
    for word in words {
      hash = (hash ^ word) &* 0xd6e8_feb8_6659_fd93
      hash ^= hash >> 32
    }
    return hash
  }

  private static func isSorted(
    _ events: RowSlice<EventRow>, _ actors: RowSlice<StableHash128>, _ texts: TextOrder
  ) -> Bool {
    var index = 1
    while index < events.count {
      if precedes(events[index], events[index - 1], actors, texts) { return false }
      index += 1
    }
    return true
  }

  /// Whether an event comes before another.
  static func precedes(
    _ left: EventRow, _ right: EventRow, _ actors: RowSlice<StableHash128>, _ texts: TextOrder
  ) -> Bool {
    if left.at != right.at { return left.at < right.at }
    if left.order != right.order { return left.order < right.order }
    if left.activity != right.activity, left.activity.rank != right.activity.rank {
      return left.activity.rank < right.activity.rank
    }
    if left.key != right.key { return left.key < right.key }
    if left.record != right.record { return left.record < right.record }
    return precedesInContent(left, right, actors, texts)
  }

  /// A total order of equal-ranked statements of one record.
  private static func precedesInContent(
    _ left: EventRow, _ right: EventRow, _ actors: RowSlice<StableHash128>, _ texts: TextOrder
  ) -> Bool {
    if left.activity != right.activity { return left.activity.rawValue < right.activity.rawValue }
    if left.queue != right.queue { return texts(left.queue, right.queue) }
    if left.agent != right.agent { return texts(left.agent, right.agent) }
    if left.value != right.value { return texts(left.value, right.value) }
    let numbers = (left.durationMilliseconds ?? -1, left.count ?? -1, left.by?.rawValue ?? .max)
    let others = (right.durationMilliseconds ?? -1, right.count ?? -1, right.by?.rawValue ?? .max)
    if numbers != others { return numbers < others }
    let (one, other) = (actor(of: left, actors), actor(of: right, actors))
    return one != other ? one < other : left.textDigest < right.textDigest
  }

  private static func actor(
    of event: EventRow, _ actors: RowSlice<StableHash128>
  ) -> StableHash128 {
    event.actor.isNone ? .zero : actors[Int(event.actor.number)]
  }

  private static func isSame(
    _ left: EventRow, _ right: EventRow, _ actors: RowSlice<StableHash128>
  ) -> Bool {
    left.activity == right.activity && left.at == right.at && left.queue == right.queue
      && left.agent == right.agent && left.value == right.value && left.by == right.by
      && left.durationMilliseconds == right.durationMilliseconds && left.count == right.count
      && left.textDigest == right.textDigest
      && actor(of: left, actors) == actor(of: right, actors)
      && (left.order == right.order || !left.activity.isObservation)
  }
}

extension Activity {
  /// Whether it observes a state rather than tells what happened.
  var isObservation: Bool { self == .status || self == .assigned || self == .priority }
}
