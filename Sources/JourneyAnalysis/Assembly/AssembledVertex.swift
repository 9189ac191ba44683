package import JourneyModel

/// What the records of one vertex say together: a node of the identity graph and the row that is
/// shuffled to its customer.
package enum AssembledVertex: Equatable, Sendable {
  /// One leg of an interaction.
  case leg(Leg)
  /// A customer or account known to a source.
  case profile(Profile)
  /// A survey or quality form without an interaction of its own.
  case feedback(FeedbackResponse)
}

/// A customer or account as its newest record has it.
package struct Profile: Equatable, Sendable {
  /// The record's key.
  package var key: StableHash128
  /// The record's version.
  package var version: Int64?
  /// The record.
  package var record: RecordID
  /// Identifiers, sorted, distinct.
  package var tokens: [Token]
  /// Attributes in the record's order.
  package var attributes: [ProfileAttribute]
  /// What its source contributed.
  package var shares: [SourceShare]
}

/// A survey or quality form.
package struct FeedbackResponse: Equatable, Sendable {
  /// The record's key.
  package var key: StableHash128
  /// Identifiers of who answered, sorted, distinct.
  package var tokens: [Token]
  /// The scores given up to as-of.
  package var scores: [Score]
  /// What its source contributed.
  package var shares: [SourceShare]
  /// What is left of the comments, sorted, distinct.
  package var texts: [TextStatement] = []
  /// The reason a rule found in them.
  package var derivedReason: DerivedReason?
}

/// A score and the record that states it.
package struct Score: Equatable, Sendable {
  /// What was stated.
  package var statement: FeedbackStatement
  /// Where.
  package var record: RecordID

  /// A score of a record.
  package init(statement: FeedbackStatement, record: RecordID) {
    self.statement = statement
    self.record = record
  }
}

/// A counter the vendor keeps and the source that states it.
package struct VendorCount: Equatable, Sendable {
  /// The counter.
  package var value: CheckValue
  /// The source's name.
  package var source: String

  /// A counter of a source.
  package init(value: CheckValue, source: String) {
    self.value = value
    self.source = source
  }
}
