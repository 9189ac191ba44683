import JourneyModel

/// Makes the row of a journey from its interactions; friction and effort are filled in later.
struct JourneyBuilder {
  /// Whose journey it is.
  let customer: CustomerID
  /// The instant of every open state.
  let asOf: Instant

  /// The row of a journey's interactions in order.
  func journey(
    _ items: [AssembledInteraction], status: JourneyStatusRule.Conclusion, isCapped: Bool
  ) -> Journey {
    guard let first = items.first, let last = items.last else {
      preconditionFailure("a journey has at least one interaction")
    }
    let rows = items.map(\.interaction)
    let path = rows.map(\.kind.name).joined(separator: ">")
    var journey = Journey(
      id: JourneyBuilder.id(of: first.interaction.id), customer: customer,
      startedAt: first.interaction.startedAt, firstChannel: first.interaction.channel, path: path,
      variant: StableHash128(domain: "variant", path))
    journey.endedAt = items.contains(where: \.isOpen) ? nil : items.map(\.lastMoment).max()
    journey.status = status.status
    journey.resolutionBasis = status.basis
    journey.isProvisional = status.isProvisional
    journey.isCapped = isCapped
    journey.reason = rows.lazy.compactMap(\.reason).first
    journey.stage = last.interaction.stage
    journey.lastChannel = last.interaction.channel
    journey.elapsedMilliseconds = max(
      0, (journey.endedAt ?? asOf).milliseconds(since: journey.startedAt))
    fillCounts(&journey, items)
    fillTimes(&journey, items)
    fillScores(&journey, rows)
    return journey
  }

  /// The id of the journey that begins with an interaction.
  static func id(of first: InteractionID) -> JourneyID {
    var hasher = StableHasher(domain: "journey")
    hasher.combine(first.hash)
    return JourneyID(hasher.finalize())
  }

  private func fillCounts(_ journey: inout Journey, _ items: [AssembledInteraction]) {
    let rows = items.map(\.interaction)
    journey.interactions = Int32(clamping: rows.count)
    journey.channels = Int32(clamping: Set(rows.map(\.channel)).count)
    let switches = zip(rows, rows.dropFirst()).count { $0.channel != $1.channel }
    journey.channelSwitches = Int32(clamping: switches)
    journey.transfers = rows.reduce(0) { $0 + $1.transfers }
    let human = items.firstIndex(where: JourneyBuilder.hasHuman) ?? items.count
    journey.priorSteps = Int32(clamping: human)
  }

  private func fillTimes(_ journey: inout Journey, _ items: [AssembledInteraction]) {
    for item in items {
      let row = item.interaction
      journey.waitMilliseconds += row.waitMilliseconds ?? 0
      journey.agentMilliseconds += TimeParts(of: item).agent
      journey.customerActiveMilliseconds += TimeParts(of: item).customer
    }
  }

  private func fillScores(_ journey: inout Journey, _ rows: [Interaction]) {
    journey.csatPermille = JourneyBuilder.mean(rows.compactMap(\.csatPermille))
    journey.nps = JourneyBuilder.mean(rows.compactMap(\.nps))
  }

  /// The mean rounded half up; nil of nothing.
  private static func mean(_ values: [Int32]) -> Int32? {
    guard !values.isEmpty else { return nil }
    let sum = values.reduce(Int64(0)) { $0 + Int64($1) }
    return Int32((2 * sum + Int64(values.count)) / (2 * Int64(values.count)))
  }

  /// Whether the customer met a human in an interaction.
  private static func hasHuman(_ item: AssembledInteraction) -> Bool {
    item.interaction.answeredAt != nil
      || item.events.contains { $0.activity == .messageOut && $0.statement.by == .agent }
  }
}
