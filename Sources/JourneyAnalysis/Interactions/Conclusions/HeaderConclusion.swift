import JourneyModel

/// Header fields of an interaction from those of its legs and from its events.
///
/// How the matter came in (channel, origin, direction, reason) is what the earliest leg that knows
/// says; who has it (queue, agent, team) and how it came out is what the last leg that knows says.
/// A leg that states its reason goes before one whose reason was found in fields, and that before
/// one whose reason was found in texts. Where no header names queue or agent, the last event that
/// does decides.
enum HeaderConclusion {
  /// Fills the header fields of a row; `legs` is sorted by start.
  static func fill(
    _ row: inout InteractionRow, legs: [VertexRow], events: RowSlice<EventRow>, consults: Consults
  ) {
    var ground: ReasonGround?
    for leg in legs {
      row.origin = row.origin ?? leg.origin
      row.direction = row.direction ?? leg.direction
      row.outcome = leg.outcome ?? row.outcome
      row.resolution = leg.resolution ?? row.resolution
      row.team = leg.team.or(row.team)
      if let own = leg.reasonGround, ground.map({ $0.rawValue < own.rawValue }) ?? true {
        ground = own
        row.reason = leg.reason
        row.reasonBasis = leg.reasonBasis
      }
    }
    row.queue = last(legs, .queue, \.queue) { lastQueue(in: events, consults) }
    row.agent = last(legs, .agent, \.agent) {
      events.last { !$0.agent.isNone && !consults.contains(Int($0.leg)) }?.agent ?? .none
    }
  }

  private static func last(
    _ legs: [VertexRow], _ field: HeaderField, _ value: (VertexRow) -> Symbol,
    otherwise: () -> Symbol
  ) -> Symbol {
    for leg in legs.reversed() {
      let symbol = value(leg)
      if !symbol.isNone { return symbol }
      if leg.cleared.contains(field) { return .none }
    }
    return otherwise()
  }

  private static func lastQueue(in events: RowSlice<EventRow>, _ consults: Consults) -> Symbol {
    // After-contact work goes on where the customer no longer is, consults where he never was.
    let naming = events.last { event in
      if consults.contains(Int(event.leg)) { return false }
      return (!event.queue.isNone && event.activity != .wrappedUp)
        || (event.activity == .assigned && event.clearsQueue)
    }
    return naming?.queue ?? .none
  }
}
