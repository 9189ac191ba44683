import JourneyModel

/// When an interaction was over.
enum Ending {
  /// When the interaction was over; nil while nothing says so.
  ///
  /// Where a status was observed: when the ticket was last settled, nil while it is not. Otherwise
  /// the last `ended`; a visit ends with its last event.
  static func instant(
    of kind: InteractionKind, events: [LegEvent], history: StatusHistory
  ) -> Instant? {
    if let isSettled = history.isSettled {
      return isSettled ? history.settledPeriods.last?.from : nil
    }
    if let ended = events.last(where: { $0.activity == .ended }) { return ended.at }
    return kind == .visit ? events.last?.at : nil
  }
}
