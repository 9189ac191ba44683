internal import JourneyModel

/// The fields whose values are words of a vocabulary.
///
/// An input extends their maps by name: `with: {status: {Gelöst: solved}}`.
package enum WordField: String, CaseIterable, Sendable {
  case kind, channel, origin, direction, outcome, resolved, by, status

  /// The words of its vocabulary.
  package var words: [String] {
    switch self {
    case .kind: InteractionKind.names
    case .channel, .origin: Channel.names
    case .direction: Direction.names
    case .outcome: Outcome.names
    case .resolved: Resolution.names
    case .by: Party.names
    case .status: TicketStatus.names
    }
  }
}
