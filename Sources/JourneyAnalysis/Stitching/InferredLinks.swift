import JourneyModel

/// Finds for an interaction the nearest earlier one that is likely the same matter.
///
/// Reasons are compatible if their first levels (before " / ") are equal. For each first level and
/// channel only the interaction that ended last can be the nearest, so a link is found without
/// looking back over the customer's history.
struct InferredLinks {
  private let gaps: JourneyGaps
  private var byReason: [Substring: ChannelSlots] = [:]
  private var withoutReason = ChannelSlots()
  private var all = ChannelSlots()

  /// For each channel the interaction that ended last.
  private struct ChannelSlots {
    var places: [Int?] = Array(repeating: nil, count: Channel.allCases.count)

    mutating func add(_ place: Int, _ item: AssembledInteraction, in items: [AssembledInteraction])
    {
      let slot = Int(item.interaction.channel.rawValue)
      if let other = places[slot], items[other].lastMoment > item.lastMoment { return }
      places[slot] = place
    }
  }

  /// Links by the given gaps, with nothing before them.
  init(gaps: JourneyGaps) { self.gaps = gaps }

  /// Makes an interaction available to later ones.
  mutating func add(_ place: Int, _ item: AssembledInteraction, in items: [AssembledInteraction]) {
    all.add(place, item, in: items)
    if let reason = item.interaction.reason {
      byReason[reason.firstLevel, default: ChannelSlots()].add(place, item, in: items)
    } else {
      withoutReason.add(place, item, in: items)
    }
  }

  /// The link of the interaction at `place` to an earlier one; nil if it begins a journey.
  func link(for place: Int, in items: [AssembledInteraction]) -> Membership? {
    let item = items[place]
    let unknown = gaps.unknownReason
    guard let reason = item.interaction.reason else {
      return nearest(to: item, among: all, in: items) { _ in unknown }.map { .timeOnly($0) }
    }
    if let slots = byReason[reason.firstLevel] {
      let found = nearest(to: item, among: slots, in: items) { earlier in
        gaps.limit(from: earlier.interaction.channel, to: item.interaction.channel)
      }
      if let found {
        return .reason(found, isSame: items[found].interaction.reason == reason)
      }
    }
    return nearest(to: item, among: withoutReason, in: items) { _ in unknown }
      .map { .timeOnly($0) }
  }

  /// The candidate with the smallest gap within its limit that no cut separates; ties go to the
  /// one that comes last in order.
  private func nearest(
    to item: AssembledInteraction, among slots: ChannelSlots, in items: [AssembledInteraction],
    limit: (AssembledInteraction) -> Int64
  ) -> Int? {
    var best: (gap: Int64, place: Int)?
    for case let place? in slots.places {
      let gap = items[place].gap(to: item)
      guard gap <= limit(items[place]), !isCut(items[place], from: item, gap: gap) else {
        continue
      }
      if let other = best, (other.gap, -other.place) < (gap, -place) { continue }
      best = (gap, place)
    }
    return best?.place
  }

  /// Whether a settled matter lies so far back that a contact of the customer begins a new one.
  private func isCut(
    _ earlier: AssembledInteraction, from later: AssembledInteraction, gap: Int64
  ) -> Bool {
    earlier.isSettled && later.interaction.direction != .outbound && gap > gaps.resolved
  }
}

extension String {
  /// The most general part of a reason: what stands before the first " / ".
  var firstLevel: Substring {
    var from = utf8.startIndex
    while let space = utf8[from...].firstIndex(of: UInt8(ascii: " ")) {
      if utf8[space...].starts(with: " / ".utf8) { return self[..<space] }
      from = utf8.index(after: space)
    }
    return self[...]
  }
}
