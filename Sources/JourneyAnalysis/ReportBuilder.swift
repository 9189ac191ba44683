import JourneyModel

/// One customer's part of the report.
struct ReportBuilder {
  /// The customer, with effort in the journeys.
  let context: CustomerContext
  /// All findings.
  let findings: [Finding]

  /// The partial report; feedback counts, future events and sources are the caller's.
  func report() -> ReportContent {
    var report = ReportContent()
    let active = findings.filter { $0.suppressedBy == nil }
    fillTotals(&report.totals, active: active)
    fillMaps(&report)
    addFindings(active, to: &report)
    addChecks(to: &report)
    return report
  }

  private func fillTotals(_ totals: inout ReleaseTotals, active: [Finding]) {
    let journeys = context.journeys.map(\.journey)
    totals.interactions = Int64(context.interactions.count)
    totals.events = context.interactions.reduce(0) { $0 + Int64($1.events.count) }
    totals.journeys = Int64(journeys.count)
    totals.multiChannelJourneys = Int64(journeys.count { $0.channels > 1 })
    totals.openJourneys = Int64(journeys.count { $0.status == .open })
    totals.customers = 1
    totals.anonymousCustomers = context.isAnonymous ? 1 : 0
    totals.findings = Int64(active.count)
    totals.journeysWithFindings = Int64(journeys.count { $0.findings > 0 })
  }

  private func fillMaps(_ report: inout ReportContent) {
    var processMap = ProcessMapBuilder()
    for stitched in context.journeys {
      let items = stitched.members.map { context.interactions[$0] }
      processMap.add(items)
      addVariant(stitched.journey, to: &report)
      for item in items { addToJourneyMap(item.interaction, &report) }
      for (one, other) in zip(items, items.dropFirst()) {
        let pair = ChannelPair(from: one.interaction.channel, to: other.interaction.channel)
        if pair.from != pair.to { report.channelSwitches[pair, default: 0] += 1 }
      }
    }
    report.processMap = processMap.map
  }

  private func addVariant(_ journey: Journey, to report: inout ReportContent) {
    var variant = Variant(path: journey.path, example: journey.id)
    variant.journeys = 1
    variant.resolved = journey.status == .resolved ? 1 : 0
    variant.findings = Int64(journey.findings)
    variant.elapsedMilliseconds.record(journey.elapsedMilliseconds)
    report.variants.add(variant, to: journey.variant) { $0.merge($1) }
  }

  private func addToJourneyMap(_ row: Interaction, _ report: inout ReportContent) {
    guard let stage = row.stage else { return }
    let key = JourneyMapKey(
      stage: stage, channel: row.channel, persona: context.persona)
    report.journeyMap[key, default: JourneyMapCell()].count(row)
  }

  private func addFindings(_ active: [Finding], to report: inout ReportContent) {
    var rows: [InteractionID: Interaction] = [:]
    for item in context.interactions { rows[item.interaction.id] = item.interaction }
    var reasons: [JourneyID: String] = [:]
    for stitched in context.journeys { reasons[stitched.journey.id] = stitched.journey.reason }
    var lastJourney: [FrictionKey: JourneyID] = [:]
    for finding in active {
      if let row = rows[finding.interaction], let stage = row.stage {
        let key = JourneyMapKey(
          stage: stage, channel: row.channel, persona: context.persona)
        report.journeyMap[key]?.findings += 1
        report.journeyMap[key]?.detectors[finding.detector, default: 0] += 1
      }
      let key = FrictionKey(
        detector: finding.detector, place: finding.place, reason: reasons[finding.journey])
      // Findings come by journey, so a journey is new to a key if it was not the key's last.
      let isNewJourney = lastJourney.updateValue(finding.journey, forKey: key) != finding.journey
      let point = point(finding, isNewJourney: isNewJourney)
      report.friction.add(point, to: key) { $0.merge($1) }
      report.friction[key]?.customers = 1
    }
  }

  private func point(_ finding: Finding, isNewJourney: Bool) -> FrictionPoint {
    var point = FrictionPoint()
    point.findings = 1
    point.journeys = isNewJourney ? 1 : 0
    point.points = Int64(finding.points)
    point.customerActiveMilliseconds = finding.customerActiveMilliseconds
    point.customerElapsedMilliseconds = finding.customerElapsedMilliseconds
    point.agentMilliseconds = finding.agentMilliseconds
    point.avoidable = Int64(finding.avoidable)
    point.examples = [finding]
    return point
  }

  private func addChecks(to report: inout ReportContent) {
    for item in context.interactions {
      for count in item.checks {
        let agreement = agreement(item.interaction, count.value)
        let key = CheckKey(source: count.source, check: count.value.check)
        report.checks.add(agreement, to: key) { $0.merge($1) }
      }
    }
  }

  private func agreement(_ row: Interaction, _ theirs: CheckValue) -> CheckAgreement {
    let ours: Int64 =
      switch theirs.check {
      case .reopens: Int64(row.reopens)
      case .reassignments: Int64(row.reassignments)
      case .transfers: Int64(row.transfers)
      case .waitMs: row.waitMilliseconds ?? 0
      case .handleMs:
        (row.talkMilliseconds ?? 0) + (row.holdMilliseconds ?? 0) + (row.wrapMilliseconds ?? 0)
      }
    var agreement = CheckAgreement()
    agreement.compared = 1
    if ours == theirs.value {
      agreement.agreed = 1
    } else {
      agreement.disagreeing = [
        CheckDisagreement(
          interaction: row.id, nativeID: row.nativeID, theirs: theirs.value, ours: ours)
      ]
    }
    return agreement
  }
}

extension JourneyMapCell {
  /// Counts an interaction.
  fileprivate mutating func count(_ row: Interaction) {
    interactions += 1
    if let score = row.csatPermille {
      scores += 1
      scorePermilleSum += Int64(score)
    }
    if let wait = row.waitMilliseconds { waitMilliseconds.record(wait) }
    if let queue = row.queue { queues[queue, default: 0] += 1 }
  }
}
