package import JourneyModel

/// Analyses customers one after another: legs to interactions, interactions to journeys, journeys
/// to findings.
///
/// ```
/// vertices ─▶ InteractionAssembler ─▶ RequestedCallbacks ─▶ FeedbackAttachment ─▶ JourneyStitcher
///                                                                                    │
///                     customer ◀ CustomerProfile, personas ◀ FrictionAnalysis ◀──────┘
/// ```
///
/// Customers are independent of each other, so any number may be analysed at once. The order of a
/// customer's vertices does not matter. One analyzer serves one thread; its scratch memory grows to
/// what the largest customer takes.
package struct CustomerAnalyzer: ~Copyable {
  private let settings: AnalysisSettings
  private let words: Words
  private let personas: [Symbol]
  private let channels: [Symbol]
  private var stitcher: JourneyStitcher
  private var feedback: FeedbackAttachment
  private var assembler = InteractionAssembler()
  private var names = NameIndex()
  private var friction: FrictionAnalysis
  private var profile: CustomerProfile
  private let clock: BusinessClock?
  private let promises: Promises?
  private let prices: ContactPrices?
  private let hasOrders: Bool
  private var orders: OrderedAmounts
  private var reasons = ReasonIndex.Lists()
  private var surveys: [VertexRow] = []

  /// An analyzer with settings, of rows whose symbols are those of `words`.
  ///
  /// - Parameter hasOrders: Whether any source of the run states orders.
  package init(
    settings: AnalysisSettings, words: Words, tree: ReasonTree, hasOrders: Bool
  ) {
    self.settings = settings
    self.words = words
    personas = settings.personas.rules.map { words.symbol(of: $0.name) }
    channels = Channel.names.map { words.symbol(of: $0) }
    stitcher = JourneyStitcher(gaps: settings.gaps, tree: tree)
    feedback = FeedbackAttachment(window: settings.gaps.feedback)
    clock = BusinessClock(settings.calendars, words: words)
    promises = Promises(settings.targets, words: words)
    prices = settings.costs.map { ContactPrices($0, words: words) }
    self.hasOrders = hasOrders
    orders = OrderedAmounts(currency: settings.costs?.currency, words: words)
    friction = FrictionAnalysis(settings.parameters, prices)
    profile = CustomerProfile(
      publish: settings.publishAttributes.sorted().map { words.symbol(of: $0) }
        .filter { !$0.isNone })
  }

  /// The words analysis itself publishes, which must be among those of the rows.
  package static func ownWords(_ settings: AnalysisSettings) -> [String] {
    Channel.names + settings.personas.rules.map(\.name)
  }

  /// Appends everything that is concluded of a customer, and calls `body` with it.
  ///
  /// The frame is that of the rows just appended; it is lent while `body` runs.
  package mutating func analyze(
    _ vertices: RowRange<VertexRow>, in partition: inout Partition,
    _ body: (UnsafePointer<CustomerFrame>, FeedbackCounts) -> Void
  ) {
    var places = CustomerPlaces()
    places.vertices = vertices
    let interactions = assembler.assemble(vertices, in: &partition)
    places.interactions = interactions
    names.removeAll()
    RequestedCallbacks.settle(interactions, in: &partition, &names)
    gatherSurveys(vertices, partition)
    feedback.attach(surveys, to: interactions, in: &partition, &names)
    price(interactions, in: &partition)
    profile.begin(vertices, of: partition.vertices)
    places.journeys = stitch(interactions, in: &partition)
    let first = partition.vertices.vertices[Int(vertices.first)]
    let counts = profile.identifiers(vertices, of: partition.vertices)
    let attributes = profile.appendPublished(to: &partition.vertices)
    let rows = partition.interactions[interactions]
    var frame = CustomerFrame(
      id: first.customer, isAnonymous: first.isAnonymous, interactions: rows,
      steps: partition.steps[RowRange(first: Int(interactions.first), count: rows.count)],
      journeys: partition.journeys[places.journeys], efforts: .empty, findings: .empty,
      vertices: partition.vertices.vertices[vertices],
      lists: partition.lists, channelWords: channels, settings: settings,
      clock: clock, promises: promises,
      reasons: ReasonIndex(
        rows, partition.steps[RowRange(first: Int(interactions.first), count: rows.count)],
        settlements: partition.settlements.all, in: &reasons))
    let firstFinding = partition.findings.count
    withUnsafePointer(to: frame) {
      friction.run($0, findings: &partition.findings, efforts: &partition.efforts)
    }
    places.findings = RowRange(
      first: firstFinding, count: partition.findings.count - firstFinding)
    frame.findings = partition.findings[places.findings]
    frame.efforts =
      partition.efforts[
        RowRange(first: Int(places.journeys.first), count: Int(places.journeys.count))]
    var customer = customer(frame)
    customer.identifiers = counts
    customer.attributes = attributes
    customer.persona = persona(of: customer, frame, partition.vertices)
    frame.persona = customer.persona
    partition.customers.append(customer)
    partition.places.append(places)
    withUnsafePointer(to: frame) { body($0, feedback.counts) }
  }

  /// Says of each interaction what it costs and brings.
  private mutating func price(
    _ interactions: RowRange<InteractionRow>, in partition: inout Partition
  ) {
    guard hasOrders || prices != nil else { return }
    for number in interactions.numbers {
      var row = partition.interactions[number]
      row.costMinor = prices?.cost(of: row)
      if hasOrders {
        let order = orders.order(of: partition.vertices.events[row.events])
        row.isConverted = order.isConverted
        row.revenueMinor = order.revenueMinor
      }
      partition.interactions[number] = row
    }
  }

  private mutating func gatherSurveys(
    _ vertices: RowRange<VertexRow>, _ partition: borrowing Partition
  ) {
    surveys.removeAll(keepingCapacity: true)
    for vertex in partition.vertices.vertices[vertices] where vertex.kind == .survey {
      surveys.append(vertex)
    }
    surveys.sort { $0.reference.exact < $1.reference.exact }
  }

  /// Appends the steps of a customer's interactions and the journeys they make.
  private mutating func stitch(
    _ interactions: RowRange<InteractionRow>, in partition: inout Partition
  ) -> RowRange<JourneyRow> {
    let firstJourney = partition.journeys.count
    if interactions.isEmpty { return RowRange(first: firstJourney, count: 0) }
    stitcher.stitch(interactions, of: partition, &names)
    let firstStep = partition.steps.count
    precondition(firstStep == Int(interactions.first), "steps are numbered as interactions are")
    appendSteps(interactions, to: &partition)
    let range = RowRange<StepRow>(first: firstStep, count: Int(interactions.count))
    // Whether a contact repeats a journey is asked of all of the customer's contacts.
    let index = ReasonIndex(
      partition.interactions[interactions], partition.steps[range],
      settlements: partition.settlements.all, in: &reasons)
    let rule = JourneyStatusRule(asOf: settings.asOf, gaps: settings.gaps)
    let builder = JourneyBuilder(asOf: settings.asOf, hasOrders: hasOrders)
    for draft in stitcher.drafts {
      let members = RowRange<Int32>(first: partition.members.count, count: draft.members.count)
      for member in stitcher.positions[draft.members] {
        partition.members.append(Int32(clamping: member))
      }
      let rows = partition.interactions[interactions]
      let conclusion = rule.conclude(partition.members[members], of: rows) {
        index.isRepeated($0, within: settings.gaps.silence)
      }
      let path = appendPath(of: draft, interactions, to: &partition)
      let stitched = StitchedRows(
        rows: rows, steps: partition.steps[range], members: partition.members.all,
        texts: partition.vertices.texts.all)
      var journey = builder.journey(members, path, conclusion, of: stitched)
      journey.isCapped = draft.isCapped
      partition.journeys.append(journey)
    }
    return RowRange(first: firstJourney, count: stitcher.drafts.count)
  }

  private func appendSteps(
    _ interactions: RowRange<InteractionRow>, to partition: inout Partition
  ) {
    let first = partition.steps.count
    for _ in interactions.numbers {
      partition.steps.append(
        StepRow(
          journey: 0, step: 0, linkedTo: nil, confidencePermille: 0, basis: nil, stage: .discover))
    }
    for (number, draft) in stitcher.drafts.enumerated() {
      var stages = StageRule()
      for (position, member) in stitcher.positions[draft.members].enumerated() {
        let stage = stages.stage(of: partition.interactions[Int(interactions.first) + member])
        let link = stitcher.memberships[member]
        partition.steps[first + member] = StepRow(
          journey: Int32(clamping: number), step: Int32(clamping: position) + 1,
          linkedTo: link.map { Int32(clamping: $0.linkedTo) },
          confidencePermille: link?.confidencePermille ?? 0, basis: link?.basis, stage: stage)
        partition.steps[first + member].isReturn = link?.isReturn ?? false
      }
    }
  }

  private func appendPath(
    of draft: JourneyStitcher.Draft, _ interactions: RowRange<InteractionRow>,
    to partition: inout Partition
  ) -> RowRange<UInt8> {
    let first = partition.vertices.texts.count
    for (position, member) in stitcher.positions[draft.members].enumerated() {
      if position > 0 { partition.vertices.texts.append(UInt8(ascii: ">")) }
      let kind = partition.interactions[Int(interactions.first) + member].kind
      for byte in kind.name.utf8 { partition.vertices.texts.append(byte) }
    }
    return RowRange(first: first, count: partition.vertices.texts.count - first)
  }

  /// The customer's row but for identifiers, attributes and persona.
  private func customer(_ frame: CustomerFrame) -> CustomerRow {
    var customer = CustomerRow(id: frame.id, isAnonymous: frame.isAnonymous)
    customer.firstSeen = frame.interactions.first?.startedAt
    customer.lastSeen = frame.interactions.last?.startedAt
    customer.interactions = Int32(clamping: frame.interactions.count)
    customer.journeys = Int32(clamping: frame.journeys.count)
    var channels: UInt32 = 0
    for row in frame.interactions { channels |= 1 << UInt32(row.channel.rawValue) }
    customer.channels = Int32(channels.nonzeroBitCount)
    customer.preferredChannel = preferredChannel(frame.journeys)
    return customer
  }

  /// The channel most journeys began on; of equals the first of the vocabulary.
  private func preferredChannel(_ journeys: RowSlice<JourneyRow>) -> Channel? {
    var counts = SIMD16<Int32>(repeating: 0)
    for journey in journeys { counts[Int(journey.firstChannel.rawValue)] &+= 1 }
    var best: Channel?
    var most: Int32 = 0
    for channel in Channel.allCases where counts[Int(channel.rawValue)] > most {
      most = counts[Int(channel.rawValue)]
      best = channel
    }
    return best
  }

  /// Who the customer is, judged by everything else that is known.
  private func persona(
    of customer: CustomerRow, _ frame: CustomerFrame, _ lists: borrowing VertexLists
  ) -> Symbol {
    guard !personas.isEmpty else { return .none }
    let facts = PersonaFacts(
      customer, frame, attributes: profile.values(of: lists, words), words)
    guard let name = settings.personas.persona(of: facts) else { return .none }
    return words.symbol(of: name)
  }
}
