import JourneyModel

/// When an interaction was over.
enum Ending {
  /// When the interaction was over; nil while nothing says so.
  ///
  /// When it was merged into another. Where a status was observed: when the ticket was last
  /// settled, nil while it is not. Otherwise the last `ended`; a visit ends with its last event.
  static func instant(
    of row: InteractionRow, events: RowSlice<EventRow>, settlements: RowSlice<SettlementRow>
  ) -> Instant? {
    if row.isMerged { return MergedMatter.instant(events) }
    if let isSettled = row.isSettledByStatus { return isSettled ? settlements.last?.at : nil }
    if let ended = row.ended { return events[Int(ended)].at }
    return row.kind == .visit ? events.last?.at : nil
  }
}
