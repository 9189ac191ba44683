import JourneyModel

/// What a ticket's `status` events say in order: when it was settled and when it came back.
///
/// Values that are no `TicketStatus` are passed over. Solved and closed are both settled, so a
/// solved ticket that is closed later was settled when it was solved.
enum StatusHistory {
  /// Appends the times a ticket was settled, told by its events in order; gives where they are and
  /// whether it is settled as of now, nil if no status was ever observed.
  static func append(
    _ events: RowSlice<EventRow>, to settlements: inout RowList<SettlementRow>
  ) -> (periods: RowRange<SettlementRow>, now: Bool?) {
    let first = settlements.count
    var now: Bool?
    for (position, event) in events.enumerated() {
      guard let status = event.status else { continue }
      if status.isSettled, now != true {
        settlements.append(SettlementRow(at: event.at, event: Int32(clamping: position)))
      } else if !status.isSettled, now == true {
        settlements.update(settlements.count - 1) { settlement in
          settlement.until = event.at
          settlement.reopening = Int32(clamping: position)
        }
      }
      now = status.isSettled
    }
    return (RowRange(first: first, count: settlements.count - first), now)
  }
}
