/// The newest event of each hour: which event is the newest that is not after a moment can be asked
/// at any later moment, whatever the clock was when the events were read.
///
/// Scores are events here, and so are versions of profiles that are instants.
///
/// Of the hour of the moment itself only the newest event is known; where that is after the moment,
/// the answer is the newest of the hours before. Instants are limited to 1990…2200, so there are at
/// most 1.9 million hours.
package struct NewestEvents: Equatable, Sendable {
  /// By hours since the epoch, in microseconds since the epoch.
  private var instants: [Int64: Int64] = [:]
  /// The hour of the event added last and its newest so far: events come in about their order.
  private var hour = Int64.min
  private var newest = Int64.min

  private static let microsecondsPerHour: Int64 = 3_600_000_000

  package init() {}

  /// Whether there is no event.
  package var isEmpty: Bool { instants.isEmpty }

  /// Adds an event.
  package mutating func add(_ event: Instant) {
    let at = event.microseconds
    let hour = NewestEvents.hour(of: at)
    if hour == self.hour, at <= newest { return }
    newest = max(instants[hour] ?? at, at)
    self.hour = hour
    instants[hour] = newest
  }

  /// The newest event that is not after a moment.
  package func newest(notAfter limit: Instant) -> Instant? {
    instants.values.filter { $0 <= limit.microseconds }.max().map(Instant.init(microseconds:))
  }

  private static func hour(of microseconds: Int64) -> Int64 {
    let (hour, rest) = microseconds.quotientAndRemainder(dividingBy: microsecondsPerHour)
    return rest < 0 ? hour - 1 : hour
  }

  package static func == (left: NewestEvents, right: NewestEvents) -> Bool {
    left.instants == right.instants
  }
}

extension NewestEvents {
  /// The instants in order, eight bytes each, little-endian.
  package var bytes: [UInt8] {
    instants.values.sorted().flatMap { instant in
      withUnsafeBytes(of: instant.littleEndian) { Array($0) }
    }
  }

  /// The events that `bytes` wrote; nil where the bytes are no instants.
  package init?(bytes: [UInt8]) {
    guard bytes.count % 8 == 0 else { return nil }
    for start in stride(from: 0, to: bytes.count, by: 8) {
      let bits = bytes[start..<start + 8].reversed().reduce(UInt64.zero) { $0 << 8 | UInt64($1) }
      add(Instant(microseconds: Int64(bitPattern: bits)))
    }
  }
}
