import JourneyModel

/// Tells who is the customer and who is the agent where a record only names a user.
///
/// The customer is whoever one of the interaction's identifiers of kind `customer` names. Without
/// such an identifier nothing can be told, and the event stays as it was stated.
enum MessageParties {
  /// Concludes an event's sender from the token of the user who acted.
  ///
  /// Messages by the customer are `message-in`, all others `message-out`; statuses carry who set
  /// them. What `system` or `bot` did stays theirs.
  static func conclude(
    _ event: inout EventRow, actor: StableHash128, requesters: [StableHash128]
  ) {
    // The token is not part of what happened: two records may tell one message with and without.
    event.actor = .none
    guard event.by != .system, event.by != .bot, !requesters.isEmpty else { return }
    let party: Party = requesters.contains(actor) ? .customer : .agent
    switch event.activity {
    case .messageIn, .messageOut:
      event.activity = party == .customer ? .messageIn : .messageOut
      event.by = party
    case .status, .opened:
      event.by = party
    default:
      event.by = event.by ?? party
    }
  }
}
