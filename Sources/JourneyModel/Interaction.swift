/// One call, chat or ticket with all its legs, as assembled: a row of `interactions`.
///
/// Durations are milliseconds; nil means unknown or not applicable, never zero.
package struct Interaction: Equatable, Sendable {
  /// The id, made of the earliest leg's reference.
  package var id: InteractionID
  /// The journey it belongs to; set by stitching.
  package var journey: JourneyID?
  /// The customer it belongs to.
  package var customer: CustomerID
  /// Its position in the journey, from 1; set by stitching.
  package var step: Int32 = 0
  /// The vendor.
  package var system: String
  /// The account of the vendor, empty if there is only one.
  package var instance: String
  /// The input's name.
  package var source: String
  /// The earliest leg's own id.
  package var nativeID: String
  /// What it is.
  package var kind: InteractionKind
  /// How the customer reached us.
  package var channel: Channel
  /// The channel the matter came from.
  package var origin: Channel?
  /// Who began it.
  package var direction: Direction?
  /// Its first event.
  package var startedAt: Instant
  /// The first time a human agent answered.
  package var answeredAt: Instant?
  /// When it was over; nil while it is open.
  package var endedAt: Instant?
  /// The last queue.
  package var queue: String?
  /// The last agent.
  package var agent: String?
  /// The last team.
  package var team: String?
  /// Why the customer came.
  package var reason: String?
  /// Where the reason was taken from: `record`, `rule NAME`, or nil without one.
  package var reasonBasis: String?
  /// How it came out.
  package var outcome: Outcome?
  /// Whether the matter was settled; nil where nothing says so.
  package var resolved: Bool?
  /// Time in queue before the first answer, summed over the queues passed; nil if never queued.
  package var waitMilliseconds: Int64?
  /// Time in the menu before the first queue.
  package var ivrMilliseconds: Int64?
  /// Time on hold, all legs.
  package var holdMilliseconds: Int64?
  /// Time talking, all legs.
  package var talkMilliseconds: Int64?
  /// After-contact work, all legs.
  package var wrapMilliseconds: Int64?
  /// From opening to the first human reply.
  package var firstResponseMilliseconds: Int64?
  /// Hand-overs to another queue or agent, consults excluded.
  package var transfers: Int32 = 0
  /// Times on hold.
  package var holds: Int32 = 0
  /// Messages of the customer.
  package var messagesIn: Int32 = 0
  /// Messages to the customer.
  package var messagesOut: Int32 = 0
  /// Times a settled ticket became unsettled.
  package var reopens: Int32 = 0
  /// Changes of the assigned queue, including to and from none.
  package var reassignments: Int32 = 0
  /// Satisfaction, permille of its scale's span, good is high.
  package var csatPermille: Int32?
  /// Likelihood to recommend, 0…10.
  package var nps: Int32?
  /// Effort score, permille of its scale's span, good is high.
  package var cesPermille: Int32?
  /// Sentiment, permille −1000…1000, where the source states one.
  package var sentimentPermille: Int32?
  /// Why it is in this journey; nil for the journey's first.
  package var linkBasis: LinkBasis?
  /// How sure that is, permille.
  package var linkConfidencePermille: Int32?
  /// The interaction it was joined to.
  package var linkedTo: InteractionID?
  /// The customer's persona.
  package var persona: String?
  /// The stage of the journey map.
  package var stage: Stage?
  /// The statement the header was taken from.
  package var record: RecordID

  /// An interaction with what every one has.
  package init(
    id: InteractionID, customer: CustomerID, source: SourceDescription, nativeID: String,
    kind: InteractionKind, channel: Channel, startedAt: Instant, record: RecordID
  ) {
    self.id = id
    self.customer = customer
    self.system = source.system
    self.instance = source.instance
    self.source = source.name
    self.nativeID = nativeID
    self.kind = kind
    self.channel = channel
    self.startedAt = startedAt
    self.record = record
  }
}

/// Why an interaction belongs to its journey.
package enum LinkBasis: UInt8, Vocabulary {
  /// One names the other.
  case explicit
  /// Same reason within the channel pair's gap.
  case reason
  /// Close in time, reason unknown.
  case timeOnly

  package static let names = kebabNames()
}

/// The stages of the journey map.
package enum Stage: UInt8, Vocabulary {
  case discover, reachOut, interact, followUp

  package static let names = kebabNames()
}

/// The part of an input that every record of it shares.
package struct SourceDescription: Hashable, Sendable {
  /// The input's name.
  package var name: String
  /// The vendor.
  package var system: String
  /// The vendor's account; empty if there is only one.
  package var instance: String
  /// What a record of it is.
  package var entity: String
  /// The adapter's id.
  package var adapter: String

  /// A source of known parts.
  package init(name: String, system: String, instance: String, entity: String, adapter: String) {
    self.name = name
    self.system = system
    self.instance = instance
    self.entity = entity
    self.adapter = adapter
  }
}
