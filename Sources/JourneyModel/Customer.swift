/// One resolved customer: a row of `customers`.
package struct Customer: Equatable, Sendable {
  /// The id.
  package var id: CustomerID
  /// Start of the first interaction; nil for a customer known only by profile.
  package var firstSeen: Instant?
  /// Start of the last interaction.
  package var lastSeen: Instant?
  /// How many interactions.
  package var interactions: Int32
  /// How many journeys.
  package var journeys: Int32
  /// How many distinct channels.
  package var channels: Int32
  /// The most frequent channel of first contact, ties by vocabulary order.
  package var preferredChannel: Channel?
  /// How many distinct identifiers of each kind, in kind order.
  package var identifiers: [IdentifierCount]
  /// Attributes allowed for publication, sorted by name.
  package var attributes: [ProfileAttribute]
  /// Who it is, by the rules for personas; nil if none holds.
  package var persona: String?
}

extension Customer {
  /// A customer nothing is known of but the id.
  package init(id: CustomerID) {
    self.init(
      id: id, firstSeen: nil, lastSeen: nil, interactions: 0, journeys: 0, channels: 0,
      preferredChannel: nil, identifiers: [], attributes: [])
  }
}

/// How many distinct identifiers of a kind a customer has.
package struct IdentifierCount: Equatable, Sendable {
  /// The kind.
  package var kind: TokenKind
  /// The number of distinct tokens.
  package var count: Int32

  /// A count of a kind.
  package init(kind: TokenKind, count: Int32) {
    self.kind = kind
    self.count = count
  }
}
