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
  static func fill(_ row: inout Interaction, legs: [Leg], events: [LegEvent]) {
    let headers = legs.map(\.header)
    row.origin = headers.lazy.compactMap(\.origin).first
    row.direction = headers.lazy.compactMap(\.direction).first
    let reasons = headers.compactMap(\.reasonAndBasis)
    let strongest = reasons.map(\.ground).max()
    let reason = reasons.first { $0.ground == strongest }
    row.reason = reason?.reason
    row.reasonBasis = reason?.basis
    row.outcome = headers.lazy.compactMap(\.outcome).last
    row.team = headers.lazy.compactMap(\.team).last
    row.queue = last(headers, .queue, \.queue) { lastQueue(in: events) }
    row.agent = last(headers, .agent, \.agent) { events.last { $0.agent != nil }?.agent }
  }

  private static func last(
    _ headers: [LegHeader], _ field: HeaderField, _ value: KeyPath<LegHeader, String?>,
    otherwise: () -> String?
  ) -> String? {
    for header in headers.reversed() {
      if let text = header[keyPath: value] { return text }
      if header.cleared.contains(field) { return nil }
    }
    return otherwise()
  }

  private static func lastQueue(in events: [LegEvent]) -> String? {
    // After-contact work goes on where the customer no longer is.
    let naming = events.last { event in
      (event.queue != nil && event.activity != .wrappedUp)
        || (event.activity == .assigned && event.clearsQueue)
    }
    return naming?.queue
  }
}
