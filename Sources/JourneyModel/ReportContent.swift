/// Everything a report shows beyond the measure cells: partial results that merge in any order.
///
/// All counts are over the live content, so the value is a pure function of the record set. Each
/// customer contributes to exactly one partial, so distinct customers and journeys simply add.
package struct ReportContent: Equatable, Sendable {
  /// Totals of the release.
  package var totals = ReleaseTotals()
  /// What each source contributed, by name.
  package var sources: [String: SourceContribution] = [:]
  /// Which activity directly follows which.
  package var processMap = ProcessMap()
  /// Journeys by path.
  package var variants: [StableHash128: Variant] = [:]
  /// The journey map's cells.
  package var journeyMap: [JourneyMapKey: JourneyMapCell] = [:]
  /// Friction by where it happens.
  package var friction: [FrictionKey: FrictionPoint] = [:]
  /// Agreement with the vendors' own counters, by source and check.
  package var checks: [CheckKey: CheckAgreement] = [:]
  /// Changes of channel inside journeys.
  package var channelSwitches: [ChannelPair: Int64] = [:]

  /// An empty content.
  package init() {}

  /// Adds another partition's content.
  package mutating func merge(_ other: ReportContent) {
    totals.merge(other.totals)
    sources.add(other.sources) { $0.merge($1) }
    processMap.merge(other.processMap)
    variants.add(other.variants) { $0.merge($1) }
    journeyMap.add(other.journeyMap) { $0.merge($1) }
    friction.add(other.friction) { $0.merge($1) }
    checks.add(other.checks) { $0.merge($1) }
    channelSwitches.add(other.channelSwitches) { $0 += $1 }
  }
}

/// Totals of a release.
package struct ReleaseTotals: Equatable, Sendable {
  /// Live interactions.
  package var interactions: Int64 = 0
  /// Their events.
  package var events: Int64 = 0
  /// Journeys.
  package var journeys: Int64 = 0
  /// Journeys over more than one channel.
  package var multiChannelJourneys: Int64 = 0
  /// Journeys not settled yet.
  package var openJourneys: Int64 = 0
  /// Customers.
  package var customers: Int64 = 0
  /// Customers known by no identifier that bridges.
  package var anonymousCustomers: Int64 = 0
  /// Findings not suppressed.
  package var findings: Int64 = 0
  /// Journeys with at least one such finding.
  package var journeysWithFindings: Int64 = 0
  /// Events after as-of, kept out of everything else.
  package var futureEvents: Int64 = 0
  /// Scores that found their interaction by name.
  package var feedbackNamed: Int64 = 0
  /// Scores attached to the customer's latest interaction.
  package var feedbackNearest: Int64 = 0
  /// Scores that only their customer is known for.
  package var feedbackUnattached: Int64 = 0
  /// Links whose target is in no source.
  package var danglingLinks: Int64 = 0
  /// Identifiers that met several customers and therefore bridge nothing.
  package var sharedTokens: Int64 = 0

  /// Nothing counted.
  package init() {}

  /// Adds another partition's totals.
  package mutating func merge(_ other: ReleaseTotals) {
    interactions += other.interactions
    events += other.events
    journeys += other.journeys
    multiChannelJourneys += other.multiChannelJourneys
    openJourneys += other.openJourneys
    customers += other.customers
    anonymousCustomers += other.anonymousCustomers
    findings += other.findings
    journeysWithFindings += other.journeysWithFindings
    futureEvents += other.futureEvents
    feedbackNamed += other.feedbackNamed
    feedbackNearest += other.feedbackNearest
    feedbackUnattached += other.feedbackUnattached
    danglingLinks += other.danglingLinks
    sharedTokens += other.sharedTokens
  }
}

