import JourneyModel

/// Finds interactions that name each other; its memory is kept from customer to customer.
struct ExplicitLinks {
  /// Two interactions, by position.
  struct Pair: Equatable {
    /// The one that comes first in the customer's order.
    var earlier: Int
    /// The one behind it, whichever of the two names the other.
    var later: Int
    /// Whether the later one names the earlier as what it is about or goes on with: no callback, no
    /// follow-up.
    var isReturn = false
  }

  /// The pairs found last, sorted by the later and then the earlier, distinct.
  private(set) var pairs: [Pair] = []

  /// Finds pairs of which one names the other, with at most a gap between them.
  mutating func find(
    in range: RowRange<InteractionRow>, of partition: borrowing Partition,
    _ names: inout NameIndex, within gap: Int64
  ) {
    pairs.removeAll(keepingCapacity: true)
    let rows = partition.interactions[range]
    guard rows.count > 1, rows.contains(where: { !$0.links.isEmpty }) else { return }
    names.prepare(range, of: partition)
    for (position, row) in rows.enumerated() {
      let links = partition.vertices.links[row.links]
      for link in links where link.kind != .quotes {
        guard let found = names.resolve(link.target) else { continue }
        add(position, found, isNaming: link.kind == .continues || link.kind == .about)
      }
      if links.contains(where: { $0.kind == .quotes }) {
        names.prepareQuotes(range, of: partition)
        if let found = quoted(by: position, in: links, names) {
          add(position, found, isNaming: true)
        }
      }
    }
    pairs.removeAll { rows[$0.earlier].gap(to: rows[$0.later]) > gap }
    if pairs.count < 2 { return }
    pairs.sort { left, right in
      if left.later != right.later { return left.later < right.later }
      return left.earlier != right.earlier
        ? left.earlier < right.earlier : !left.isReturn && right.isReturn
    }
    keepDistinct()
  }

  private mutating func add(_ position: Int, _ found: Int, isNaming: Bool) {
    if found == position { return }
    pairs.append(
      Pair(
        earlier: min(position, found), later: max(position, found),
        isReturn: position > found && isNaming))
  }

  /// The interaction whose id a text quotes; of several the nearest earlier one, else the first
  /// later one, or a text about two matters would make one of them.
  private func quoted(
    by position: Int, in links: RowSlice<Link>, _ names: NameIndex
  ) -> Int? {
    var earlier: Int?
    var later: Int?
    for link in links where link.kind == .quotes {
      guard let found = names.resolveQuote(link.target), found != position else { continue }
      if found < position {
        earlier = max(earlier ?? found, found)
      } else {
        later = min(later ?? found, found)
      }
    }
    return earlier ?? later
  }

  private mutating func keepDistinct() {
    var kept = 1
    for number in 1..<pairs.count where pairs[number] != pairs[kept - 1] {
      pairs[kept] = pairs[number]
      kept += 1
    }
    pairs.removeLast(pairs.count - kept)
  }
}
