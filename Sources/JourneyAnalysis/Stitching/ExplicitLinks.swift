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
      for link in partition.vertices.links[row.links] {
        guard let found = names.resolve(link.target), found != position else { continue }
        let isReturn = position > found && (link.kind == .continues || link.kind == .about)
        let pair = Pair(
          earlier: min(position, found), later: max(position, found), isReturn: isReturn)
        guard rows[pair.earlier].gap(to: rows[pair.later]) <= gap else { continue }
        pairs.append(pair)
      }
    }
    if pairs.count < 2 { return }
    pairs.sort { left, right in
      if left.later != right.later { return left.later < right.later }
      return left.earlier != right.earlier
        ? left.earlier < right.earlier : !left.isReturn && right.isReturn
    }
    keepDistinct()
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
