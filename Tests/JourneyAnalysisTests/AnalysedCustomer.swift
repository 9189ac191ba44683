import CivilTime
import JourneyAnalysis
import JourneyModel

/// Everything that is concluded of one customer, in words, so that tests read and print it.
struct AnalysedCustomer: Equatable {
  /// One interaction and what stitching says of it.
  struct Interaction: Equatable {
    var id: InteractionID
    var journey: JourneyID
    var step: Int32
    var nativeID: String
    var kind: InteractionKind
    var channel: Channel
    var origin: Channel?
    var direction: Direction?
    var startedAt: Instant
    var answeredAt: Instant?
    var endedAt: Instant?
    var queue, agent, team, reason, reasonBasis, persona: String?
    var outcome: Outcome?
    var resolved: Bool?
    var waitMilliseconds, ivrMilliseconds, holdMilliseconds: Int64?
    var talkMilliseconds, wrapMilliseconds, firstResponseMilliseconds: Int64?
    var transfers, holds, messagesIn, messagesOut, reopens, reassignments: Int32
    var csatPermille, nps, cesPermille: Int32?
    var linkBasis: LinkBasis?
    var linkConfidencePermille: Int32?
    var linkedTo: InteractionID?
    var stage: Stage
    var record: RecordID
  }

  /// One event of an interaction.
  struct Event: Equatable {
    var interaction: InteractionID
    var sequence: Int32
    var activity: Activity
    var at: Instant
    var queue, agent, value: String?
    var by: Party?
    var durationMilliseconds: Int64?
    var record: RecordID
  }

  /// One journey and what friction makes of it.
  struct Journey: Equatable {
    var id: JourneyID
    var startedAt: Instant
    var endedAt: Instant?
    var status: JourneyStatus
    var resolutionBasis: ResolutionBasis
    var reason, persona: String?
    var stage: Stage
    var firstChannel, lastChannel: Channel
    var path: String
    var variant: StableHash128
    var interactions, channels, channelSwitches, transfers, repeatContacts, priorSteps: Int32
    var waitMilliseconds, customerActiveMilliseconds, elapsedMilliseconds: Int64
    var agentMilliseconds: Int64
    var effortScore: Int32
    var effortBand: EffortBand
    var findings: Int32
    var csatPermille, nps: Int32?
    var isProvisional, isCapped: Bool
  }

  /// One finding in words.
  struct Finding: Equatable {
    var id: FindingID
    var detector: String
    var journey: JourneyID
    var interaction: InteractionID
    var nativeID: String
    var at: Instant
    var severity, points: Int32
    var customerActiveMilliseconds, customerElapsedMilliseconds, agentMilliseconds: Int64
    var avoidable, confidencePermille: Int32
    var message: String
    var evidence: [Evidence]
    var suppressedBy, place: String?
  }

  /// The customer.
  struct Customer: Equatable {
    var id: CustomerID
    var firstSeen, lastSeen: Instant?
    var interactions, journeys, channels: Int32
    var preferredChannel: Channel?
    /// The kinds with their numbers, in kind order, none of zero.
    var identifiers: [Identifier]
    var attributes: [ProfileAttribute]
    var persona: String?
  }

  /// How many identifiers of a kind.
  struct Identifier: Equatable {
    var kind: TokenKind
    var count: Int32
  }

  var customer: Customer
  /// By journey id and step.
  var interactions: [Interaction] = []
  /// The events of each interaction.
  var events: [[Event]] = []
  /// By id.
  var journeys: [Journey] = []
  /// By journey id, step, instant and id.
  var findings: [Finding] = []
  /// What became of scores.
  var feedback: FeedbackCounts
  /// What the customer counts in.
  var cells: CountedCells { counted.cells }
  private let counted: Counted

  /// Cells follow from everything else and are not compared.
  private struct Counted: Equatable {
    var cells: CountedCells
    static func == (left: Counted, right: Counted) -> Bool { true }
  }

  /// The rows of a frame in words; the customer's row is `row` of the partition.
  init(
    _ frame: CustomerFrame, _ words: Words, _ text: FindingText, feedback: FeedbackCounts,
    cells: CountedCells
  ) {
    self.feedback = feedback
    counted = Counted(cells: cells)
    customer = Customer(
      id: frame.id, interactions: 0, journeys: 0, channels: 0, identifiers: [], attributes: [])
    let reader = Reader(frame: frame, words: words)
    let order = frame.journeys.indices.sorted { frame.journeys[$0].id < frame.journeys[$1].id }
    for number in order {
      journeys.append(reader.journey(number))
      for member in frame.lists.members[frame.journeys[number].members] {
        interactions.append(reader.interaction(Int(member)))
        events.append(reader.events(Int(member)))
      }
    }
    findings = frame.findings.map { reader.finding($0, text) }
  }

  /// Fills in the customer's row.
  mutating func set(_ row: CustomerRow, _ lists: borrowing VertexLists, _ words: Words) {
    customer.firstSeen = row.firstSeen
    customer.lastSeen = row.lastSeen
    customer.interactions = row.interactions
    customer.journeys = row.journeys
    customer.channels = row.channels
    customer.preferredChannel = row.preferredChannel
    customer.persona = words[row.persona]
    customer.identifiers = TokenKind.allCases.map {
      Identifier(kind: $0, count: row.identifiers[$0])
    }.filter { $0.count > 0 }
    customer.attributes = lists.attributes[row.attributes].map { attribute in
      ProfileAttribute(
        name: words[attribute.name] ?? "",
        value: String(decoding: lists.texts[attribute.value].bytes, as: UTF8.self))
    }
  }
}

