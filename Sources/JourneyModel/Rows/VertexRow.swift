/// What the records of one vertex say together: a node of the identity graph, and the row that is
/// shuffled to its customer.
///
/// Three kinds share it, since most of it is common to them: a leg of an interaction, a customer's
/// profile, a survey.
@usableFromInline
package struct VertexRow: BitwiseCopyable, Sendable {
  /// The customer; zero until identity is resolved.
  package var customer = CustomerID(.zero)
  /// The leg's hashed name; of others the record's key and no loose name.
  package var reference: InteractionReference
  /// The newest record, from which the header was taken.
  package var record: RecordID
  /// The version of a profile.
  @Sentinel @usableFromInline package var version: Int64? = nil
  /// Identifiers of every live record, sorted, distinct.
  package var tokens: RowRange<Token> = .empty
  /// References of every live record, sorted, distinct.
  package var links: RowRange<Link> = .empty
  /// What happened up to as-of: sorted, distinct; never empty for a leg.
  package var events: RowRange<EventRow> = .empty
  /// Scores its records carry, up to as-of.
  package var scores: RowRange<ScoreRow> = .empty
  /// The vendor's own counters, one per check, in check order.
  package var counters: RowRange<CounterRow> = .empty
  /// A profile's attributes in the record's order.
  package var attributes: RowRange<AttributeRow> = .empty
  /// The source's id of a leg, UTF-8 in the batch's texts.
  package var nativeID: RowRange<UInt8> = .empty
  /// The queue that has it.
  package var queue = Symbol.none
  /// The agent that has it.
  package var agent = Symbol.none
  /// The agent's team, by the newest record that states it.
  package var team = Symbol.none
  /// Why the customer came.
  package var reason = Symbol.none
  /// What says so: the words `record` or `rule NAME`.
  package var reasonBasis = Symbol.none
  /// The source of the newest record, by position in the sources.
  package var source: UInt16 = 0
  package var kind: VertexKind
  /// What the reason rests on; nil without one.
  package var reasonGround: ReasonGround? = nil
  /// What a leg is.
  package var interactionKind: InteractionKind = .call
  /// How the customer reached us.
  package var channel: Channel? = nil
  /// The channel the matter came from.
  package var origin: Channel? = nil
  /// Who began it, by the newest record that states it.
  package var direction: Direction? = nil
  /// The outcome, where the source states one.
  package var outcome: Outcome? = nil
  /// Whether it settled the matter, where the source says so beside any status.
  package var resolution: Resolution? = nil
  /// Header fields whose emptiness is what the newest record observed, a bit for each.
  package var cleared: HeaderFields = HeaderFields()
  /// Whether the customer is known by no identifier that bridges.
  package var isAnonymous = false

  /// A vertex of a name and nothing else.
  package init(kind: VertexKind, reference: InteractionReference, record: RecordID) {
    self.kind = kind
    self.reference = reference
    self.record = record
  }
}

/// What a vertex is.
package enum VertexKind: UInt8, BitwiseCopyable, Sendable {
  /// One leg of an interaction.
  case leg
  /// A customer or account known to a source.
  case profile
  /// A survey or quality form without an interaction of its own; it follows others and bridges
  /// nothing.
  case survey
}

/// A set of header fields.
@usableFromInline
package struct HeaderFields: BitwiseCopyable, Equatable, Sendable {
  /// One bit for each field, by its number.
  package var mask: UInt8 = 0

  /// The fields of a mask.
  package init(mask: UInt8 = 0) { self.mask = mask }

  /// Whether a field is one of them.
  package func contains(_ field: HeaderField) -> Bool { mask & (1 << field.rawValue) != 0 }

  /// Adds or removes a field.
  package mutating func set(_ field: HeaderField, _ isMember: Bool) {
    if isMember { mask |= 1 << field.rawValue } else { mask &= ~(1 << field.rawValue) }
  }
}
