package import JourneyModel

/// An interaction with what the stages after assembly need to know of it beyond its row.
package struct AssembledInteraction: Equatable, Sendable {
  /// The row; journey, step, link and stage are set by stitching.
  package var interaction: Interaction
  /// Its events in order, with senders concluded.
  package var events: [LegEvent]
  /// The end of the interaction, or its last event while it has none.
  package var lastMoment: Instant
  /// Hand-overs in order.
  package var handOvers: [HandOver]
  /// What its `status` events say.
  package var statusHistory: StatusHistory
  /// Interactions of other names it refers to, `leg-of` excluded.
  package var links: [Link]
  /// The names of its legs, the earliest leg's first.
  package var references: [InteractionReference]
  /// Scores its records carry.
  package var scores: [Score]
  /// The vendor's own counters; empty for interactions of several legs.
  package var checks: [VendorCount]

  /// Whether the customer or the source considers the matter settled by it.
  ///
  /// A ticket is settled by its status; a call or chat by being handled, as far as can be told.
  package var isSettled: Bool {
    interaction.resolved ?? (interaction.outcome == .handled)
  }

  /// Whether it is still going on as of now.
  package var isOpen: Bool {
    interaction.resolved == false || (interaction.outcome == .open && interaction.endedAt == nil)
  }

  /// Whether the customer was in it live, so that its times are the customer's own.
  package var isLive: Bool {
    switch interaction.kind {
    case .call, .chat: true
    case .ticket, .email, .message, .visit, .social, .task: false
    }
  }

  /// The instant it was first queued.
  package var queuedAt: Instant? { events.first { $0.activity == .queued }?.at }
}

extension AssembledInteraction: Comparable {
  /// Orders by start, end and id: the one order of a customer's interactions.
  package static func < (left: AssembledInteraction, right: AssembledInteraction) -> Bool {
    if left.interaction.startedAt != right.interaction.startedAt {
      return left.interaction.startedAt < right.interaction.startedAt
    }
    if left.lastMoment != right.lastMoment { return left.lastMoment < right.lastMoment }
    return left.interaction.id < right.interaction.id
  }
}
