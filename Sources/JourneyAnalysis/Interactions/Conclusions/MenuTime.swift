import JourneyModel

/// The customer's time in the menu: from entering it to the first queue, answer or end.
enum MenuTime {
  /// The time in milliseconds; nil if there was no menu or its end is unknown.
  static func milliseconds(_ events: RowSlice<EventRow>) -> Int64? {
    guard let entered = events.firstIndex(where: { $0.activity == .ivrEntered }) else {
      return nil
    }
    if let stated = events[entered].durationMilliseconds { return max(stated, 0) }
    return events.first(behind: entered, where: leavesMenu).map {
      events[$0].at.milliseconds(since: events[entered].at)
    }
  }

  private static func leavesMenu(_ activity: Activity) -> Bool {
    switch activity {
    case .queued, .answered, .ended, .ivrExited, .voicemail: true
    default: false
    }
  }
}
