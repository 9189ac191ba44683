/// What a wall clock reading means in a zone.
///
/// All times are microseconds since 1970-01-01T00:00:00Z.
package enum LocalTime: Sendable, Hashable {
  /// The clock showed this time once.
  case unique(Int64)
  /// The clock was put forward over this time and never showed it.
  ///
  /// `before` reads it with the offset in force before the change (it lies after the change: the
  /// clock that nobody put forward), `after` with the offset in force after it.
  case gap(before: Int64, after: Int64)
  /// The clock was put back and showed this time twice.
  case overlap(earlier: Int64, later: Int64)

  /// The rule where nothing says which is meant: the offset in force before the change.
  ///
  /// In a gap that is the time as if nobody had put the clock forward, in an overlap the earlier
  /// one: Python's `fold=0` and java.time's default.
  package var preferred: Int64 {
    switch self {
    case .unique(let time): time
    case .gap(let before, _): before
    case .overlap(let earlier, _): earlier
    }
  }

  /// Whether the reading means exactly one time.
  package var isUnique: Bool {
    if case .unique = self { true } else { false }
  }
}
