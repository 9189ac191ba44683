import JourneyModel

/// Interactions that name each other.
enum ExplicitLinks {
  /// Two interactions, by position.
  struct Pair: Hashable {
    /// The one that comes first in the customer's order.
    var earlier: Int
    /// The other.
    var later: Int
  }

  /// Pairs of which one names the other, with at most a gap between them; sorted by the later and
  /// then the earlier, distinct.
  static func pairs(in items: [AssembledInteraction], within gap: Int64) -> [Pair] {
    var owners: [Int] = []
    var references: [InteractionReference?] = []
    for (place, item) in items.enumerated() {
      for reference in item.references {
        owners.append(place)
        references.append(reference)
      }
    }
    let index = ReferenceIndex(references)
    var pairs: Set<Pair> = []
    for (place, item) in items.enumerated() {
      for link in item.links {
        guard let found = index.resolve(link.target), owners[found] != place else { continue }
        let pair = Pair(earlier: min(place, owners[found]), later: max(place, owners[found]))
        guard items[pair.earlier].gap(to: items[pair.later]) <= gap else { continue }
        pairs.insert(pair)
      }
    }
    return pairs.sorted { ($0.later, $0.earlier) < ($1.later, $1.earlier) }
  }
}

extension AssembledInteraction {
  /// Milliseconds from the end of this interaction to the start of a later one; 0 if they overlap.
  func gap(to later: AssembledInteraction) -> Int64 {
    max(0, later.interaction.startedAt.milliseconds(since: lastMoment))
  }
}
