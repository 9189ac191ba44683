/// A moment in UTC, in microseconds since 1970-01-01T00:00:00Z.
@frozen @usableFromInline
package struct Instant: Hashable, Comparable, BitwiseCopyable, Codable, Sendable {
  /// Microseconds since the epoch; negative before it.
  @usableFromInline package var microseconds: Int64

  /// Earliest and latest microseconds that are believed: 1990-01-01 and 2200-12-31 at their ends.
  package static let believed: ClosedRange<Int64> = 631_152_000_000_000...7_289_654_399_999_999

  /// The moment so many microseconds after the epoch.
  @inlinable package init(microseconds: Int64) { self.microseconds = microseconds }

  /// Whether both are the same moment.
  @inlinable
  package static func == (left: Instant, right: Instant) -> Bool {
    left.microseconds == right.microseconds
  }

  /// Orders earlier moments first.
  @inlinable
  package static func < (left: Instant, right: Instant) -> Bool {
    left.microseconds < right.microseconds
  }

  /// Whole milliseconds from `start` to this moment, rounded down; negative if it lies before.
  @inlinable
  package func milliseconds(since start: Instant) -> Int64 {
    let (difference, overflow) = microseconds.subtractingReportingOverflow(start.microseconds)
    precondition(!overflow, "instants are limited to 1990…2200, so differences fit")
    return difference >= 0 ? difference / 1000 : (difference - 999) / 1000
  }

  /// The moment so many milliseconds later.
  @inlinable
  package func adding(milliseconds: Int64) -> Instant {
    Instant(microseconds: microseconds + milliseconds * 1000)
  }
}
