import JourneyModel

/// Finds a customer's contacts about the same thing: interactions of exactly the same reason.
struct ReasonIndex: Sendable {
  /// A matter that was thought settled when the customer came again.
  struct Settlement: Equatable {
    /// The position of the interaction that settled it.
    var place: Int
    /// When it was settled.
    var at: Instant
    /// When it came back; nil if it did not.
    var until: Instant?
    /// The position of the settling event; nil if the end of a handled contact settled it.
    var event: Int?
  }

  /// The most settlements looked back on, so that no customer costs more than linear time.
  private static let maximumLookBack = 64

  /// The customer's contacts of each reason, in order.
  private var contacts: [String?: [Int]] = [:]
  private var settlements: [String: [Settlement]] = [:]
  private let items: [AssembledInteraction]

  /// An index of interactions in order.
  init(_ items: [AssembledInteraction]) {
    self.items = items
    for (place, item) in items.enumerated() {
      if item.isCustomerContact { contacts[item.interaction.reason, default: []].append(place) }
      guard let reason = item.interaction.reason else { continue }
      settlements[reason, default: []] += ReasonIndex.settlements(of: item, at: place)
    }
    for reason in Array(settlements.keys) {
      settlements[reason]?.sort { ($0.at, $0.place) < ($1.at, $1.place) }
    }
  }

  /// The next contact about the same thing as the interaction at `place`, in order.
  ///
  /// Unknown reasons are one reason. Only contacts that start within so many milliseconds of its
  /// start count.
  func nextContact(after place: Int, within window: Int64) -> Int? {
    let item = items[place]
    guard let same = contacts[item.interaction.reason],
      let next = same.firstInOrder(where: { $0 > place })
    else { return nil }
    let distance = items[next].interaction.startedAt.milliseconds(
      since: item.interaction.startedAt)
    return distance <= window ? next : nil
  }

  /// Whether the customer came again about the same known reason within so many milliseconds of
  /// an interaction's end.
  func isRepeated(_ item: AssembledInteraction, within window: Int64) -> Bool {
    let end = item.lastMoment
    guard let reason = item.interaction.reason, let same = contacts[reason],
      let next = same.firstInOrder(where: { items[$0].interaction.startedAt > end })
    else { return false }
    return items[next].interaction.startedAt.milliseconds(since: end) <= window
  }

  /// The latest settlement of the same known reason that still held when the interaction at
  /// `place` began, at most so many milliseconds before.
  func settlement(before place: Int, within window: Int64) -> Settlement? {
    let start = items[place].interaction.startedAt
    guard let reason = items[place].interaction.reason, let settled = settlements[reason] else {
      return nil
    }
    let end = settled.partitionPoint(where: { $0.at >= start })
    return settled[..<end].suffix(ReasonIndex.maximumLookBack).reversed()
      .prefix { start.milliseconds(since: $0.at) <= window }
      .first { settlement in
        guard settlement.place != place else { return false }
        return settlement.until.map { $0 >= start } ?? true
      }
  }

  private static func settlements(of item: AssembledInteraction, at place: Int) -> [Settlement] {
    if item.statusHistory.isSettled != nil {
      return item.statusHistory.settledPeriods.map {
        Settlement(place: place, at: $0.from, until: $0.until, event: $0.event)
      }
    }
    guard item.isSettled else { return [] }
    return [Settlement(place: place, at: item.lastMoment, until: nil, event: nil)]
  }
}

extension Array {
  /// The position of the first element for which a condition holds.
  ///
  /// It must hold for all elements after one for which it holds.
  fileprivate func partitionPoint(where condition: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if condition(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The first element for which such a condition holds.
  fileprivate func firstInOrder(where condition: (Element) -> Bool) -> Element? {
    let place = partitionPoint(where: condition)
    return place < count ? self[place] : nil
  }
}

extension AssembledInteraction {
  /// Whether the customer made contact by it: neither outbound nor a visit or task, nor a ticket
  /// that documents an interaction it is explicitly linked to.
  var isCustomerContact: Bool {
    let row = interaction
    if row.direction == .outbound || row.kind == .visit || row.kind == .task { return false }
    return !(row.kind == .ticket && row.linkBasis == .explicit)
  }
}
