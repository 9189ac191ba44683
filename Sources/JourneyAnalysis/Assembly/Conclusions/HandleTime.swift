import JourneyModel

/// The talk, hold and after-contact time of one leg.
///
/// An answer lasts as long as it states, else to the leg's next hand-over, end or answer, less the
/// holds that begin within it. A hold lasts as long as it states, else until the customer is
/// resumed, handed over or gone.
struct HandleTime: Equatable {
  /// Milliseconds talking; nil if nobody answered or the end is unknown.
  var talk: Int64?
  /// Milliseconds on hold; nil if never held.
  var hold: Int64?
  /// Milliseconds of after-contact work; nil if none is stated.
  var wrap: Int64?

  /// The times of a leg's events, in order.
  init(of events: [LegEvent]) {
    let holds = events.indices.compactMap { HandleTime.hold(at: $0, in: events) }
    hold = holds.map(\.duration).total
    talk = events.indices.compactMap { HandleTime.talk(at: $0, in: events, holds: holds) }.total
    wrap =
      events.filter { $0.activity == .wrappedUp }
      .compactMap(\.statement.durationMilliseconds).total
  }

  private static func hold(
    at index: Int, in events: [LegEvent]
  ) -> (at: Instant, duration: Int64)? {
    guard events[index].activity == .held else { return nil }
    if let stated = events[index].statement.durationMilliseconds {
      return (events[index].at, max(stated, 0))
    }
    let end = events[(index + 1)...].first { event in
      switch event.activity {
      case .resumed, .transferred, .ended: true
      default: false
      }
    }
    guard let end else { return nil }
    return (events[index].at, end.at.milliseconds(since: events[index].at))
  }

  private static func talk(
    at index: Int, in events: [LegEvent], holds: [(at: Instant, duration: Int64)]
  ) -> Int64? {
    guard events[index].activity == .answered else { return nil }
    if let stated = events[index].statement.durationMilliseconds { return max(stated, 0) }
    let end = events[(index + 1)...].first { event in
      switch event.activity {
      case .transferred, .ended, .answered: true
      default: false
      }
    }
    guard let end else { return nil }
    let within = holds.filter { $0.at >= events[index].at && $0.at < end.at }
    let held = within.map(\.duration).total ?? 0
    return max(0, end.at.milliseconds(since: events[index].at) - held)
  }
}
