import JourneyModel

/// The customer's time in queues before the first answer.
///
/// Each `queued` event before the first `answered` lasts as long as it states or until the next
/// thing that ends a wait: an answer, another queue, a hand-over, the end, voicemail or the
/// request to be called back. A wait whose end is unknown is not counted.
enum WaitTime {
  /// The sum in milliseconds; nil if never queued or if no wait's end is known.
  static func milliseconds(_ events: [LegEvent]) -> Int64? {
    let answer = events.firstIndex { $0.activity == .answered } ?? events.count
    return events[..<answer].indices.compactMap { index -> Int64? in
      guard events[index].activity == .queued else { return nil }
      if let stated = events[index].statement.durationMilliseconds { return max(stated, 0) }
      let end = events[(index + 1)...].first { endsWait($0.activity) }
      return end?.at.milliseconds(since: events[index].at)
    }.total
  }

  private static func endsWait(_ activity: Activity) -> Bool {
    switch activity {
    case .answered, .queued, .transferred, .ended, .voicemail, .callbackRequested: true
    default: false
    }
  }
}
