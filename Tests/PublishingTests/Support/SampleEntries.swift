import CivilTime
import JourneyModel
import Publishing

/// The sample center as entries, which is how analysis hands rows over.
struct SampleEntries {
  private let settings: ReleaseSettings
  let words: Words
  private let sources: [SourceDescription]

  init(_ center: SampleCenter, _ settings: ReleaseSettings) {
    self.settings = settings
    var book = WordBook()
    var sources: [SourceDescription] = []
    for row in center.customers.flatMap(\.interactions) {
      for text in [row.queue, row.agent, row.team, row.reason, row.reasonBasis, row.persona] {
        if let text { _ = book.symbol(of: text) }
      }
      let source = SampleEntries.source(of: row)
      if !sources.contains(source) { sources.append(source) }
    }
    for event in center.customers.flatMap(\.events).joined() {
      if let value = event.value { _ = book.symbol(of: value) }
    }
    for journey in center.customers.flatMap(\.journeys) {
      if let reason = journey.reason { _ = book.symbol(of: reason) }
    }
    center.cells.addTexts(to: &book)
    words = Words.ranking(book).words
    self.sources = sources
  }

  /// What symbols and positions stand for.
  var published: PublishedWords {
    let inputs = WordList([nil, "a.json", nil, "b.json"])
    return PublishedWords(words, sources: sources, inputs: inputs, settings: settings)
  }

  /// The rows of customers, as one partition.
  func rows(of customers: some Sequence<SampleCenter.CustomerRows>) -> SealedRows {
    var rows = PublishedRows()
    var texts = RowList<UInt8>()
    for customer in customers { append(customer, to: &rows, &texts) }
    return rows.seal(texts: texts.all)
  }

  private static func source(of row: Interaction) -> SourceDescription {
    SourceDescription(
      name: row.source, system: row.system, instance: row.instance, entity: "contact",
      adapter: "sample")
  }

  private func symbol(_ text: String?) -> Symbol { text.map { words.symbol(of: $0) } ?? .none }

  private func day(_ instant: Instant) -> Int32 {
    settings.zone.localDay(at: instant.microseconds)
  }

  private func append(
    _ customer: SampleCenter.CustomerRows, to rows: inout PublishedRows,
    _ texts: inout RowList<UInt8>
  ) {
    appendCustomer(customer.customer, to: &rows, &texts)
    var places: [InteractionID: InteractionRow] = [:]
    for (interaction, events) in zip(customer.interactions, customer.events) {
      let row = row(of: interaction, &texts)
      places[row.id] = row
      let step = StepRow(
        journey: 0, step: interaction.step, linkedTo: nil,
        confidencePermille: interaction.linkConfidencePermille ?? 0, basis: interaction.linkBasis,
        stage: interaction.stage ?? .discover)
      let entry = InteractionEntry(
        row, step, customer: interaction.customer, journey: interaction.journey,
        linkedTo: interaction.linkedTo, persona: symbol(interaction.persona))
      rows.append(entry, day: day(row.startedAt))
      let parents = EventParents(
        row.id, customer: interaction.customer, journey: interaction.journey, in: &texts)
      for event in events {
        let entry = EventEntry(eventRow(of: event), sequence: event.sequence, of: row, parents)
        rows.append(entry, day: day(event.at))
      }
    }
    for journey in customer.journeys { appendJourney(journey, to: &rows, &texts) }
    for finding in customer.findings {
      guard let interaction = places[finding.interaction] else { continue }
      appendFinding(finding, in: interaction, to: &rows, &texts)
    }
  }

  private func appendCustomer(
    _ customer: Customer, to rows: inout PublishedRows, _ texts: inout RowList<UInt8>
  ) {
    var row = CustomerRow(id: customer.id, isAnonymous: false)
    row.firstSeen = customer.firstSeen
    row.lastSeen = customer.lastSeen
    row.interactions = customer.interactions
    row.journeys = customer.journeys
    row.channels = customer.channels
    row.preferredChannel = customer.preferredChannel
    row.persona = symbol(customer.persona)
    for identifier in customer.identifiers { row.identifiers[identifier.kind] = identifier.count }
    let identifiers = PublishedTexts.append(row.identifiers, to: &texts)
    let members = customer.attributes.map { ($0.name, JSONValue.text($0.value)) }
    let attributes = PublishedTexts.append(JSONValue.object(members).compactText, to: &texts)
    rows.append(CustomerEntry(row, identifiers: identifiers, attributes: attributes))
  }

