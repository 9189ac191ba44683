import JourneyModel

/// A time by which something is delayed.
struct Delay: BitwiseCopyable {
  var from: Instant
  var until: Instant

  /// The whole time in milliseconds.
  var milliseconds: Int64 { until.milliseconds(since: from) }
}

/// Times that are covered, of which each moment counts once.
struct TimeCover {
  /// The first time, for as long as it is the only one.
  private var first: Delay?
  /// All of several, sorted by their beginnings; none touches another.
  private var parts: [Delay] = []

  /// Covers a time and gives how many milliseconds of it were not covered before.
  mutating func add(_ delay: Delay) -> Int64 {
    guard delay.from < delay.until else { return 0 }
    if parts.isEmpty {
      guard let first else {
        self.first = delay
        return delay.milliseconds
      }
      parts.append(first)
    }
    let first = parts.partitionPoint { $0.until >= delay.from }
    var (end, joined) = (first, delay)
    var added = delay.milliseconds
    while end < parts.count, parts[end].from <= delay.until {
      let part = parts[end]
      added -=
        Delay(from: max(part.from, delay.from), until: min(part.until, delay.until))
        .milliseconds
      joined = Delay(
        from: min(joined.from, part.from), until: max(joined.until, part.until))
      end += 1
    }
    parts.replaceSubrange(first..<end, with: [joined])
    return added
  }
}
