/// Something that cost a customer effort, with what proves it: a row of `findings`.
package struct Finding: Equatable, Sendable {
  /// The hash of (detector, journey, interaction, instant).
  package var id: FindingID
  /// The detector's id.
  package var detector: String
  /// The journey it is in.
  package var journey: JourneyID
  /// The interaction it is in.
  package var interaction: InteractionID
  /// That interaction's vendor.
  package var system: String
  /// That interaction's native id.
  package var nativeID: String
  /// The customer.
  package var customer: CustomerID
  /// When it happened.
  package var at: Instant
  /// 0 information, 1 nuisance, 2 costs ≥ 10 minutes or a contact, 3 unresolved or broken promise.
  package var severity: Int32
  /// Effort points.
  package var points: Int32
  /// Customer time it cost.
  package var customerActiveMilliseconds: Int64
  /// Time it delayed the customer.
  package var customerElapsedMilliseconds: Int64
  /// Agent time it cost.
  package var agentMilliseconds: Int64
  /// Contacts that would not have been needed.
  package var avoidable: Int32
  /// How sure it is, permille.
  package var confidencePermille: Int32
  /// One sentence without any customer value.
  package var message: String
  /// What proves it.
  package var evidence: [Evidence]
  /// The detector that counts this instead.
  package var suppressedBy: String?
  /// Where it happened (queue, channel pair) for the ranking; not published as a column.
  package var place: String?
}

extension Finding {
  /// A finding with what every one has; the rest is zero, empty or nil.
  package init(
    id: FindingID, detector: String, interaction: Interaction, journey: JourneyID, at: Instant
  ) {
    self.init(
      id: id, detector: detector, journey: journey, interaction: interaction.id,
      system: interaction.system, nativeID: interaction.nativeID, customer: interaction.customer,
      at: at, severity: 0, points: 0, customerActiveMilliseconds: 0,
      customerElapsedMilliseconds: 0, agentMilliseconds: 0, avoidable: 0,
      confidencePermille: 1000, message: "", evidence: [], suppressedBy: nil, place: nil)
  }
}

/// One fact behind a finding.
package struct Evidence: Equatable, Sendable {
  /// The statement it was read from.
  package var record: RecordID
  /// What was looked at.
  package var field: String
  /// What was there.
  package var value: String
  /// What was asked of it.
  package var rule: String

  /// A fact of known parts.
  package init(record: RecordID, field: String, value: String, rule: String) {
    self.record = record
    self.field = field
    self.value = value
    self.rule = rule
  }
}