/// What one source contributed to the content.
package struct SourceContribution: Equatable, Sendable {
  /// The vendor.
  package var system: String
  /// The adapter's id.
  package var adapter: String
  /// Distinct statements, all versions.
  package var statements: Int64 = 0
  /// Statements that are the newest of their key.
  package var liveRecords: Int64 = 0
  /// Distinct rejected records.
  package var rejected: Int64 = 0
  /// The earliest event.
  package var firstEvent: Instant?
  /// The latest event not after as-of.
  package var lastEvent: Instant?

  /// A source that contributed nothing yet.
  package init(system: String, adapter: String) {
    self.system = system
    self.adapter = adapter
  }

  /// Adds another contribution of the source.
  package mutating func merge(_ other: SourceContribution) {
    statements += other.statements
    liveRecords += other.liveRecords
    rejected += other.rejected
    if let event = other.firstEvent { firstEvent = min(firstEvent ?? event, event) }
    if let event = other.lastEvent { lastEvent = max(lastEvent ?? event, event) }
  }
}

/// Directly-follows counts over the events of journeys, in event order.
package struct ProcessMap: Equatable, Sendable {
  /// How often each activity occurs.
  package var nodes: [String: Int64] = [:]
  /// How often one activity directly follows another within a journey, with the time between in
  /// milliseconds.
  ///
  /// `ProcessMap.start` and `.end` bound every journey.
  package var edges: [ProcessEdge: EdgeCount] = [:]

  /// The artificial first activity.
  package static let start = "▶"
  /// The artificial last activity.
  package static let end = "■"

  /// An empty map.
  package init() {}

  /// Adds another partition's map.
  package mutating func merge(_ other: ProcessMap) {
    nodes.add(other.nodes) { $0 += $1 }
    edges.add(other.edges) { $0.merge($1) }
  }
}

/// One activity directly followed by another.
package struct ProcessEdge: Hashable, Sendable {
  /// The earlier activity.
  package var from: String
  /// The later activity.
  package var to: String

  /// An edge between two activities.
  package init(from: String, to: String) {
    self.from = from
    self.to = to
  }
}

/// How often an edge was taken and how long it took.
package struct EdgeCount: Equatable, Sendable {
  /// Times taken.
  package var count: Int64 = 0
  /// Journeys that took it at least once.
  package var journeys: Int64 = 0
  /// Milliseconds between the two activities.
  package var milliseconds = Histogram()

  /// An edge not taken yet.
  package init() {}

  /// Adds another count of the edge.
  package mutating func merge(_ other: EdgeCount) {
    count += other.count
    journeys += other.journeys
    milliseconds.merge(other.milliseconds)
  }
}

/// Journeys of one path.
package struct Variant: Equatable, Sendable {
  /// The kinds in order joined by `>`.
  package var path: String
  /// How many journeys.
  package var journeys: Int64 = 0
  /// How many of them are resolved.
  package var resolved: Int64 = 0
  /// Findings in them.
  package var findings: Int64 = 0
  /// From first start to last end.
  package var elapsedMilliseconds = Histogram()
  /// The smallest journey id, as an example to explain.
  package var example: JourneyID

  /// A variant without journeys.
  package init(path: String, example: JourneyID) {
    self.path = path
    self.example = example
  }

  /// Adds other journeys of the path.
  package mutating func merge(_ other: Variant) {
    journeys += other.journeys
    resolved += other.resolved
    findings += other.findings
    elapsedMilliseconds.merge(other.elapsedMilliseconds)
    example = min(example, other.example)
  }
}

/// A place on the journey map.
package struct JourneyMapKey: Hashable, Sendable {
  /// The stage.
  package var stage: Stage
  /// The channel.
  package var channel: Channel
  /// The customers' persona.
  package var persona: String?

  /// A place of known parts.
  package init(stage: Stage, channel: Channel, persona: String? = nil) {
    self.stage = stage
    self.channel = channel
    self.persona = persona
  }
}

/// What happens at a place of the journey map.
package struct JourneyMapCell: Equatable, Sendable {
  /// Interactions there.
  package var interactions: Int64 = 0
  /// Findings there, not suppressed.
  package var findings: Int64 = 0
  /// Scores given there.
  package var scores: Int64 = 0
  /// Sum of the scores, permille.
  package var scorePermilleSum: Int64 = 0
  /// Waits there.
  package var waitMilliseconds = Histogram()
  /// Interactions by queue: the touchpoint's owners.
  package var queues: [String: Int64] = [:]
  /// Findings by detector.
  package var detectors: [String: Int64] = [:]

  /// An empty place.
  package init() {}

  /// Adds what else happens there.
  package mutating func merge(_ other: JourneyMapCell) {
    interactions += other.interactions
    findings += other.findings
    scores += other.scores
    scorePermilleSum += other.scorePermilleSum
    waitMilliseconds.merge(other.waitMilliseconds)
    queues.add(other.queues) { $0 += $1 }
    detectors.add(other.detectors) { $0 += $1 }
  }
}

