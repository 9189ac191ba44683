package import JourneyModel

/// What a ticket's `status` events say in order: when it was settled and when it came back.
///
/// Values that are no `TicketStatus` are passed over. Solved and closed are both settled, so a
/// solved ticket that is closed later was settled when it was solved.
package struct StatusHistory: Equatable, Sendable {
  /// A return from settled to unsettled.
  package struct Reopening: Equatable, Sendable {
    /// When it had been settled.
    package var settledAt: Instant
    /// When it came back.
    package var at: Instant
    /// The position of the settling event among the interaction's events.
    package var settledEvent: Int
    /// The position of the reopening event.
    package var event: Int
  }

  /// A time during which the ticket was settled, half-open.
  package struct SettledPeriod: Equatable, Sendable {
    /// When it was settled.
    package var from: Instant
    /// When it came back; nil if it did not.
    package var until: Instant?
    /// The position of the settling event.
    package var event: Int
  }

  /// Returns from settled to unsettled, in order.
  package private(set) var reopenings: [Reopening] = []
  /// When the ticket was settled, in order.
  package private(set) var settledPeriods: [SettledPeriod] = []
  /// Whether it is settled as of now; nil if no status was ever observed.
  package private(set) var isSettled: Bool?

  /// The history told by events in order.
  init(_ events: [LegEvent]) {
    for (index, event) in events.enumerated() where event.activity == .status {
      guard let status = event.statement.value.flatMap({ TicketStatus(name: $0) }) else {
        continue
      }
      observe(status, at: event.at, event: index)
    }
  }

  private mutating func observe(_ status: TicketStatus, at instant: Instant, event: Int) {
    defer { isSettled = status.isSettled }
    if status.isSettled {
      guard isSettled != true else { return }
      settledPeriods.append(SettledPeriod(from: instant, until: nil, event: event))
    } else if isSettled == true, let settled = settledPeriods.last {
      settledPeriods[settledPeriods.count - 1].until = instant
      reopenings.append(
        Reopening(
          settledAt: settled.from, at: instant, settledEvent: settled.event, event: event))
    }
  }
}
