import JourneyModel

/// The stage of the journey map an interaction belongs to, first version.
///
/// | the interaction | stage |
/// |---|---|
/// | begins after an earlier one of the journey was settled | follow-up |
/// | is a visit, or on the web or with a bot | discover |
/// | is the journey's first that is not | reach-out |
/// | any other | interact |
struct StageRule {
  private var settledAt: Instant?
  private var hasReachedOut = false

  /// The stage of the journey's next interaction.
  mutating func stage(of row: InteractionRow) -> Stage {
    defer {
      if row.isSettled { settledAt = min(settledAt ?? row.lastMoment, row.lastMoment) }
    }
    if let settledAt, settledAt < row.startedAt { return .followUp }
    if row.kind == .visit || row.channel == .web || row.channel == .bot { return .discover }
    defer { hasReachedOut = true }
    return hasReachedOut ? .interact : .reachOut
  }
}
