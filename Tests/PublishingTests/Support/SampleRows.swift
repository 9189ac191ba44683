import JourneyModel

/// One call, chat or ticket with all its legs, as assembled: a row of `interactions`.
///
/// Durations are milliseconds; nil means unknown or not applicable, never zero.
struct Interaction: Equatable, Sendable {
  /// The id, made of the earliest leg's reference.
  var id: InteractionID
  /// The journey it belongs to; set by stitching.
  var journey: JourneyID?
  /// The customer it belongs to.
  var customer: CustomerID
  /// Its position in the journey, from 1; set by stitching.
  var step: Int32 = 0
  /// The vendor.
  var system: String
  /// The account of the vendor, empty if there is only one.
  var instance: String
  /// The input's name.
  var source: String
  /// The earliest leg's own id.
  var nativeID: String
  /// What it is.
  var kind: InteractionKind
  /// How the customer reached us.
  var channel: Channel
  /// The channel the matter came from.
  var origin: Channel?
  /// Who began it.
  var direction: Direction?
  /// Its first event.
  var startedAt: Instant
  /// The first time a human agent answered.
  var answeredAt: Instant?
  /// When it was over; nil while it is open.
  var endedAt: Instant?
  /// The last queue.
  var queue: String?
  /// The last agent.
  var agent: String?
  /// The last team.
  var team: String?
  /// Why the customer came.
  var reason: String?
  /// Where the reason was taken from: `record`, `rule NAME`, or nil without one.
  var reasonBasis: String?
  /// How it came out.
  var outcome: Outcome?
  /// Whether the matter was settled; nil where nothing says so.
  var resolved: Bool?
  /// Time in queue before the first answer, summed over the queues passed; nil if never queued.
  var waitMilliseconds: Int64?
  /// Time in the menu before the first queue.
  var ivrMilliseconds: Int64?
  /// Time on hold, all legs.
  var holdMilliseconds: Int64?
  /// Time talking, all legs.
  var talkMilliseconds: Int64?
  /// After-contact work, all legs.
  var wrapMilliseconds: Int64?
  /// From opening to the first human reply.
  var firstResponseMilliseconds: Int64?
  /// Hand-overs to another queue or agent, consults excluded.
  var transfers: Int32 = 0
  /// Times on hold.
  var holds: Int32 = 0
  /// Messages of the customer.
  var messagesIn: Int32 = 0
  /// Messages to the customer.
  var messagesOut: Int32 = 0
  /// Times a settled ticket became unsettled.
  var reopens: Int32 = 0
  /// Changes of the assigned queue, including to and from none.
  var reassignments: Int32 = 0
  /// Satisfaction, permille of its scale's span, good is high.
  var csatPermille: Int32?
  /// Likelihood to recommend, 0…10.
  var nps: Int32?
  /// Effort score, permille of its scale's span, good is high.
  var cesPermille: Int32?
  /// Cost in minor units; nil where it is not known.
  var costMinor: Int64?
  /// Why it is in this journey; nil for the journey's first.
  var linkBasis: LinkBasis?
  /// How sure that is, permille.
  var linkConfidencePermille: Int32?
  /// The interaction it was joined to.
  var linkedTo: InteractionID?
  /// The customer's persona.
  var persona: String?
  /// The stage of the journey map.
  var stage: Stage?
  /// The statement the header was taken from.
  var record: RecordID

