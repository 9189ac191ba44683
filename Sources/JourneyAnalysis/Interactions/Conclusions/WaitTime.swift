import JourneyModel

/// The customer's time in queues before the first answer.
///
/// Each `queued` event before the first `answered` lasts as long as it states or until the next
/// thing that ends a wait: an answer, another queue, a hand-over, the end, voicemail or the
/// request to be called back. A wait whose end is unknown is not counted.
enum WaitTime {
  /// The sum in milliseconds; nil if never queued or if no wait's end is known.
  static func milliseconds(_ events: RowSlice<EventRow>) -> Int64? {
    var sum: Int64?
    for (index, event) in events.enumerated() {
      if event.activity == .answered { break }
      guard event.activity == .queued else { continue }
      if let stated = event.durationMilliseconds {
        sum = (sum ?? 0) + max(stated, 0)
      } else if let end = events.first(behind: index, where: endsWait) {
        sum = (sum ?? 0) + events[end].at.milliseconds(since: event.at)
      }
    }
    return sum
  }

  private static func endsWait(_ activity: Activity) -> Bool {
    switch activity {
    case .answered, .queued, .transferred, .ended, .voicemail, .callbackRequested: true
    default: false
    }
  }
}
