/// A resolved customer, as the table `customers` publishes it.
@usableFromInline
package struct CustomerRow: BitwiseCopyable, Sendable {
  package var id: CustomerID
  /// Start of the first interaction; nil for a customer known only by profile.
  @Sentinel @usableFromInline package var firstSeen: Instant? = nil
  /// Start of the last interaction.
  @Sentinel @usableFromInline package var lastSeen: Instant? = nil
  /// Published attributes, in name order, in the partition's attributes.
  package var attributes: RowRange<AttributeRow> = .empty
  /// Who it is, by the rules for personas; none if none holds.
  package var persona = Symbol.none
  package var interactions: Int32 = 0
  package var journeys: Int32 = 0
  /// How many distinct channels.
  package var channels: Int32 = 0
  /// How many distinct identifiers of each kind, by the kind's number.
  package var identifiers = IdentifierCounts()
  /// The most frequent channel of first contact, ties by vocabulary order.
  package var preferredChannel: Channel? = nil
  /// Whether no identifier tells the customer's contacts from other people's.
  package var isAnonymous: Bool

  /// A customer nothing is known of but the id.
  package init(id: CustomerID, isAnonymous: Bool) {
    self.id = id
    self.isAnonymous = isAnonymous
  }
}

/// How many distinct identifiers of each kind there are.
@usableFromInline
package struct IdentifierCounts: BitwiseCopyable, Sendable {
  private var counts: (Int32, Int32, Int32, Int32, Int32, Int32, Int32) = (0, 0, 0, 0, 0, 0, 0)

  package init() {}

  /// The number of identifiers of a kind.
  package subscript(kind: TokenKind) -> Int32 {
    get {
      switch kind {
      case .customer: counts.0
      case .account: counts.1
      case .email: counts.2
      case .phone: counts.3
      case .device: counts.4
      case .cookie: counts.5
      case .social: counts.6
      }
    }
    set {
      switch kind {
      case .customer: counts.0 = newValue
      case .account: counts.1 = newValue
      case .email: counts.2 = newValue
      case .phone: counts.3 = newValue
      case .device: counts.4 = newValue
      case .cookie: counts.5 = newValue
      case .social: counts.6 = newValue
      }
    }
  }
}

/// One attribute of a customer profile.
@usableFromInline
package struct AttributeRow: BitwiseCopyable, Sendable {
  package var name: Symbol
  /// Its value, UTF-8 in the partition's texts.
  package var value: RowRange<UInt8>

  /// An attribute of known parts.
  package init(name: Symbol, value: RowRange<UInt8>) {
    self.name = name
    self.value = value
  }
}