  /// An interaction with what every one has.
  init(
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

/// One thing that happened in an interaction: a row of `events`.
struct JourneyEvent: Equatable, Sendable {
  /// The interaction it happened in.
  var interaction: InteractionID
  /// Its position in the interaction, from 1.
  var sequence: Int32
  /// What happened.
  var activity: Activity
  /// When.
  var at: Instant
  /// On which channel.
  var channel: Channel
  /// The queue concerned.
  var queue: String?
  /// The agent concerned.
  var agent: String?
  /// Who did it.
  var by: Party?
  /// The observed value.
  var value: String?
  /// How long it lasted.
  var durationMilliseconds: Int64?
  /// How often it happened within the duration; not published.
  var count: Int32?
  /// The smallest id of the statements that state it.
  var record: RecordID

  /// An event with what every one has.
  init(
    interaction: InteractionID, sequence: Int32, activity: Activity, at: Instant,
    channel: Channel, record: RecordID
  ) {
    self.interaction = interaction
    self.sequence = sequence
    self.activity = activity
    self.at = at
    self.channel = channel
    self.record = record
  }
}

/// One customer's matter through all its interactions: a row of `journeys`.
struct Journey: Equatable, Sendable {
  /// The id, made of the earliest interaction's id.
  var id: JourneyID
  /// Whose matter it is.
  var customer: CustomerID
  /// The start of the first interaction.
  var startedAt: Instant
  /// The end of the last interaction; nil while one is open.
  var endedAt: Instant?
  /// How far it came.
  var status: JourneyStatus
  /// What says so.
  var resolutionBasis: ResolutionBasis
  /// The first known reason.
  var reason: String?
  /// The stage of its last interaction.
  var stage: Stage?
  /// The first interaction's channel.
  var firstChannel: Channel
  /// The last interaction's channel.
  var lastChannel: Channel
  /// The kinds in order joined by `>`.
  var path: String
  /// The hash of the path: equal paths are one variant.
  var variant: StableHash128
  /// How many interactions.
  var interactions: Int32
  /// How many distinct channels.
  var channels: Int32
  /// Changes of channel between consecutive interactions.
  var channelSwitches: Int32
  /// Transfers, all interactions.
  var transfers: Int32
  /// Contacts that repeat a matter thought settled.
  var repeatContacts: Int32
  /// Steps the customer took before first reaching a human.
  var priorSteps: Int32
  /// Time in queues, all interactions.
  var waitMilliseconds: Int64
  /// Time the customer was actively occupied.
  var customerActiveMilliseconds: Int64
  /// From first start to last end, or to as-of while open.
  var elapsedMilliseconds: Int64
  /// Time of agents: talk, hold, after-contact work.
  var agentMilliseconds: Int64
  /// Cost in minor units; nil without configured costs.
  var costMinor: Int64?
  /// 0…100, `domain.md` F1.
  var effortScore: Int32
  /// The band of the score.
  var effortBand: EffortBand
  /// Findings that are not suppressed.
  var findings: Int32
  /// Mean satisfaction, permille.
  var csatPermille: Int32?
  /// Mean likelihood to recommend, 0…10, rounded.
  var nps: Int32?
  /// Whether the customer bought; nil where no source says.
  var converted: Bool?
  /// Revenue in minor units.
  var revenueMinor: Int64?
  /// Whether the status can still change by time alone.
  var isProvisional: Bool
  /// Whether the matter was cut by a limit.
  var isCapped: Bool
  /// The customer's persona.
  var persona: String?
}

extension Journey {
  /// A journey with what every one has; the rest is unknown, zero or false.
  init(
    id: JourneyID, customer: CustomerID, startedAt: Instant, firstChannel: Channel, path: String,
    variant: StableHash128
  ) {
    self.init(
      id: id, customer: customer, startedAt: startedAt, endedAt: nil, status: .open,
      resolutionBasis: .pending, reason: nil, stage: nil, firstChannel: firstChannel,
      lastChannel: firstChannel, path: path, variant: variant, interactions: 0, channels: 0,
      channelSwitches: 0, transfers: 0, repeatContacts: 0, priorSteps: 0, waitMilliseconds: 0,
      customerActiveMilliseconds: 0, elapsedMilliseconds: 0, agentMilliseconds: 0, costMinor: nil,
      effortScore: 0, effortBand: .low, findings: 0, csatPermille: nil, nps: nil, converted: nil,
      revenueMinor: nil, isProvisional: false, isCapped: false)
  }
}

/// Something that cost a customer effort, with what proves it: a row of `findings`.
struct Finding: Equatable, Sendable {
  /// The hash of (detector, journey, interaction, instant).
  var id: FindingID
  /// The detector's id.
  var detector: String
  /// The journey it is in.
  var journey: JourneyID
  /// The interaction it is in.
  var interaction: InteractionID
  /// That interaction's vendor.
  var system: String
  /// That interaction's native id.
  var nativeID: String
  /// The customer.
  var customer: CustomerID
  /// When it happened.
  var at: Instant
  /// 0 information, 1 nuisance, 2 costs ≥ 10 minutes or a contact, 3 unresolved or broken promise.
  var severity: Int32
  /// Effort points.
  var points: Int32
  /// Customer time it cost.
  var customerActiveMilliseconds: Int64
  /// Time it delayed the customer.
  var customerElapsedMilliseconds: Int64
  /// Agent time it cost.
  var agentMilliseconds: Int64
  /// Contacts that would not have been needed.
  var avoidable: Int32
  /// How sure it is, permille.
  var confidencePermille: Int32
  /// One sentence without any customer value.
  var message: String
  /// What proves it.
  var evidence: [Evidence]
  /// The detector that counts this instead.
  var suppressedBy: String?
  /// Where it happened (queue, channel pair) for the ranking; not published as a column.
  var place: String?
}

extension Finding {
  /// A finding with what every one has; the rest is zero, empty or nil.
  init(
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

/// One resolved customer: a row of `customers`.
struct Customer: Equatable, Sendable {
  /// The id.
  var id: CustomerID
  /// Start of the first interaction; nil for a customer known only by profile.
  var firstSeen: Instant?
  /// Start of the last interaction.
  var lastSeen: Instant?
  /// How many interactions.
  var interactions: Int32
  /// How many journeys.
  var journeys: Int32
  /// How many distinct channels.
  var channels: Int32
  /// The most frequent channel of first contact, ties by vocabulary order.
  var preferredChannel: Channel?
  /// How many distinct identifiers of each kind, in kind order.
  var identifiers: [IdentifierCount]
  /// Attributes allowed for publication, sorted by name.
  var attributes: [ProfileAttribute]
  /// Who it is, by the rules for personas; nil if none holds.
  var persona: String?
}

extension Customer {
  /// A customer nothing is known of but the id.
  init(id: CustomerID) {
    self.init(
      id: id, firstSeen: nil, lastSeen: nil, interactions: 0, journeys: 0, channels: 0,
      preferredChannel: nil, identifiers: [], attributes: [])
  }
}

/// How many distinct identifiers of a kind a customer has.
struct IdentifierCount: Equatable, Sendable {
  /// The kind.
  var kind: TokenKind
  /// The number of distinct tokens.
  var count: Int32
}
