package import JourneyModel

/// Finds a customer's contacts about the same thing: interactions of exactly the same reason.
///
/// Two sorted lists, so that neither a customer of one contact nor one of a million costs more than
/// sorting them.
package struct ReasonIndex {
  /// A contact of the customer.
  package struct ContactRow: BitwiseCopyable, Sendable {
    var reason: Symbol
    var position: Int32
  }

  /// A matter that was thought settled when the customer came again.
  package struct Settlement: BitwiseCopyable, Sendable {
    /// What it was about.
    var reason: Symbol
    /// The position of the interaction that settled it.
    package var position: Int32
    /// When it was settled.
    package var at: Instant
    /// When it came back; nil if it did not.
    @Sentinel package var until: Instant? = nil
    /// The position of the settling event; nil if the end of a handled contact settled it.
    @Sentinel package var event: Int32? = nil
  }

  /// The most settlements looked back on, so that no customer costs more than linear time.
  private static let maximumLookBack = 64

  private let interactions: RowSlice<InteractionRow>
  private let contacts: RowSlice<ContactRow>
  private let settlements: RowSlice<Settlement>
  /// The contacts in order, by position.
  private let ordered: RowSlice<Int32>

  /// The lists an index is made of, reused from customer to customer.
  package struct Lists: ~Copyable {
    var contacts = RowList<ContactRow>()
    var settlements = RowList<Settlement>()
    var ordered = RowList<Int32>()

    package init() {}
  }

  /// An index of interactions in order; `lists` keeps it until the next one is made.
  init(
    _ interactions: RowSlice<InteractionRow>, _ steps: RowSlice<StepRow>,
    settlements periods: RowSlice<SettlementRow>, in lists: inout Lists
  ) {
    lists.contacts.removeAll()
    lists.settlements.removeAll()
    lists.ordered.removeAll()
    for (position, row) in interactions.enumerated() {
      let position = Int32(clamping: position)
      if row.isCustomerContact(steps[Int(position)], among: interactions) {
        lists.contacts.append(ContactRow(reason: row.reason, position: position))
        lists.ordered.append(position)
      }
      if !row.reason.isNone { ReasonIndex.add(row, position, periods, to: &lists.settlements) }
    }
    lists.contacts.sort { ($0.reason, $0.position) < ($1.reason, $1.position) }
    lists.settlements.sort { ($0.reason, $0.at, $0.position) < ($1.reason, $1.at, $1.position) }
    self.interactions = interactions
    contacts = lists.contacts.all
    settlements = lists.settlements.all
    ordered = lists.ordered.all
  }

  /// The next contact about the same thing as the interaction at `position`, in order.
  ///
  /// Unknown reasons are one reason. Only contacts that start within so many milliseconds of its
  /// start count.
  package func nextContact(after position: Int, within window: Int64) -> Int? {
    let row = interactions[position]
    let next = contacts.partitionPoint { contact in
      (contact.reason, contact.position) > (row.reason, Int32(clamping: position))
    }
    guard next < contacts.count, contacts[next].reason == row.reason else { return nil }
    let other = Int(contacts[next].position)
    let distance = interactions[other].startedAt.milliseconds(since: row.startedAt)
    return distance <= window ? other : nil
  }

  /// The last contact about the same thing before the interaction at `position`, in order.
  ///
  /// Unknown reasons are one reason. Only contacts that started within so many milliseconds before
  /// its start count.
  package func previousContact(before position: Int, within window: Int64) -> Int? {
    let row = interactions[position]
    let next = contacts.partitionPoint { contact in
      (contact.reason, contact.position) >= (row.reason, Int32(clamping: position))
    }
    guard next > 0, contacts[next - 1].reason == row.reason else { return nil }
    let other = Int(contacts[next - 1].position)
    return isWithin(other, position, window) ? other : nil
  }

  /// The next contact of the customer after the interaction at `position`, in order.
  package func nextContactOfAnyReason(
    after position: Int, within window: Int64 = .max
  ) -> Int? {
    let next = ordered.partitionPoint { $0 > position }
    guard next < ordered.count else { return nil }
    return isWithin(position, Int(ordered[next]), window) ? Int(ordered[next]) : nil
  }

  /// The last contact of the customer before the interaction at `position`, in order.
  package func previousContactOfAnyReason(before position: Int, within window: Int64) -> Int? {
    let next = ordered.partitionPoint { $0 >= position }
    guard next > 0 else { return nil }
    return isWithin(Int(ordered[next - 1]), position, window) ? Int(ordered[next - 1]) : nil
  }

  /// Whether a contact starts more than `least` and at most `most` milliseconds after an instant.
  package func hasContact(after instant: Instant, between least: Int64, and most: Int64) -> Bool {
    let first = ordered.partitionPoint { position in
      interactions[Int(position)].startedAt.milliseconds(since: instant) > least
    }
    guard first < ordered.count else { return false }
    return interactions[Int(ordered[first])].startedAt.milliseconds(since: instant) <= most
  }

  /// Whether two interactions start at most so many milliseconds apart.
  private func isWithin(_ earlier: Int, _ later: Int, _ window: Int64) -> Bool {
    let start = interactions[earlier].startedAt
    return interactions[later].startedAt.milliseconds(since: start) <= window
  }

  /// Whether the customer came again about the same known reason within so many milliseconds of
  /// an interaction's end.
  func isRepeated(_ row: InteractionRow, within window: Int64) -> Bool {
    let end = row.lastMoment
    if row.reason.isNone { return false }
    let next = contacts.partitionPoint { contact in
      contact.reason != row.reason
        ? contact.reason > row.reason : interactions[Int(contact.position)].startedAt > end
    }
    guard next < contacts.count, contacts[next].reason == row.reason else { return false }
    let start = interactions[Int(contacts[next].position)].startedAt
    return start.milliseconds(since: end) <= window
  }

  /// The latest settlement of the same known reason that still held when the interaction at
  /// `position` began, at most so many milliseconds before.
  package func settlement(before position: Int, within window: Int64) -> Settlement? {
    let row = interactions[position]
    if row.reason.isNone { return nil }
    let start = row.startedAt
    let end = settlements.partitionPoint { settlement in
      settlement.reason != row.reason ? settlement.reason > row.reason : settlement.at >= start
    }
    for index in stride(from: end - 1, through: max(0, end - ReasonIndex.maximumLookBack), by: -1) {
      let settlement = settlements[index]
      guard settlement.reason == row.reason, start.milliseconds(since: settlement.at) <= window
      else { return nil }
      if Int(settlement.position) == position { continue }
      if settlement.until.map({ $0 >= start }) ?? true { return settlement }
    }
    return nil
  }

  private static func add(
    _ row: InteractionRow, _ position: Int32, _ periods: RowSlice<SettlementRow>,
    to settlements: inout RowList<Settlement>
  ) {
    if row.isSettledByStatus != nil {
      for period in periods[row.settlements] {
        var settlement = Settlement(reason: row.reason, position: position, at: period.at)
        settlement.until = period.until
        settlement.event = period.event
        settlements.append(settlement)
      }
    } else if row.isSettled {
      settlements.append(Settlement(reason: row.reason, position: position, at: row.lastMoment))
    }
  }
}

extension RandomAccessCollection where Index == Int {
  /// The position of the first element for which a condition holds.
  ///
  /// It must hold for all elements after one for which it holds.
  func partitionPoint(where condition: (Element) -> Bool) -> Int {
    var low = startIndex
    var high = endIndex
    while low < high {
      let middle = (low + high) / 2
      if condition(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
