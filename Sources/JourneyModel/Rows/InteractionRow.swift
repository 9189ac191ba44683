/// One call, chat or ticket with all its legs, and everything that is concluded of it alone.
///
/// Durations are milliseconds; nil means unknown or not applicable, never zero. What stitching adds
/// is a `StepRow` of the same number.
@usableFromInline
package struct InteractionRow: BitwiseCopyable, Sendable {
  /// The id, made of the earliest leg's reference.
  package var id: InteractionID
  /// The statement the header was taken from.
  package var record: RecordID
  /// The instant of its first event.
  package var startedAt: Instant
  /// The end, or the last event while it has none.
  package var lastMoment: Instant
  /// The first time a human agent answered.
  @Sentinel @usableFromInline package var answeredAt: Instant? = nil
  /// When it was over; nil while it is open.
  @Sentinel @usableFromInline package var endedAt: Instant? = nil
  /// Time in queue before the first answer, summed over the queues passed; nil if never queued.
  @Sentinel @usableFromInline package var waitMilliseconds: Int64? = nil
  /// Time in the menu before the first queue.
  @Sentinel @usableFromInline package var ivrMilliseconds: Int64? = nil
  /// Time on hold, all legs.
  @Sentinel @usableFromInline package var holdMilliseconds: Int64? = nil
  /// Time talking, all legs.
  @Sentinel @usableFromInline package var talkMilliseconds: Int64? = nil
  /// After-contact work, all legs.
  @Sentinel @usableFromInline package var wrapMilliseconds: Int64? = nil
  /// From opening to the first human reply.
  @Sentinel @usableFromInline package var firstResponseMilliseconds: Int64? = nil
  /// The earliest leg's own id, UTF-8 in the partition's texts.
  package var nativeID: RowRange<UInt8>
  /// The events, in order.
  package var events: RowRange<EventRow> = .empty
  /// The hand-overs, in order.
  package var handOvers: RowRange<HandOverRow> = .empty
  /// The times it was settled, in order.
  package var settlements: RowRange<SettlementRow> = .empty
  /// References to interactions of other names, `leg-of` excluded.
  package var links: RowRange<Link> = .empty
  /// The names of its legs, the earliest leg's first.
  package var names: RowRange<InteractionReference> = .empty
  /// Scores its records carry.
  package var scores: RowRange<ScoreRow> = .empty
  /// The vendor's own counters; empty for interactions of several legs.
  package var counters: RowRange<CounterRow> = .empty
  /// The queue of the last leg that knows it, else of the last event that does.
  package var queue = Symbol.none
  /// The agent of the last leg that knows it, else of the last event that does.
  package var agent = Symbol.none
  /// The team of the last leg that states one.
  package var team = Symbol.none
  /// Why the customer came.
  package var reason = Symbol.none
  /// Where the reason was taken from: the words `record` or `rule NAME`; none without a reason.
  package var reasonBasis = Symbol.none
  /// Hand-overs to another queue or agent, consults excluded.
  package var transfers: Int32 = 0
  /// How often the customer was put on hold; one event may tell of several times.
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
  @Sentinel @usableFromInline package var csatPermille: Int32? = nil
  /// Likelihood to recommend, 0…10.
  @Sentinel @usableFromInline package var nps: Int32? = nil
  /// Effort score, permille of its scale's span, good is high.
  @Sentinel @usableFromInline package var cesPermille: Int32? = nil
  /// Score of a quality review, permille of its scale's span, good is high.
  @Sentinel @usableFromInline package var qualityPermille: Int32? = nil
  /// What it costs in minor units of the currency; nil where that is not known.
  @Sentinel @usableFromInline package var costMinor: Int64? = nil
  /// What was bought for in it, in minor units of the currency; nil where nothing was or no source
  /// says.
  @Sentinel @usableFromInline package var revenueMinor: Int64? = nil
  /// The first `queued` event, by position among its events.
  @Sentinel @usableFromInline package var queued: Int32? = nil
  /// The first `answered` event, by position.
  @Sentinel @usableFromInline package var answered: Int32? = nil
  /// The last `ended` event, by position.
  @Sentinel @usableFromInline package var ended: Int32? = nil
  /// Which source its header comes from, by position in the sources.
  package var source: UInt16
  /// The kind of the earliest leg.
  package var kind: InteractionKind
  /// How the customer reached us.
  package var channel: Channel
  /// The channel the matter came from.
  package var origin: Channel? = nil
  /// Who began it, by the earliest leg that knows.
  package var direction: Direction? = nil
  /// How it came out.
  package var outcome: Outcome? = nil
  /// Whether the matter was settled by its status; nil where no status was observed.
  package var isSettledByStatus: Bool? = nil
  /// Whether the source says beside any status that it settled the matter; nil where it does not.
  package var resolution: Resolution? = nil
  /// Whether an agent wrote to the customer.
  package var hasAgentMessage = false
  /// Whether the customer bought in it and did not cancel that.
  package var isConverted = false
  /// Whether its matter goes on in another interaction that it was merged into.
  package var isMerged = false

  /// An interaction with what every one has.
  package init(
    id: InteractionID, record: RecordID, startedAt: Instant, nativeID: RowRange<UInt8>,
    source: UInt16, kind: InteractionKind, channel: Channel
  ) {
    self.id = id
    self.record = record
    self.startedAt = startedAt
    lastMoment = startedAt
    self.nativeID = nativeID
    self.source = source
    self.kind = kind
    self.channel = channel
  }
}

