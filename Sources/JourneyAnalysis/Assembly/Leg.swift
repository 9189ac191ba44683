package import JourneyModel

/// One contact id, ticket or visit: an interaction, or the part of one that a source tells as a
/// record of its own.
package struct Leg: Equatable, Sendable {
  /// What it is.
  package var kind: InteractionKind
  /// The source's id of it.
  package var nativeID: String
  /// Its hashed name.
  package var reference: InteractionReference
  /// Its newest header.
  package var header: LegHeader
  /// The newest record, from which the header was taken.
  package var record: RecordID
  /// The source of that record.
  package var source: SourceDescription
  /// Identifiers of every live record, sorted, distinct.
  package var tokens: [Token] = []
  /// References of every live record, sorted, distinct.
  package var links: [Link] = []
  /// What happened up to as-of: sorted, distinct, never empty.
  package var events: [LegEvent] = []
  /// Scores its records carry.
  package var scores: [Score] = []
  /// What is left of texts that belong to no event, sorted, distinct.
  package var texts: [TextStatement] = []
  /// The vendor's own counters, one per check, sorted.
  package var checks: [VendorCount] = []
  /// What each source contributed, sorted by name.
  package var shares: [SourceShare] = []
  /// Distinct events after as-of.
  package var futureEvents: Int32 = 0

  /// A leg with nothing but its name and header.
  package init(
    statement: InteractionStatement, header: LegHeader, record: RecordID, source: SourceDescription
  ) {
    kind = statement.kind
    nativeID = statement.nativeID
    reference = statement.reference
    self.header = header
    self.record = record
    self.source = source
  }

  /// The instant of its first event.
  var startedAt: Instant {
    guard let first = events.first else { preconditionFailure("a leg has at least one event") }
    return first.at
  }
}

/// Header fields as the newest record that states each of them has them.
package struct LegHeader: Equatable, Sendable {
  /// How the customer reached us.
  package var channel: Channel?
  /// The channel the matter came from.
  package var origin: Channel?
  /// Who began it.
  package var direction: Direction?
  /// The queue that has it.
  package var queue: String?
  /// The agent that has it.
  package var agent: String?
  /// The agent's team.
  package var team: String?
  /// Why the customer came, as a source states it.
  package var reason: String?
  /// Why the customer came, as a rule found it.
  package var derivedReason: DerivedReason?
  /// The outcome, where the source states one.
  package var outcome: Outcome?
  /// Fields whose emptiness is what the newest record observed.
  package var cleared: Set<HeaderField> = []

  /// A header that states nothing.
  package init() {}
}
