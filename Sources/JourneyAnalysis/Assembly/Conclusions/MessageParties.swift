import JourneyModel

/// Tells who is the customer and who is the agent where a record only names a user.
///
/// The customer is whoever one of the interaction's identifiers of kind `customer` names. Without
/// such an identifier nothing can be told, and the event stays as it was stated.
enum MessageParties {
  /// The event with its sender concluded.
  ///
  /// Messages by the customer are `message-in`, all others `message-out`; statuses carry who set
  /// them. What `system` or `bot` did stays theirs.
  static func concluded(_ event: LegEvent, requesters: [StableHash128]) -> LegEvent {
    guard let actor = event.statement.actor else { return event }
    var event = event
    // The token is not part of what happened: two records may tell one message with and without.
    event.statement.actor = nil
    guard event.statement.by != .system, event.statement.by != .bot, !requesters.isEmpty else {
      return event
    }
    let party: Party = requesters.contains(actor) ? .customer : .agent
    switch event.activity {
    case .messageIn, .messageOut:
      event.statement.activity = party == .customer ? .messageIn : .messageOut
      event.statement.by = party
    case .status, .opened:
      event.statement.by = party
    default:
      event.statement.by = event.statement.by ?? party
    }
    return event
  }
}