extension InteractionRow {
  /// Whether the customer or the source considers the matter settled by it.
  ///
  /// A ticket is settled by its status; a call or chat as its source says, else by being handled,
  /// as far as can be told.
  package var isSettled: Bool { isResolved ?? (outcome == .handled) }

  /// Whether the matter was settled as the source says: by its status, else by what it states of
  /// the contact; nil where it says neither.
  package var isResolved: Bool? { isSettledByStatus ?? resolution.map { $0 == .resolved } }

  /// Whether it is still going on as of now.
  package var isOpen: Bool { isSettledByStatus == false || (outcome == .open && endedAt == nil) }

  /// Talk, hold and after-contact work; nil where the talk is unknown.
  package var handleMilliseconds: Int64? {
    talkMilliseconds.map { $0 + (holdMilliseconds ?? 0) + (wrapMilliseconds ?? 0) }
  }

  /// Whether it has a score of any kind.
  package var isRated: Bool { csatPermille != nil || nps != nil || cesPermille != nil }

  /// 1 for who recommends, −1 for who does not, 0 between (Reichheld, 2003); nil without a score.
  package var balance: Int32? { nps.map { $0 >= 9 ? 1 : $0 <= 6 ? -1 : 0 } }

  /// Whether the customer was in it live, so that its times are the customer's own.
  package var isLive: Bool { kind == .call || kind == .chat }

  /// Milliseconds from the end of this interaction to the start of a later one; 0 if they overlap.
  package func gap(to later: InteractionRow) -> Int64 {
    max(0, later.startedAt.milliseconds(since: lastMoment))
  }

  /// Orders by start, end and id: the one order of a customer's interactions.
  package func precedes(_ other: InteractionRow) -> Bool {
    if startedAt != other.startedAt { return startedAt < other.startedAt }
    if lastMoment != other.lastMoment { return lastMoment < other.lastMoment }
    return id < other.id
  }
}

/// A hand-over of the customer to another queue or agent.
@usableFromInline
package struct HandOverRow: BitwiseCopyable, Sendable {
  package var at: Instant
  /// The position of its event among the interaction's events.
  package var event: Int32
  /// The queue it came from, where known.
  package var from: Symbol
  /// The queue it went to, where known.
  package var to: Symbol
  /// Whether the story went along: the agent consulted the receiver first, or it is written in the
  /// ticket.
  package var isWarm: Bool

  /// A hand-over of known parts.
  package init(at: Instant, event: Int32, from: Symbol, to: Symbol, isWarm: Bool) {
    self.at = at
    self.event = event
    self.from = from
    self.to = to
    self.isWarm = isWarm
  }
}

/// A time during which a ticket was settled, half-open, and the return that ended it.
@usableFromInline
package struct SettlementRow: BitwiseCopyable, Sendable {
  /// When it was settled.
  package var at: Instant
  /// When it came back; nil if it did not.
  @Sentinel @usableFromInline package var until: Instant? = nil
  /// The position of the settling event among the interaction's events.
  package var event: Int32
  /// The position of the event by which it came back; meaningless without `until`.
  package var reopening: Int32 = 0

  /// A settlement that still holds.
  package init(at: Instant, event: Int32) {
    self.at = at
    self.event = event
  }
}

/// A score and the record that states it.
@usableFromInline
package struct ScoreRow: BitwiseCopyable, Sendable {
  package var statement: FeedbackStatement
  package var record: RecordID

  /// A score of a record.
  package init(statement: FeedbackStatement, record: RecordID) {
    self.statement = statement
    self.record = record
  }
}

/// A counter the vendor keeps, and the source that states it.
@usableFromInline
package struct CounterRow: BitwiseCopyable, Sendable {
  package var value: Int64
  /// The source, by position in the sources.
  package var source: UInt16
  package var check: Check

  /// A counter of a source.
  package init(_ value: CheckValue, source: UInt16) {
    self.value = value.value
    self.check = value.check
    self.source = source
  }
}

/// Why an interaction belongs to its journey.
@usableFromInline
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
@usableFromInline
package enum Stage: UInt8, Vocabulary {
  case discover, reachOut, interact, followUp

  package static let names = kebabNames()
}
