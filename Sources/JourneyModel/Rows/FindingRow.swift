/// Something that cost a customer effort, in numbers; its words are made when it is published.
@usableFromInline
package struct FindingRow: BitwiseCopyable, Sendable {
  /// The hash of (detector, journey, interaction, instant).
  package var id: FindingID
  /// The moment the detector names, such as the hand-over or the return; part of the id.
  package var at: Instant
  /// Customer time it cost.
  package var customerActiveMilliseconds: Int64 = 0
  /// Time it delayed the customer.
  package var customerElapsedMilliseconds: Int64 = 0
  /// Agent time it cost.
  package var agentMilliseconds: Int64 = 0
  /// What it cost in minor units of the currency; nil where that is not known.
  @Sentinel @usableFromInline package var costMinor: Int64? = nil
  /// The numbers its sentence is made of; the detector knows what they are.
  package var measured: Int64 = 0
  /// The limit the measured number was compared with.
  package var limit: Int64 = 0
  /// What proves it: at most four facts, the first absent one ends them.
  package var proofs = ProofRows()
  /// The interaction it is in, by position among the customer's.
  package var interaction: Int32
  /// The journey it is in, by position among the customer's.
  package var journey: Int32
  /// Effort points before diminishing returns; 0 for mere information.
  package var points: Int32 = 0
  /// Contacts that would not have been needed.
  package var avoidable: Int32 = 0
  /// Where it happened: a queue, or the name of a channel.
  package var place = Symbol.none
  /// A second text of its sentence.
  package var otherPlace = Symbol.none
  /// How sure it is, permille.
  package var confidencePermille: Int16 = 1000
  /// 0 information, 1 nuisance, 2 costs ≥ 10 minutes or a contact, 3 unresolved or broken promise.
  package var severity: UInt8 = 1
  /// The detector, by position in `Detectors.all`.
  package var detector: UInt8
  /// The detector that counts this instead, by position; `.max` if none does.
  package var suppressedBy: UInt8 = .max
  /// Which of a detector's sentences it is.
  package var variant: UInt8 = 0

  /// Whether no other detector counts it instead.
  package var isActive: Bool { suppressedBy == .max }

  /// A finding with what every one has.
  package init(id: FindingID, detector: UInt8, interaction: Int32, journey: Int32, at: Instant) {
    self.id = id
    self.detector = detector
    self.interaction = interaction
    self.journey = journey
    self.at = at
  }
}

/// One fact behind a finding.
@usableFromInline
package struct ProofRow: BitwiseCopyable, Sendable {
  /// The statement it was read from.
  package var record: RecordID = RecordID(.zero)
  /// What was there: microseconds of an instant, a number, or nothing where `text` says it.
  package var number: Int64 = 0
  /// What was there, in words.
  package var text = Symbol.none
  /// What was looked at, and so how `number` and `text` are written.
  package var field: ProofField = .none
  /// What was asked of it, by position among the detector's rules.
  package var rule: UInt8 = 0
  /// The activity of the event looked at, for `ProofField.event`.
  package var activity: Activity = .visited

  /// A fact that is not there.
  package init() {}

  /// A fact of a record, asked by a rule of the detector.
  package init(_ record: RecordID, _ field: ProofField, rule: UInt8) {
    self.record = record
    self.field = field
    self.rule = rule
  }
}

/// What a proof looks at.
package enum ProofField: UInt8, BitwiseCopyable, Sendable {
  /// Nothing: there is no such proof.
  case none
  /// An event's instant, under the event's activity.
  case event
  /// A status and its instant.
  case status
  case waitMs, startedAt, endedAt
  case reason, queue
  case holdMs, talkMs, firstResponseMs, holds, reopens
  /// The instant until which everything is known.
  case asOf
}

/// At most four facts.
@usableFromInline
package struct ProofRows: BitwiseCopyable, Sendable {
  private var rows: (ProofRow, ProofRow, ProofRow, ProofRow) = (
    ProofRow(), ProofRow(), ProofRow(), ProofRow()
  )

  package init() {}

  /// How many there can be.
  package static let limit = 4

  /// How many there are.
  package var count: Int {
    (0..<ProofRows.limit).first { self[$0].field == .none } ?? ProofRows.limit
  }

  /// The fact of a position.
  package subscript(position: Int) -> ProofRow {
    get {
      switch position {
      case 0: rows.0
      case 1: rows.1
      case 2: rows.2
      default: rows.3
      }
    }
    set {
      switch position {
      case 0: rows.0 = newValue
      case 1: rows.1 = newValue
      case 2: rows.2 = newValue
      default: rows.3 = newValue
      }
    }
  }

  /// Adds a fact behind those there are; one too many is a bug.
  package mutating func append(_ proof: ProofRow) {
    for position in 0..<ProofRows.limit where self[position].field == .none {
      return self[position] = proof
    }
    preconditionFailure("a finding has at most four proofs")
  }
}

/// One fact behind a finding.
package struct Evidence: Equatable, Sendable {
  /// The statement it was read from.
  package var record: RecordID
  /// What was looked at.
  package var field: String
  /// What was there, written out: an ISO 8601 instant, a number or a text.
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
