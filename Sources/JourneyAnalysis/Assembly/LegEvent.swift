package import JourneyModel

/// One event of a leg, with what decides its place among the others.
package struct LegEvent: Equatable, Sendable {
  /// What was stated.
  package var statement: EventStatement
  /// The adapter's numeric rank at equal instants.
  package var order: Int64
  /// The key of the record that states it; the first one's if several do.
  package var key: StableHash128
  /// The smallest id of the records that state it.
  package var record: RecordID
  /// Whether an absent queue was observed to be empty rather than passed over.
  package var clearsQueue = false
  /// The position of its leg in the interaction; 0 until legs are merged.
  package var leg: Int32 = 0

  /// A statement of a record.
  package init(statement: EventStatement, order: Int64, key: StableHash128, record: RecordID) {
    self.statement = statement
    self.order = order
    self.key = key
    self.record = record
  }

  /// What happened.
  var activity: Activity { statement.activity }
  /// When.
  var at: Instant { statement.at }
  /// The queue concerned.
  var queue: String? { statement.queue }
  /// The agent concerned.
  var agent: String? { statement.agent }

  /// What makes two statements the same event.
  ///
  /// Observations of a state keep the adapter's order: a ticket that is solved, opened and solved
  /// again within one minute was observed three times. Everything else is the same event however
  /// many records state it, and in whatever place.
  var identity: EventIdentity {
    EventIdentity(statement: statement, order: isObservation ? order : nil)
  }

  /// Whether two statements are the same event: whether their identities are equal.
  func isSame(as other: LegEvent) -> Bool {
    statement == other.statement && (!isObservation || order == other.order)
  }

  private var isObservation: Bool {
    switch activity {
    case .status, .assigned, .priority: true
    default: false
    }
  }
}

/// What makes two statements the same event.
struct EventIdentity: Hashable {
  /// The content.
  var statement: EventStatement
  /// The adapter's order, for observations.
  var order: Int64?
}

extension LegEvent: Comparable {
  /// Orders by instant, the adapter's order, activity rank and record key; the content and the
  /// record decide what is left, so that no two different events are ever equal in order.
  package static func < (left: LegEvent, right: LegEvent) -> Bool {
    if left.at != right.at { return left.at < right.at }
    if left.order != right.order { return left.order < right.order }
    if left.activity.rank != right.activity.rank {
      return left.activity.rank < right.activity.rank
    }
    if left.key != right.key { return left.key < right.key }
    if left.record != right.record { return left.record < right.record }
    return left.statement.precedes(right.statement)
  }
}

extension EventStatement {
  /// A total order of equal-ranked statements of one record.
  fileprivate func precedes(_ other: EventStatement) -> Bool {
    if activity != other.activity { return activity.rawValue < other.activity.rawValue }
    if queue != other.queue { return (queue ?? "") < (other.queue ?? "") }
    if agent != other.agent { return (agent ?? "") < (other.agent ?? "") }
    if value != other.value { return (value ?? "") < (other.value ?? "") }
    let numbers = (durationMilliseconds ?? -1, count ?? -1, by?.rawValue ?? .max)
    let others = (other.durationMilliseconds ?? -1, other.count ?? -1, other.by?.rawValue ?? .max)
    if numbers != others { return numbers < others }
    if actor != other.actor { return (actor ?? .zero) < (other.actor ?? .zero) }
    guard let text = other.text else { return false }
    return self.text.map { $0.precedes(text) } ?? true
  }
}

/// The events of one instant, among which those stated again are.
///
/// Few are compared one by one, because most instants have one or two events and hashing an event
/// takes longer; many are looked up.
private struct InstantEvents {
  private static let few = 8
  private var start = 0
  private var places: [EventIdentity: Int] = [:]

  /// Where an event is that `next` states again; the last events are those of its instant.
  mutating func place(of next: LegEvent, in events: [LegEvent]) -> Int? {
    guard let last = events.last, last.at == next.at else {
      start = events.count
      if !places.isEmpty { places.removeAll(keepingCapacity: true) }
      return nil
    }
    if events.count - start <= InstantEvents.few {
      return (start..<events.count).first { events[$0].isSame(as: next) }
    }
    for place in (start + places.count)..<events.count { places[events[place].identity] = place }
    return places[next.identity]
  }
}

extension [LegEvent] {
  /// The same events sorted, each once: the record of an event is the smallest that states it.
  func sortedDistinct() -> [LegEvent] {
    var distinct: [LegEvent] = []
    distinct.reserveCapacity(count)
    var instant = InstantEvents()
    // Numbers are cheaper to sort than events.
    for place in indices.sorted(by: { self[$0] < self[$1] }) {
      if let same = instant.place(of: self[place], in: distinct) {
        distinct[same].record = Swift.min(distinct[same].record, self[place].record)
        distinct[same].clearsQueue = distinct[same].clearsQueue || self[place].clearsQueue
      } else {
        distinct.append(self[place])
      }
    }
    return distinct
  }
}
