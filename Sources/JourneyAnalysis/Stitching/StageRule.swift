import JourneyModel

/// The stage of the journey map an interaction belongs to, first version.
///
/// | the interaction | stage |
/// |---|---|
/// | begins after an earlier one of the journey was settled | follow-up |
/// | is a visit, or on the web or with a bot | discover |
/// | is the journey's first that is not | reach-out |
/// | any other | interact |
enum StageRule {
  /// The stages of a journey's interactions in order.
  static func stages(of items: [AssembledInteraction]) -> [Stage] {
    var settledAt: Instant?
    var hasReachedOut = false
    return items.map { item in
      defer {
        if item.isSettled { settledAt = min(settledAt ?? item.lastMoment, item.lastMoment) }
      }
      if let settledAt, settledAt < item.interaction.startedAt { return .followUp }
      let channel = item.interaction.channel
      if item.interaction.kind == .visit || channel == .web || channel == .bot {
        return .discover
      }
      defer { hasReachedOut = true }
      return hasReachedOut ? .interact : .reachOut
    }
  }
}
