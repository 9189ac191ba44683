/// How local times are read that a clock showed twice, because it was put back, or never, because
/// it was put forward.
package struct ClockChangeRule: Sendable, Hashable {
  /// Which of the two readings such a time has.
  package enum Choice: String, Sendable, CaseIterable {
    /// The reading that comes first.
    case earlier
    /// The reading that comes second.
    case later
    /// None: the time is refused as impossible.
    case reject
  }

  /// The reading of times shown twice.
  package var repeated: Choice
  /// The reading of times never shown.
  package var skipped: Choice

  /// A rule; without choices the one of `LocalTime.preferred`.
  package init(repeated: Choice = .earlier, skipped: Choice = .later) {
    self.repeated = repeated
    self.skipped = skipped
  }
}

extension LocalTime {
  /// The time this reading means under a rule; nil if the rule refuses it.
  package func resolved(by rule: ClockChangeRule) -> Int64? {
    switch self {
    case .unique(let time): time
    case .overlap(let earlier, let later): Self.pick(rule.repeated, earlier, later)
    // The offset before the change gives the later of the two.
    case .gap(let before, let after): Self.pick(rule.skipped, after, before)
    }
  }

  private static func pick(
    _ choice: ClockChangeRule.Choice, _ earlier: Int64, _ later: Int64
  ) -> Int64? {
    switch choice {
    case .earlier: earlier
    case .later: later
    case .reject: nil
    }
  }
}