/// Reads the rows of a customer.
private struct Reader {
  let frame: CustomerFrame
  let words: Words

  func string(_ range: RowRange<UInt8>) -> String {
    String(decoding: frame.lists.texts[range].bytes, as: UTF8.self)
  }

  func interaction(_ position: Int) -> AnalysedCustomer.Interaction {
    let row = frame.interactions[position]
    let step = frame.steps[position]
    return AnalysedCustomer.Interaction(
      id: row.id, journey: frame.journeys[Int(step.journey)].id, step: step.step,
      nativeID: string(row.nativeID), kind: row.kind, channel: row.channel, origin: row.origin,
      direction: row.direction, startedAt: row.startedAt, answeredAt: row.answeredAt,
      endedAt: row.endedAt, queue: words[row.queue], agent: words[row.agent],
      team: words[row.team], reason: words[row.reason], reasonBasis: words[row.reasonBasis],
      persona: words[frame.persona], outcome: row.outcome, resolved: row.isResolved,
      waitMilliseconds: row.waitMilliseconds, ivrMilliseconds: row.ivrMilliseconds,
      holdMilliseconds: row.holdMilliseconds, talkMilliseconds: row.talkMilliseconds,
      wrapMilliseconds: row.wrapMilliseconds,
      firstResponseMilliseconds: row.firstResponseMilliseconds, transfers: row.transfers,
      holds: row.holds, messagesIn: row.messagesIn, messagesOut: row.messagesOut,
      reopens: row.reopens, reassignments: row.reassignments, csatPermille: row.csatPermille,
      nps: row.nps, cesPermille: row.cesPermille, linkBasis: step.basis,
      linkConfidencePermille: step.basis == nil ? nil : step.confidencePermille,
      linkedTo: step.linkedTo.map { frame.interactions[Int($0)].id }, stage: step.stage,
      record: row.record)
  }

  func events(_ position: Int) -> [AnalysedCustomer.Event] {
    let row = frame.interactions[position]
    return frame.lists.events[row.events].enumerated().map { index, event in
      AnalysedCustomer.Event(
        interaction: row.id, sequence: Int32(index + 1), activity: event.activity, at: event.at,
        queue: words[event.queue], agent: words[event.agent], value: words[event.value],
        by: event.by, durationMilliseconds: event.durationMilliseconds, record: event.record)
    }
  }

  func journey(_ number: Int) -> AnalysedCustomer.Journey {
    let row = frame.journeys[number]
    let effort = frame.efforts[number]
    return AnalysedCustomer.Journey(
      id: row.id, startedAt: row.startedAt, endedAt: row.endedAt, status: row.status,
      resolutionBasis: row.resolutionBasis, reason: words[row.reason],
      persona: words[frame.persona], stage: row.stage, firstChannel: row.firstChannel,
      lastChannel: row.lastChannel, path: string(row.path), variant: row.variant,
      interactions: row.interactions, channels: row.channels,
      channelSwitches: row.channelSwitches, transfers: row.transfers,
      repeatContacts: effort.repeatContacts, priorSteps: row.priorSteps,
      waitMilliseconds: row.waitMilliseconds,
      customerActiveMilliseconds: row.customerActiveMilliseconds,
      elapsedMilliseconds: row.elapsedMilliseconds, agentMilliseconds: row.agentMilliseconds,
      effortScore: effort.score, effortBand: effort.band, findings: effort.findings,
      csatPermille: row.csatPermille, nps: row.nps, isProvisional: row.isProvisional,
      isCapped: row.isCapped)
  }

  func finding(_ row: FindingRow, _ text: FindingText) -> AnalysedCustomer.Finding {
    let interaction = frame.interactions[Int(row.interaction)]
    return AnalysedCustomer.Finding(
      id: row.id, detector: text.detector(of: row), journey: frame.journeys[Int(row.journey)].id,
      interaction: interaction.id, nativeID: string(interaction.nativeID), at: row.at,
      severity: Int32(row.severity), points: row.points,
      customerActiveMilliseconds: row.customerActiveMilliseconds,
      customerElapsedMilliseconds: row.customerElapsedMilliseconds,
      agentMilliseconds: row.agentMilliseconds, avoidable: row.avoidable,
      confidencePermille: Int32(row.confidencePermille), message: text.sentence(of: row),
      evidence: text.evidence(of: row), suppressedBy: text.suppressor(of: row),
      place: words[row.place])
  }
}

extension FindingText {
  /// The sentence of a finding.
  func sentence(of finding: FindingRow) -> String {
    var writer = FindingWriter(words)
    write(finding, to: &writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// What proves it, in order.
  func evidence(of finding: FindingRow) -> [Evidence] {
    var evidence: [Evidence] = []
    var writer = FindingWriter(words)
    forEachProof(of: finding, through: &writer) { record, field, value, rule in
      evidence.append(
        Evidence(
          record: record, field: field, value: String(decoding: value, as: UTF8.self),
          rule: String(decoding: rule, as: UTF8.self)))
    }
    return evidence
  }
}
