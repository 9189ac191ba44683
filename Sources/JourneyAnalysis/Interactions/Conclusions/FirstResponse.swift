import JourneyModel

/// The time from the customer's first move to the first human answer.
///
/// It begins with the first of `opened`, the customer's first message and the first queue, and
/// ends with the first `answered` or message of an agent after it. Where an agent opened the
/// ticket with the first message, the agent's second message answers (Zendesk's first reply time).
enum FirstResponse {
  /// The time in milliseconds; nil until both happened.
  static func milliseconds(_ events: RowSlice<EventRow>) -> Int64? {
    guard let start = events.firstIndex(where: { isBeginning($0.activity) }) else { return nil }
    var opening = isOpenedByAgent(events, start: start)
    for event in events[start..<events.count] {
      guard event.activity == .answered || (event.activity == .messageOut && isByAgent(event))
      else { continue }
      if !opening { return event.at.milliseconds(since: events[start].at) }
      opening = false
    }
    return nil
  }

  private static func isBeginning(_ activity: Activity) -> Bool {
    activity == .opened || activity == .messageIn || activity == .queued
  }

  private static func isByAgent(_ event: EventRow) -> Bool { event.by == .agent || event.by == nil }

  /// Whether the ticket was opened and its first message sent by an agent at the same moment.
  private static func isOpenedByAgent(_ events: RowSlice<EventRow>, start: Int) -> Bool {
    guard events[start].activity == .opened else { return false }
    let first = events.first { $0.activity == .messageIn || $0.activity == .messageOut }
    guard let first, first.activity == .messageOut, isByAgent(first) else { return false }
    return first.at.milliseconds(since: events[start].at) <= Milliseconds.second
  }
}
