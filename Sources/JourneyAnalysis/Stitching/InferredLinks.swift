import JourneyModel

/// Finds for an interaction the nearest earlier one that is likely the same matter.
///
/// Reasons are compatible if their first levels (before " / ") are equal. For each first level and
/// channel only the interaction that ended last can be the nearest, so a link is found without
/// looking back over the customer's history.
///
/// Memory is kept from customer to customer: 4 bytes for each first level there is, and 80 for each
/// one the customer has.
struct InferredLinks {
  private let gaps: JourneyGaps
  private let levels: ReasonLevels
  private var byReason: [ReasonSlots] = []
  /// For each first level where it may stand in `byReason`; what stands there says whether it does.
  private var numbers: [UInt32]
  private var withoutReason = ChannelSlots()
  private var all = ChannelSlots()

  /// For each channel the interaction that ended last; −1 for none.
  private struct ChannelSlots {
    private(set) var positions = SIMD16<Int32>(repeating: -1)

    mutating func add(_ position: Int, in rows: RowSlice<InteractionRow>) {
      let slot = Int(rows[position].channel.rawValue)
      let other = Int(positions[slot])
      if other >= 0, rows[other].lastMoment > rows[position].lastMoment { return }
      positions[slot] = Int32(clamping: position)
    }
  }

  private struct ReasonSlots {
    let level: UInt32
    var slots = ChannelSlots()
  }

  /// Links by the given gaps, with nothing before them.
  init(gaps: JourneyGaps, levels: ReasonLevels) {
    precondition(Channel.allCases.count <= 16, "a channel has a slot")
    self.gaps = gaps
    self.levels = levels
    numbers = Array(repeating: 0, count: levels.count)
  }

  /// Forgets the customer before.
  mutating func removeAll() {
    byReason.removeAll(keepingCapacity: true)
    withoutReason = ChannelSlots()
    all = ChannelSlots()
  }

  /// The number of a first level among those of the customer; nil if there was none of it yet.
  private func number(of level: UInt32) -> Int? {
    let number = Int(numbers[Int(level)])
    return number < byReason.count && byReason[number].level == level ? number : nil
  }

  /// Makes an interaction available to later ones.
  mutating func add(_ position: Int, in rows: RowSlice<InteractionRow>) {
    all.add(position, in: rows)
    let reason = rows[position].reason
    if reason.isNone {
      withoutReason.add(position, in: rows)
    } else {
      let level = levels.first(of: reason)
      if let number = number(of: level) {
        byReason[number].slots.add(position, in: rows)
      } else {
        numbers[Int(level)] = UInt32(byReason.count)
        var added = ReasonSlots(level: level)
        added.slots.add(position, in: rows)
        byReason.append(added)
      }
    }
  }

  /// The link of the interaction at `position` to an earlier one; nil if it begins a journey.
  func link(for position: Int, in rows: RowSlice<InteractionRow>) -> Membership? {
    let row = rows[position]
    let unknown = gaps.unknownReason
    if row.reason.isNone {
      return nearest(to: row, among: all, in: rows) { _ in unknown }.map { .timeOnly($0) }
    }
    if let number = number(of: levels.first(of: row.reason)) {
      let found = nearest(to: row, among: byReason[number].slots, in: rows) { earlier in
        gaps.limit(from: earlier.channel, to: row.channel)
      }
      if let found { return .reason(found, isSame: rows[found].reason == row.reason) }
    }
    return nearest(to: row, among: withoutReason, in: rows) { _ in unknown }
      .map { .timeOnly($0) }
  }

  /// The candidate with the smallest gap within its limit that no cut separates; ties go to the
  /// one that comes last in order.
  private func nearest(
    to row: InteractionRow, among slots: ChannelSlots, in rows: RowSlice<InteractionRow>,
    limit: (InteractionRow) -> Int64
  ) -> Int? {
    var best: (gap: Int64, position: Int)?
    for channel in 0..<Channel.allCases.count {
      let position = Int(slots.positions[channel])
      if position < 0 { continue }
      let gap = rows[position].gap(to: row)
      guard gap <= limit(rows[position]), !isCut(rows[position], from: row, gap: gap) else {
        continue
      }
      if let other = best, (other.gap, -other.position) < (gap, -position) { continue }
      best = (gap, position)
    }
    return best?.position
  }

  /// Whether a settled matter lies so far back that a contact of the customer begins a new one.
  private func isCut(_ earlier: InteractionRow, from later: InteractionRow, gap: Int64) -> Bool {
    earlier.isSettled && later.direction != .outbound && gap > gaps.resolved
  }
}
