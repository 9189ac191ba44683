import JourneyModel

/// Finds interactions that name each other; its memory is kept from customer to customer.
struct ExplicitLinks {
  /// Two interactions, by position.
  struct Pair: Equatable {
    /// The one that comes first in the customer's order.
    var earlier: Int
    /// The one behind it, whichever of the two names the other.
    var later: Int
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
        let pair = Pair(earlier: min(position, found), later: max(position, found))
        guard rows[pair.earlier].gap(to: rows[pair.later]) <= gap else { continue }
        pairs.append(pair)
      }
    }
    if pairs.count < 2 { return }
    pairs.sort { ($0.later, $0.earlier) < ($1.later, $1.earlier) }
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
