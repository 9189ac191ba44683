import JourneyModel

/// Interactions that name each other.
enum ExplicitLinks {
  /// Two interactions, by position.
  struct Pair: Hashable {
    /// The one that comes first in the customer's order.
    var earlier: Int
    /// The one behind it, whichever of the two names the other.
    var later: Int
  }

  /// Pairs of which one names the other, with at most a gap between them; sorted by the later and
  /// then the earlier, distinct.
  static func pairs(
    in range: RowRange<InteractionRow>, of partition: borrowing Partition,
    _ names: inout NameIndex, within gap: Int64
  ) -> [Pair] {
    let rows = partition.interactions[range]
    guard rows.count > 1, rows.contains(where: { !$0.links.isEmpty }) else { return [] }
    names.prepare(range, of: partition)
    var pairs: Set<Pair> = []
    for (position, row) in rows.enumerated() {
      for link in partition.vertices.links[row.links] {
        guard let found = names.resolve(link.target), found != position else { continue }
        let pair = Pair(earlier: min(position, found), later: max(position, found))
        guard rows[pair.earlier].gap(to: rows[pair.later]) <= gap else { continue }
        pairs.insert(pair)
      }
    }
    return pairs.sorted { ($0.later, $0.earlier) < ($1.later, $1.earlier) }
  }
}
