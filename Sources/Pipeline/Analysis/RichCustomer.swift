internal import JourneyAnalysis
internal import JourneyModel

/// For comparison with the old way while the new one is being built.
struct RichCustomer: Sendable {
  var customer: Customer
  var interactions: [Interaction] = []
  var events: [[JourneyEvent]] = []
  var journeys: [Journey] = []
  var findings: [Finding] = []

  init(
    _ frame: CustomerFrame, _ words: Words, _ sources: [SourceDescription], _ text: FindingText
  ) {
    customer = Customer(id: frame.id)
    func string(_ range: RowRange<UInt8>) -> String {
      String(decoding: frame.lists.texts[range].bytes, as: UTF8.self)
    }
    var rows: [Interaction] = []
    for (position, row) in frame.interactions.enumerated() {
      var rich = Interaction(
        id: row.id, customer: frame.id, source: sources[Int(row.source)],
        nativeID: string(row.nativeID), kind: row.kind, channel: row.channel,
        startedAt: row.startedAt, record: row.record)
      let step = frame.steps[position]
      rich.journey = frame.journeys[Int(step.journey)].id
      rich.step = step.step
      rich.stage = step.stage
      rich.linkBasis = step.basis
      rich.linkConfidencePermille = step.basis == nil ? nil : step.confidencePermille
      rich.linkedTo = step.linkedTo.map { frame.interactions[Int($0)].id }
      rich.origin = row.origin
      rich.direction = row.direction
      rich.answeredAt = row.answeredAt
      rich.endedAt = row.endedAt
      rich.queue = words[row.queue]
      rich.agent = words[row.agent]
      rich.team = words[row.team]
      rich.reason = words[row.reason]
      rich.reasonBasis = words[row.reasonBasis]
      rich.outcome = row.outcome
      rich.resolved = row.isResolved
      rich.waitMilliseconds = row.waitMilliseconds
      rich.ivrMilliseconds = row.ivrMilliseconds
      rich.holdMilliseconds = row.holdMilliseconds
      rich.talkMilliseconds = row.talkMilliseconds
      rich.wrapMilliseconds = row.wrapMilliseconds
      rich.firstResponseMilliseconds = row.firstResponseMilliseconds
      rich.transfers = row.transfers
      rich.holds = row.holds
      rich.messagesIn = row.messagesIn
      rich.messagesOut = row.messagesOut
      rich.reopens = row.reopens
      rich.reassignments = row.reassignments
      rich.csatPermille = row.csatPermille
      rich.nps = row.nps
      rich.cesPermille = row.cesPermille
      rich.persona = words[frame.persona]
      rows.append(rich)
    }
    let order = frame.journeys.indices.sorted { frame.journeys[$0].id < frame.journeys[$1].id }
    for number in order {
      let row = frame.journeys[number]
      let effort = frame.efforts[number]
      var rich = Journey(
        id: row.id, customer: frame.id, startedAt: row.startedAt, firstChannel: row.firstChannel,
        path: string(row.path), variant: row.variant)
      rich.endedAt = row.endedAt
      rich.status = row.status
      rich.resolutionBasis = row.resolutionBasis
      rich.reason = words[row.reason]
      rich.stage = row.stage
      rich.lastChannel = row.lastChannel
      rich.interactions = row.interactions
      rich.channels = row.channels
      rich.channelSwitches = row.channelSwitches
      rich.transfers = row.transfers
      rich.repeatContacts = effort.repeatContacts
      rich.priorSteps = row.priorSteps
      rich.waitMilliseconds = row.waitMilliseconds
      rich.customerActiveMilliseconds = row.customerActiveMilliseconds
      rich.elapsedMilliseconds = row.elapsedMilliseconds
      rich.agentMilliseconds = row.agentMilliseconds
      rich.effortScore = effort.score
      rich.effortBand = effort.band
      rich.findings = effort.findings
      rich.csatPermille = row.csatPermille
      rich.nps = row.nps
      rich.isProvisional = row.isProvisional
      rich.isCapped = row.isCapped
      rich.persona = words[frame.persona]
      journeys.append(rich)
      for member in frame.lists.members[row.members] {
        interactions.append(rows[Int(member)])
        let interaction = frame.interactions[Int(member)]
        events.append(
          frame.lists.events[interaction.events].enumerated().map { index, event in
            var rich = JourneyEvent(
              interaction: interaction.id, sequence: Int32(index + 1), activity: event.activity,
              at: event.at, channel: interaction.channel, record: event.record)
            rich.queue = words[event.queue]
            rich.agent = words[event.agent]
            rich.by = event.by
            rich.value = words[event.value]
            rich.durationMilliseconds = event.durationMilliseconds
            return rich
          })
      }
    }
    for row in frame.findings {
      var rich = Finding(
        id: row.id, detector: text.detector(of: row), interaction: rows[Int(row.interaction)],
        journey: frame.journeys[Int(row.journey)].id, at: row.at)
      rich.severity = Int32(row.severity)
      rich.points = row.points
      rich.customerActiveMilliseconds = row.customerActiveMilliseconds
      rich.customerElapsedMilliseconds = row.customerElapsedMilliseconds
      rich.agentMilliseconds = row.agentMilliseconds
      rich.avoidable = row.avoidable
      rich.confidencePermille = Int32(row.confidencePermille)
      rich.message = text.sentence(of: row)
      rich.evidence = text.evidence(of: row)
      rich.suppressedBy = text.suppressor(of: row)
      rich.place = words[row.place]
      findings.append(rich)
    }
  }

  static func customer(
    _ row: CustomerRow, _ partition: borrowing Partition, _ words: Words
  ) -> Customer {
    var rich = Customer(id: row.id)
    rich.firstSeen = row.firstSeen
    rich.lastSeen = row.lastSeen
    rich.interactions = row.interactions
    rich.journeys = row.journeys
    rich.channels = row.channels
    rich.preferredChannel = row.preferredChannel
    rich.persona = words[row.persona]
    rich.identifiers = TokenKind.allCases.compactMap { kind in
      row.identifiers[kind] == 0
        ? nil : IdentifierCount(kind: kind, count: row.identifiers[kind])
    }
    rich.attributes = partition.vertices.attributes[row.attributes].map { attribute in
      ProfileAttribute(
        name: words[attribute.name] ?? "",
        value: String(
          decoding: partition.vertices.texts[attribute.value].bytes, as: UTF8.self))
    }
    return rich
  }
}
