package import JourneyModel

/// Analyses one customer: legs to interactions, interactions to journeys, journeys to findings
/// and measures.
///
/// ```
/// vertices ─▶ InteractionAssembler ─▶ RequestedCallbacks ─▶ FeedbackAttachment ─▶ JourneyStitcher
///                                                                                    │
///            rows ◀ FrictionAnalysis, Measures, ReportBuilder ◀ CustomerContext ◀────┘
/// ```
///
/// Customers are independent of each other, so any number may be analysed at once and their
/// results merged in any order. The order of a customer's vertices does not matter.
package struct CustomerAnalyzer: Sendable {
  private let settings: AnalysisSettings

  /// An analyzer with settings.
  package init(settings: AnalysisSettings) { self.settings = settings }

  /// What a customer contributes.
  package func analyze(
    _ customer: CustomerID, isAnonymous: Bool, _ vertices: [AssembledVertex]
  ) -> CustomerAnalysis {
    let sorted = SortedVertices(vertices)
    var items = InteractionAssembler(customer: customer).interactions(of: sorted.legs)
    RequestedCallbacks.settle(&items)
    var feedback = FeedbackAttachment(window: settings.gaps.feedback)
    feedback.attach(sorted.responses, to: &items)
    let drafts = stitch(&items)
    let reasons = ReasonIndex(items)
    let journeys = journeys(drafts, of: items, reasons)
    var context = CustomerContext(
      customer: customer, isAnonymous: isAnonymous, asOf: settings.asOf, zone: settings.zone,
      parameters: settings.parameters, interactions: items, journeys: journeys,
      reasons: reasons)
    let friction = FrictionAnalysis(context: context).run()
    context.journeys = friction.journeys
    let profile = CustomerProfile(sorted, publish: settings.publishAttributes)
    let customer = profile.customer(context)
    let persona = persona(of: customer, context, profile, friction.findings)
    context.persona = persona
    var report = ReportBuilder(context: context, findings: friction.findings).report()
    report.totals.feedbackNamed = feedback.named
    report.totals.feedbackNearest = feedback.nearest
    report.totals.feedbackUnattached = feedback.unattached
    report.totals.futureEvents = sorted.futureEvents
    report.sources = sorted.sources
    return rows(context, customer, friction.findings, report)
  }

  /// Who the customer is, judged by everything else that is known.
  private func persona(
    of customer: Customer, _ context: CustomerContext, _ profile: CustomerProfile,
    _ findings: [Finding]
  ) -> String? {
    guard !settings.personas.rules.isEmpty else { return nil }
    let active = findings.count { $0.suppressedBy == nil }
    var facts = PersonaFacts(context, attributes: profile.values, findings: active)
    facts.words[.preferredChannel] = customer.preferredChannel.map { [$0.name] } ?? []
    return settings.personas.persona(of: facts)
  }

  /// Sets journey, step, link and stage of interactions in order.
  private func stitch(_ items: inout [AssembledInteraction]) -> [JourneyDraft] {
    let drafts = JourneyStitcher(gaps: settings.gaps).stitch(items)
    for draft in drafts { place(draft, in: &items) }
    return drafts
  }

  private func journeys(
    _ drafts: [JourneyDraft], of items: [AssembledInteraction], _ reasons: ReasonIndex
  ) -> [StitchedJourney] {
    let rule = JourneyStatusRule(asOf: settings.asOf, gaps: settings.gaps)
    return drafts.map { draft in
      let members = draft.members.map { items[$0] }
      let status = rule.conclude(members) {
        reasons.isRepeated($0, within: settings.gaps.silence)
      }
      let builder = JourneyBuilder(customer: members[0].interaction.customer, asOf: settings.asOf)
      let journey = builder.journey(members, status: status, isCapped: draft.isCapped)
      return StitchedJourney(journey: journey, members: draft.members)
    }
  }

  private func place(_ draft: JourneyDraft, in items: inout [AssembledInteraction]) {
    let id = JourneyBuilder.id(of: items[draft.members[0]].interaction.id)
    let stages = StageRule.stages(of: draft.members.map { items[$0] })
    for (position, member) in draft.members.enumerated() {
      let membership = draft.memberships[position]
      items[member].interaction.journey = id
      items[member].interaction.step = Int32(position) + 1
      items[member].interaction.stage = stages[position]
      items[member].interaction.linkBasis = membership?.basis
      items[member].interaction.linkConfidencePermille = membership?.confidencePermille
      items[member].interaction.linkedTo = membership.map { items[$0.linkedTo].interaction.id }
    }
  }

  private func rows(
    _ context: CustomerContext, _ customer: Customer, _ findings: [Finding],
    _ report: ReportContent
  ) -> CustomerAnalysis {
    let journeys = context.journeys.sorted { $0.journey.id < $1.journey.id }
    let items = journeys.flatMap { $0.members.map { context.interactions[$0] } }
    var cells = Measures.all.flatMap { $0.cells(for: context) }.mergedByKey()
    // One customer has one persona, so that the order of the cells stays.
    for place in cells.indices { cells[place].key.persona = context.persona }
    var analysis = CustomerAnalysis(
      customer: customer, interactions: items.map(\.interaction),
      events: items.map { EventRows.rows(of: $0) }, journeys: journeys.map(\.journey),
      findings: findings, cells: cells, report: report)
    analysis.setPersona(context.persona)
    return analysis
  }
}
