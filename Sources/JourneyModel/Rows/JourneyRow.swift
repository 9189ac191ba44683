/// What stitching says of an interaction: which journey, why, and where in it.
///
/// A customer's steps and interactions have the same numbers.
@usableFromInline
package struct StepRow: BitwiseCopyable, Sendable {
  /// The journey, by position among the customer's journeys.
  package var journey: Int32
  /// The position in the journey, from 1.
  package var step: Int32
  /// The interaction it was joined to, by position among the customer's; nil for a journey's first.
  @Sentinel @usableFromInline package var linkedTo: Int32?
  /// How sure that is, permille.
  package var confidencePermille: Int32
  /// Why it is in this journey; nil for the journey's first.
  package var basis: LinkBasis?
  /// The stage of the journey map.
  package var stage: Stage
  /// Whether it names the one it was joined to as what it is about or goes on with.
  package var isReturn = false

  /// A step of known parts.
  package init(
    journey: Int32, step: Int32, linkedTo: Int32?, confidencePermille: Int32, basis: LinkBasis?,
    stage: Stage
  ) {
    self.journey = journey
    self.step = step
    self.linkedTo = linkedTo
    self.confidencePermille = confidencePermille
    self.basis = basis
    self.stage = stage
  }
}

/// One customer's matter through all its interactions.
@usableFromInline
package struct JourneyRow: BitwiseCopyable, Sendable {
  /// The id, made of the earliest interaction's id.
  package var id: JourneyID
  /// The hash of the path: equal paths are one variant.
  package var variant: StableHash128
  /// The start of the first interaction.
  package var startedAt: Instant
  /// The end of the last interaction; nil while one is open.
  @Sentinel @usableFromInline package var endedAt: Instant? = nil
  /// Time in queues, all interactions.
  package var waitMilliseconds: Int64 = 0
  /// Time the customer was actively occupied.
  package var customerActiveMilliseconds: Int64 = 0
  /// From first start to last end, or to as-of while open.
  package var elapsedMilliseconds: Int64 = 0
  /// Time of agents: talk, hold, after-contact work.
  package var agentMilliseconds: Int64 = 0
  /// What its interactions cost in minor units of the currency; nil where one's is not known.
  @Sentinel @usableFromInline package var costMinor: Int64? = nil
  /// What was bought for in it, in minor units of the currency; nil where nothing was or an
  /// amount is not known.
  @Sentinel @usableFromInline package var revenueMinor: Int64? = nil
  /// Its interactions, as positions among the customer's, in order.
  package var members: RowRange<Int32>
  /// The kinds in order joined by `>`, UTF-8 in the partition's texts.
  package var path: RowRange<UInt8>
  /// The first known reason.
  package var reason = Symbol.none
  /// How many distinct channels.
  package var channels: Int32 = 0
  /// Changes of channel between consecutive interactions.
  package var channelSwitches: Int32 = 0
  /// Transfers of all its interactions, consults excluded.
  package var transfers: Int32 = 0
  /// Steps the customer took before first reaching a human.
  package var priorSteps: Int32 = 0
  /// Mean of its rated interactions, rounded half up; nil if none is rated.
  @Sentinel @usableFromInline package var csatPermille: Int32? = nil
  /// Mean likelihood to recommend, 0…10, rounded.
  @Sentinel @usableFromInline package var nps: Int32? = nil
  /// How far it came.
  package var status: JourneyStatus
  package var resolutionBasis: ResolutionBasis
  /// The stage of its last interaction.
  package var stage: Stage
  /// The first interaction's channel.
  package var firstChannel: Channel
  /// The last interaction's channel.
  package var lastChannel: Channel
  /// Whether the customer bought in it; nil if no source of the run states orders.
  package var isConverted: Bool? = nil
  /// Whether the status can still change by time alone.
  package var isProvisional = false
  /// Whether the matter was cut by a limit.
  package var isCapped = false

  package var interactions: Int32 { Int32(clamping: members.count) }

  /// A journey with what every one has.
  package init(
    id: JourneyID, variant: StableHash128, startedAt: Instant, members: RowRange<Int32>,
    path: RowRange<UInt8>, status: JourneyStatus, resolutionBasis: ResolutionBasis, stage: Stage,
    firstChannel: Channel, lastChannel: Channel
  ) {
    self.id = id
    self.variant = variant
    self.startedAt = startedAt
    self.members = members
    self.path = path
    self.status = status
    self.resolutionBasis = resolutionBasis
    self.stage = stage
    self.firstChannel = firstChannel
    self.lastChannel = lastChannel
  }
}

/// What friction makes of a journey; of the same number as its `JourneyRow`.
@usableFromInline
package struct EffortRow: BitwiseCopyable, Sendable {
  /// From 0 to 100, by `EffortScore`; suppressed findings do not count.
  package var score: Int32 = 0
  /// Findings that are not suppressed.
  package var findings: Int32 = 0
  /// Contacts that repeat a matter thought settled.
  package var repeatContacts: Int32 = 0
  /// The band of the score.
  package var band: EffortBand { EffortBand(score: score) }

  package init() {}
}

/// How far a journey came.
@usableFromInline
package enum JourneyStatus: UInt8, Vocabulary {
  case resolved, abandoned, expired, open

  package static let names = kebabNames()
}

/// What a journey's status rests on.
@usableFromInline
package enum ResolutionBasis: UInt8, Vocabulary {
  /// A source says solved or closed.
  case status
  /// The last contact was handled and none followed within the window.
  case noRepeat
  /// Nothing happened within the window.
  case silence
  /// Still within the window.
  case pending

  package static let names = kebabNames()
}

/// Effort, in three bands.
@usableFromInline
package enum EffortBand: UInt8, Vocabulary {
  case low, medium, high

  package static let names = kebabNames()

  /// The band of a score: low below 20, high from 50.
  package init(score: Int32) {
    self = score < 20 ? .low : score < 50 ? .medium : .high
  }
}