/// What a friction point is about.
package struct FrictionKey: Hashable, Sendable {
  /// The detector's id.
  package var detector: String
  /// Where: a queue or channel.
  package var place: String?
  /// The journey's reason.
  package var reason: String?

  /// A key of known parts.
  package init(detector: String, place: String?, reason: String?) {
    self.detector = detector
    self.place = place
    self.reason = reason
  }
}

/// Friction of one kind in one place.
package struct FrictionPoint: Equatable, Sendable {
  /// Findings, not suppressed.
  package var findings: Int64 = 0
  /// Journeys with at least one.
  package var journeys: Int64 = 0
  /// Customers with at least one.
  package var customers: Int64 = 0
  /// Effort points.
  package var points: Int64 = 0
  /// Customer time.
  package var customerActiveMilliseconds: Int64 = 0
  /// Delay.
  package var customerElapsedMilliseconds: Int64 = 0
  /// Agent time.
  package var agentMilliseconds: Int64 = 0
  /// Avoidable contacts.
  package var avoidable: Int64 = 0
  /// The findings with the smallest ids, at most three, sorted.
  package var examples: [Finding] = []

  /// How many examples are kept.
  package static let exampleLimit = 3

  /// An empty point.
  package init() {}

  /// Adds more friction of the kind in the place.
  package mutating func merge(_ other: FrictionPoint) {
    findings += other.findings
    journeys += other.journeys
    customers += other.customers
    points += other.points
    customerActiveMilliseconds += other.customerActiveMilliseconds
    customerElapsedMilliseconds += other.customerElapsedMilliseconds
    agentMilliseconds += other.agentMilliseconds
    avoidable += other.avoidable
    examples.keep(smallest: FrictionPoint.exampleLimit, with: other.examples) { $0.id < $1.id }
  }
}

/// A vendor's counter of a source.
package struct CheckKey: Hashable, Sendable {
  /// The source's name.
  package var source: String
  /// What is counted.
  package var check: Check

  /// A key of known parts.
  package init(source: String, check: Check) {
    self.source = source
    self.check = check
  }
}

/// How often we agree with a vendor's own counter.
package struct CheckAgreement: Equatable, Sendable {
  /// Interactions that carry the counter.
  package var compared: Int64 = 0
  /// Interactions where our count is the same.
  package var agreed: Int64 = 0
  /// The smallest ids that disagree, at most five, sorted.
  package var disagreeing: [CheckDisagreement] = []

  /// How many disagreements are kept as examples.
  package static let exampleLimit = 5

  /// Nothing compared yet.
  package init() {}

  /// Adds another comparison.
  package mutating func merge(_ other: CheckAgreement) {
    compared += other.compared
    agreed += other.agreed
    disagreeing.keep(smallest: CheckAgreement.exampleLimit, with: other.disagreeing) {
      $0.interaction < $1.interaction
    }
  }
}

/// One interaction where a vendor's counter and ours differ.
package struct CheckDisagreement: Equatable, Sendable {
  /// The interaction.
  package var interaction: InteractionID
  /// Its native id.
  package var nativeID: String
  /// The vendor's count.
  package var theirs: Int64
  /// Our count.
  package var ours: Int64

  /// A disagreement of known parts.
  package init(interaction: InteractionID, nativeID: String, theirs: Int64, ours: Int64) {
    self.interaction = interaction
    self.nativeID = nativeID
    self.theirs = theirs
    self.ours = ours
  }
}

/// A change of channel inside a journey.
package struct ChannelPair: Hashable, Sendable {
  /// The earlier interaction's channel.
  package var from: Channel
  /// The later interaction's channel.
  package var to: Channel

  /// A change between two channels.
  package init(from: Channel, to: Channel) {
    self.from = from
    self.to = to
  }
}
