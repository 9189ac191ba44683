/// One customer's matter through all its interactions: a row of `journeys`.
package struct Journey: Equatable, Sendable {
  /// The id, made of the earliest interaction's id.
  package var id: JourneyID
  /// Whose matter it is.
  package var customer: CustomerID
  /// The start of the first interaction.
  package var startedAt: Instant
  /// The end of the last interaction; nil while one is open.
  package var endedAt: Instant?
  /// How far it came.
  package var status: JourneyStatus
  /// What says so.
  package var resolutionBasis: ResolutionBasis
  /// The first known reason.
  package var reason: String?
  /// The stage of its last interaction.
  package var stage: Stage?
  /// The first interaction's channel.
  package var firstChannel: Channel
  /// The last interaction's channel.
  package var lastChannel: Channel
  /// The kinds in order joined by `>`.
  package var path: String
  /// The hash of the path: equal paths are one variant.
  package var variant: StableHash128
  /// How many interactions.
  package var interactions: Int32
  /// How many distinct channels.
  package var channels: Int32
  /// Changes of channel between consecutive interactions.
  package var channelSwitches: Int32
  /// Transfers, all interactions.
  package var transfers: Int32
  /// Contacts that repeat a matter thought settled.
  package var repeatContacts: Int32
  /// Steps the customer took before first reaching a human.
  package var priorSteps: Int32
  /// Time in queues, all interactions.
  package var waitMilliseconds: Int64
  /// Time the customer was actively occupied.
  package var customerActiveMilliseconds: Int64
  /// From first start to last end, or to as-of while open.
  package var elapsedMilliseconds: Int64
  /// Time of agents: talk, hold, after-contact work.
  package var agentMilliseconds: Int64
  /// Cost in minor units; nil without configured costs.
  package var costMinor: Int64?
  /// 0…100, `domain.md` F1.
  package var effortScore: Int32
  /// The band of the score.
  package var effortBand: EffortBand
  /// Findings that are not suppressed.
  package var findings: Int32
  /// Mean satisfaction, permille.
  package var csatPermille: Int32?
  /// Mean likelihood to recommend, 0…10, rounded.
  package var nps: Int32?
  /// Whether the customer bought; nil where no source says.
  package var converted: Bool?
  /// Revenue in minor units.
  package var revenueMinor: Int64?
  /// Whether the status can still change by time alone.
  package var isProvisional: Bool
  /// Whether the matter was cut by a limit.
  package var isCapped: Bool
  /// The customer's persona.
  package var persona: String?
}

extension Journey {
  /// A journey with what every one has; the rest is unknown, zero or false.
  package init(
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

/// How far a journey came.
package enum JourneyStatus: UInt8, Vocabulary {
  case resolved, abandoned, expired, open

  package static let names = kebabNames()
}

/// What a journey's status rests on.
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
package enum EffortBand: UInt8, Vocabulary {
  case low, medium, high

  package static let names = kebabNames()

  /// The band of a score: low below 20, high from 50.
  package init(score: Int32) {
    self = score < 20 ? .low : score < 50 ? .medium : .high
  }
}
