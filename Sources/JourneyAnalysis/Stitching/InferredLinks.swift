import JourneyModel

/// Finds for an interaction the nearest earlier one that is likely the same matter.
///
/// ```
/// earlier              billing   billing / invoice   billing / refund   none known
/// billing / invoice    yes       yes                 no                 if it settled nothing
/// none known           if it settled nothing, whatever its reason
/// ```
///
/// Reasons are compatible if they are equal or one of them lies under the other. For each reason
/// and channel only the interaction that ended last can be the nearest, so a link is found without
/// looking back over the customer's history.
///
/// Memory is kept from customer to customer: 4 bytes for each reason there is, and 150 for each one
/// the customer has.
struct InferredLinks {
  private let gaps: JourneyGaps
  private let tree: ReasonTree
  private var byReason: [ReasonSlots] = []
  /// For each reason where it may stand in `byReason`; what stands there says whether it does.
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
    let node: UInt32
    /// Interactions of this very reason.
    var exact = ChannelSlots()
    /// Those, and interactions of reasons that lie under it.
    var below = ChannelSlots()
  }

  /// Links by the given gaps, with nothing before them.
  init(gaps: JourneyGaps, tree: ReasonTree) {
    precondition(Channel.allCases.count <= 16, "a channel has a slot")
    self.gaps = gaps
    self.tree = tree
    numbers = Array(repeating: 0, count: tree.count)
  }

  /// Forgets the customer before.
  mutating func removeAll() {
    byReason.removeAll(keepingCapacity: true)
    withoutReason = ChannelSlots()
    all = ChannelSlots()
  }

  /// The number of a reason among those of the customer; nil if there was none of it yet.
  private func number(of node: UInt32) -> Int? {
    let number = Int(numbers[Int(node)])
    return number < byReason.count && byReason[number].node == node ? number : nil
  }

  private mutating func numberOrNew(of node: UInt32) -> Int {
    if let number = number(of: node) { return number }
    numbers[Int(node)] = UInt32(byReason.count)
    byReason.append(ReasonSlots(node: node))
    return byReason.count - 1
  }

  /// Makes an interaction available to later ones.
  mutating func add(_ position: Int, in rows: RowSlice<InteractionRow>) {
    all.add(position, in: rows)
    var node = tree.node(of: rows[position].reason)
    if node == 0 { return withoutReason.add(position, in: rows) }
    byReason[numberOrNew(of: node)].exact.add(position, in: rows)
    while node != 0 {
      byReason[numberOrNew(of: node)].below.add(position, in: rows)
      node = tree.parent(of: node)
    }
  }

  /// The link of the interaction at `position` to an earlier one; nil if it begins a journey.
  func link(for position: Int, in rows: RowSlice<InteractionRow>) -> Membership? {
    let row = rows[position]
    let node = tree.node(of: row.reason)
    if node == 0 { return nearestUnsettled(to: row, among: all, in: rows) }
    if let found = nearestOfReason(node, to: row, in: rows) {
      return .reason(found, isSame: rows[found].reason == row.reason)
    }
    return nearestUnsettled(to: row, among: withoutReason, in: rows)
  }

  private func nearestOfReason(
    _ reason: UInt32, to row: InteractionRow, in rows: RowSlice<InteractionRow>
  ) -> Int? {
    var search = Search(row: row, rows: rows, resolved: gaps.resolved)
    var node = reason
    while node != 0 {
      if let number = number(of: node) {
        let slots = node == reason ? byReason[number].below : byReason[number].exact
        search.look(among: slots) { gaps.limit(from: $0, to: row) }
      }
      node = tree.parent(of: node)
    }
    return search.best?.position
  }

  private func nearestUnsettled(
    to row: InteractionRow, among slots: ChannelSlots, in rows: RowSlice<InteractionRow>
  ) -> Membership? {
    var search = Search(row: row, rows: rows, resolved: gaps.resolved)
    search.look(among: slots) { $0.isSettled ? -1 : gaps.unknownReason }
    return search.best.map { .timeOnly($0.position) }
  }

  /// Looks for the nearest interaction before one.
  private struct Search {
    let row: InteractionRow
    let rows: RowSlice<InteractionRow>
    /// After a settled interaction, for contacts the customer begins.
    let resolved: Int64
    /// The nearest so far.
    var best: (gap: Int64, position: Int)?

    /// Takes the candidate with the smallest gap within its limit that no cut separates; ties go to
    /// the one that comes last in order.
    mutating func look(among slots: ChannelSlots, limit: (InteractionRow) -> Int64) {
      for channel in 0..<Channel.allCases.count {
        let position = Int(slots.positions[channel])
        if position < 0 { continue }
        let gap = rows[position].gap(to: row)
        guard gap <= limit(rows[position]), !isCut(rows[position], gap: gap) else { continue }
        if let other = best, (other.gap, -other.position) < (gap, -position) { continue }
        best = (gap, position)
      }
    }

    /// Whether a settled matter lies so far back that a contact of the customer begins a new one.
    private func isCut(_ earlier: InteractionRow, gap: Int64) -> Bool {
      earlier.isSettled && row.direction != .outbound && gap > resolved
    }
  }
}
