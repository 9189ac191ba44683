import JourneyModel

/// The legs of one interaction, by start and exact reference.
struct LegGroup {
  /// The legs, the earliest first.
  var legs: [Leg]
  /// The position of the leg that each leg names as its predecessor; nil for none.
  var parents: [Int?]
}

/// Joins legs that name each other by `leg-of`, transitively.
enum LegGroups {
  /// The groups of a customer's legs, given in any order; the order of groups means nothing.
  static func groups(of legs: [Leg]) -> [LegGroup] {
    let legs = legs.sorted { left, right in
      if left.startedAt != right.startedAt { return left.startedAt < right.startedAt }
      return left.reference.exact < right.reference.exact
    }
    let index = ReferenceIndex(legs.map(\.reference))
    var sets = DisjointSets(count: legs.count)
    var named: [Int?] = Array(repeating: nil, count: legs.count)
    for (place, leg) in legs.enumerated() {
      for link in leg.links where link.kind == .legOf {
        guard let target = index.resolve(link.target), target != place else { continue }
        sets.unite(place, target)
        named[place] = named[place] ?? target
      }
    }
    return sets.members().map { group(of: $0, legs: legs, named: named) }
  }

  private static func group(of members: [Int], legs: [Leg], named: [Int?]) -> LegGroup {
    var positions: [Int: Int] = [:]
    for (position, member) in members.enumerated() { positions[member] = position }
    let parents = members.map { member in named[member].flatMap { positions[$0] } }
    return LegGroup(legs: members.map { legs[$0] }, parents: parents)
  }
}
