import JourneyModel

/// Makes the row of a journey from its interactions.
struct JourneyBuilder {
  /// The instant of every open state.
  let asOf: Instant
  /// Whether any source states orders.
  let hasOrders: Bool

  /// The row of a journey's interactions in order; what needs the path is the caller's.
  func journey(
    _ members: RowRange<Int32>, _ path: RowRange<UInt8>, _ conclusion: JourneyStatusRule.Conclusion,
    of stitched: StitchedRows
  ) -> JourneyRow {
    let positions = stitched.members[members]
    guard let start = positions.first, let end = positions.last else {
      preconditionFailure("a journey has at least one interaction")
    }
    let (first, last) = (stitched.rows[Int(start)], stitched.rows[Int(end)])
    var journey = JourneyRow(
      id: JourneyBuilder.id(of: first.id), variant: variant(stitched.texts[path]),
      startedAt: first.startedAt, members: members, path: path, status: conclusion.status,
      resolutionBasis: conclusion.basis, stage: stitched.steps[Int(end)].stage,
      firstChannel: first.channel, lastChannel: last.channel)
    journey.isProvisional = conclusion.isProvisional
    fill(&journey, positions, stitched.rows)
    journey.elapsedMilliseconds = max(
      0, (journey.endedAt ?? asOf).milliseconds(since: journey.startedAt))
    return journey
  }

  /// The id of the journey that begins with an interaction.
  static func id(of first: InteractionID) -> JourneyID {
    var hasher = StableHasher(domain: "journey")
    hasher.combine(first.hash)
    return JourneyID(hasher.finalize())
  }

  private func variant(_ path: RowSlice<UInt8>) -> StableHash128 {
    var hasher = StableHasher(domain: "variant")
    hasher.combine(bytes: path.bytes)
    return hasher.finalize()
  }

  private func fill(
    _ journey: inout JourneyRow, _ positions: RowSlice<Int32>, _ rows: RowSlice<InteractionRow>
  ) {
    var channels: UInt32 = 0
    var previous: Channel?
    var csat = Mean()
    var nps = Mean()
    var isOpen = false
    var cost = Total()
    var revenue = Total()
    var isConverted = false
    var human = positions.count
    var lastMoment = rows[Int(positions[0])].lastMoment
    for (step, position) in positions.enumerated() {
      let row = rows[Int(position)]
      channels |= 1 << UInt32(row.channel.rawValue)
      if let previous, previous != row.channel { journey.channelSwitches += 1 }
      previous = row.channel
      journey.transfers += row.transfers
      if journey.reason.isNone { journey.reason = row.reason }
      if human == positions.count, row.answeredAt != nil || row.hasAgentMessage { human = step }
      let time = TimeParts(of: row)
      journey.waitMilliseconds += time.wait
      journey.agentMilliseconds += time.agent
      journey.customerActiveMilliseconds += time.customer
      csat.add(row.csatPermille)
      nps.add(row.nps)
      cost.add(row.costMinor)
      if row.isConverted {
        isConverted = true
        revenue.add(row.revenueMinor)
      }
      isOpen = isOpen || row.isOpen
      lastMoment = max(lastMoment, row.lastMoment)
    }
    journey.endedAt = isOpen ? nil : lastMoment
    journey.channels = Int32(channels.nonzeroBitCount)
    journey.priorSteps = Int32(clamping: human)
    journey.csatPermille = csat.value
    journey.nps = nps.value
    journey.costMinor = cost.value
    journey.revenueMinor = isConverted ? revenue.value : nil
    journey.isConverted = hasOrders ? isConverted : nil
  }

  /// A sum that is nil if a part of it is.
  private struct Total {
    var value: Int64? = 0

    mutating func add(_ part: Int64?) {
      guard let sum = value, let part else { return value = nil }
      value = Int64(clamping: Int128(sum) + Int128(part))
    }
  }

  /// A mean rounded half up; nil of nothing.
  private struct Mean {
    var sum: Int64 = 0
    var count: Int64 = 0

    mutating func add(_ value: Int32?) {
      guard let value else { return }
      sum += Int64(value)
      count += 1
    }

    var value: Int32? { count == 0 ? nil : Int32((2 * sum + count) / (2 * count)) }
  }
}

/// A customer's interactions with what stitching says of them.
struct StitchedRows {
  /// The interactions by start, end and id.
  let rows: RowSlice<InteractionRow>
  /// For each interaction what stitching says of it.
  let steps: RowSlice<StepRow>
  /// The interactions of journeys, of the whole partition.
  let members: RowSlice<Int32>
  /// UTF-8 of the whole partition.
  let texts: RowSlice<UInt8>
}
