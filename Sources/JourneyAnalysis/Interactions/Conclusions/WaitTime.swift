import JourneyModel

/// The customer's time in queues before the first answer.
///
/// Each `queued` event before the first `answered` lasts as long as it states or until the next
/// thing that ends a wait: an answer, another queue, a hand-over, the end, voicemail or the
/// request to be called back. An end that an answer follows was that of a device that rang. A wait
/// whose end is unknown is not counted.
enum WaitTime {
  /// The sum in milliseconds; nil if never queued or if no wait's end is known.
  static func milliseconds(_ events: RowSlice<EventRow>) -> Int64? {
    var sum: Int64?
    let answer = events.lastIndex { $0.activity == .answered } ?? -1
    for (index, event) in events.enumerated() {
      if event.activity == .answered { break }
      guard event.activity == .queued else { continue }
      if let stated = event.durationMilliseconds {
        sum = (sum ?? 0) + max(stated, 0)
      } else if let end = end(of: events, behind: index, answer) {
        sum = (sum ?? 0) + events[end].at.milliseconds(since: event.at)
      }
    }
    return sum
  }

  /// The position of what ends the wait that begins at `index`.
  private static func end(
    of events: RowSlice<EventRow>, behind index: Int, _ answer: Int
  ) -> Int? {
    var next = index
    while let end = events.first(behind: next, where: endsWait) {
      if events[end].activity != .ended || end > answer { return end }
      next = end
    }
    return nil
  }

  private static func endsWait(_ activity: Activity) -> Bool {
    switch activity {
    case .answered, .queued, .transferred, .ended, .voicemail, .callbackRequested: true
    default: false
    }
  }
}