  private func row(of interaction: Interaction, _ texts: inout RowList<UInt8>) -> InteractionRow {
    let source = sources.firstIndex(of: SampleEntries.source(of: interaction)) ?? 0
    var row = InteractionRow(
      id: interaction.id, record: interaction.record, startedAt: interaction.startedAt,
      nativeID: PublishedTexts.append(interaction.nativeID, to: &texts), source: UInt16(source),
      kind: interaction.kind, channel: interaction.channel)
    row.answeredAt = interaction.answeredAt
    row.endedAt = interaction.endedAt
    row.waitMilliseconds = interaction.waitMilliseconds
    row.ivrMilliseconds = interaction.ivrMilliseconds
    row.holdMilliseconds = interaction.holdMilliseconds
    row.talkMilliseconds = interaction.talkMilliseconds
    row.wrapMilliseconds = interaction.wrapMilliseconds
    row.firstResponseMilliseconds = interaction.firstResponseMilliseconds
    row.queue = symbol(interaction.queue)
    row.agent = symbol(interaction.agent)
    row.team = symbol(interaction.team)
    row.reason = symbol(interaction.reason)
    row.reasonBasis = symbol(interaction.reasonBasis)
    row.transfers = interaction.transfers
    row.holds = interaction.holds
    row.messagesIn = interaction.messagesIn
    row.messagesOut = interaction.messagesOut
    row.reopens = interaction.reopens
    row.reassignments = interaction.reassignments
    row.csatPermille = interaction.csatPermille
    row.nps = interaction.nps
    row.cesPermille = interaction.cesPermille
    row.origin = interaction.origin
    row.direction = interaction.direction
    row.outcome = interaction.outcome
    row.isSettledByStatus = interaction.resolved
    return row
  }

  private func eventRow(of event: JourneyEvent) -> EventRow {
    var row = EventRow(
      activity: event.activity, at: event.at, order: 0, key: .zero, record: event.record)
    row.durationMilliseconds = event.durationMilliseconds
    row.queue = symbol(event.queue)
    row.agent = symbol(event.agent)
    row.value = symbol(event.value)
    row.by = event.by
    return row
  }

  private func appendJourney(
    _ journey: Journey, to rows: inout PublishedRows, _ texts: inout RowList<UInt8>
  ) {
    var row = JourneyRow(
      id: journey.id, variant: journey.variant, startedAt: journey.startedAt,
      members: RowRange(first: 0, count: Int(journey.interactions)),
      path: PublishedTexts.append(journey.path, to: &texts), status: journey.status,
      resolutionBasis: journey.resolutionBasis, stage: journey.stage ?? .discover,
      firstChannel: journey.firstChannel, lastChannel: journey.lastChannel)
    row.endedAt = journey.endedAt
    row.waitMilliseconds = journey.waitMilliseconds
    row.customerActiveMilliseconds = journey.customerActiveMilliseconds
    row.elapsedMilliseconds = journey.elapsedMilliseconds
    row.agentMilliseconds = journey.agentMilliseconds
    row.reason = symbol(journey.reason)
    row.channels = journey.channels
    row.channelSwitches = journey.channelSwitches
    row.transfers = journey.transfers
    row.priorSteps = journey.priorSteps
    row.csatPermille = journey.csatPermille
    row.nps = journey.nps
    row.isProvisional = journey.isProvisional
    row.isCapped = journey.isCapped
    var effort = EffortRow()
    effort.score = journey.effortScore
    effort.findings = journey.findings
    effort.repeatContacts = journey.repeatContacts
    rows.append(
      JourneyEntry(row, effort, customer: journey.customer, persona: symbol(journey.persona)),
      day: day(journey.startedAt))
  }

  private func appendFinding(
    _ finding: Finding, in interaction: InteractionRow, to rows: inout PublishedRows,
    _ texts: inout RowList<UInt8>
  ) {
    let detectors = settings.detectors.map(\.id)
    let detector = UInt8(detectors.firstIndex(of: finding.detector) ?? 0)
    var row = FindingRow(
      id: finding.id, detector: detector, interaction: 0, journey: 0, at: finding.at)
    row.customerActiveMilliseconds = finding.customerActiveMilliseconds
    row.customerElapsedMilliseconds = finding.customerElapsedMilliseconds
    row.agentMilliseconds = finding.agentMilliseconds
    row.points = finding.points
    row.avoidable = finding.avoidable
    row.confidencePermille = Int16(finding.confidencePermille)
    row.severity = UInt8(finding.severity)
    if let other = finding.suppressedBy {
      row.suppressedBy = UInt8(detectors.firstIndex(of: other) ?? 0)
    }
    let facts = finding.evidence.map { fact in
      JSONValue.object([
        ("record_id", .text(fact.record.description)), ("field", .text(fact.field)),
        ("value", .text(fact.value)), ("rule", .text(fact.rule)),
      ])
    }
    let message = PublishedTexts.append(finding.message, to: &texts)
    let evidence = PublishedTexts.append(JSONValue.array(facts).compactText, to: &texts)
    let entry = FindingEntry(
      row, in: interaction, of: finding.journey, customer: finding.customer, message: message,
      evidence: evidence)
    rows.append(entry, day: day(finding.at))
  }
}
