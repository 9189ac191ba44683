import JourneyModel

/// The talk, hold and after-contact time of an interaction, leg by leg.
///
/// An answer lasts as long as it states, else to the leg's next hand-over, end or answer, less the
/// holds that begin within it; each moment counts once. A hold lasts as long as it states, but not
/// longer than the customer is there, else until the customer is resumed, handed over or gone; one
/// that begins when the customer is gone is none. In a consult the customer is with somebody else:
/// only the after-contact work of its leg counts.
struct HandleTime: Equatable {
  /// Milliseconds talking; nil if nobody answered or the end is unknown.
  private(set) var talk: Int64?
  /// Milliseconds on hold; nil if never held.
  private(set) var hold: Int64?
  /// How often the customer was put on hold.
  private(set) var holds: Int32 = 0
  /// Milliseconds of after-contact work; nil if none is stated.
  private(set) var wrap: Int64?

  init() {}

  /// Adds the times of a leg's events, in order.
  mutating func add(_ events: RowSlice<EventRow>, ofConsult isConsult: Bool = false) {
    var held = HeldTime()
    let gone = events.last { $0.activity == .ended }?.at
    for (index, event) in events.enumerated() {
      switch event.activity {
      case .held where !isConsult:
        if let gone, event.at >= gone { continue }
        holds = Int32(clamping: Int64(holds) + Int64(event.count ?? 1))
        let part = HandleTime.hold(at: index, in: events).map { held.add($0, at: event.at) }
        hold = added(hold, part)
      case .answered where !isConsult: talk = added(talk, HandleTime.talk(at: index, in: events))
      case .wrappedUp: wrap = added(wrap, event.durationMilliseconds)
      default: break
      }
    }
  }

  private func added(_ sum: Int64?, _ part: Int64?) -> Int64? {
    guard let part else { return sum }
    return (sum ?? 0) + part
  }

  private static func hold(at index: Int, in events: RowSlice<EventRow>) -> Int64? {
    if let stated = events[index].durationMilliseconds {
      let gone = events.last { $0.activity == .ended }?.at
      let room = gone?.milliseconds(since: events[index].at) ?? stated
      return max(0, min(stated, room))
    }
    let end = events.first(behind: index) { activity in
      activity == .resumed || activity == .transferred || activity == .ended
    }
    return end.map { events[$0].at.milliseconds(since: events[index].at) }
  }

  private static func talk(at index: Int, in events: RowSlice<EventRow>) -> Int64? {
    if let stated = events[index].durationMilliseconds { return max(stated, 0) }
    let end = events.first(behind: index) { activity in
      activity == .transferred || activity == .ended || activity == .answered
    }
    guard let end else { return nil }
    let (from, until) = (events[index].at, events[end].at)
    var held: Int64 = 0
    var time = HeldTime()
    // Holds that begin within the talk, however events of one instant are ordered.
    var first = index
    while first > 0, events[first - 1].at == from { first -= 1 }
    var other = first
    while other < events.count, events[other].at < until {
      if events[other].activity == .held {
        let room = until.milliseconds(since: events[other].at)
        held += time.add(min(room, hold(at: other, in: events) ?? 0), at: events[other].at)
      }
      other += 1
    }
    return max(0, until.milliseconds(since: from) - held)
  }
}

/// Time on hold, of which each moment counts once.
private struct HeldTime {
  private var end: Instant?

  /// How much a hold of some milliseconds adds; holds come in the order in which they began.
  mutating func add(_ milliseconds: Int64, at start: Instant) -> Int64 {
    let begun = end.map { max(0, $0.milliseconds(since: start)) } ?? 0
    let added = max(0, milliseconds - begun)
    if added > 0 || end == nil {
      end = Instant(microseconds: start.microseconds + milliseconds * 1000)
    }
    return added
  }
}

extension RowSlice<EventRow> {
  /// The position of the first event behind another whose activity fits.
  func first(behind index: Int, where fits: (Activity) -> Bool) -> Int? {
    var next = index + 1
    while next < count {
      if fits(self[next].activity) { return next }
      next += 1
    }
    return nil
  }
}
