import JourneyModel

/// Which vertices the overrides are about, and what they make of them.
struct AppliedOverrides: ~Copyable {
  private let overrides: IdentityOverrides
  private let memory: IdentityMemory
  /// Vertices that are said to be one customer, and the first vertex of each set of identifiers.
  private var united: ScratchRows<PairRow>
  private var firsts: [UInt32?]
  /// Vertices, and the sides of pairs they are on.
  private var separated: ScratchRows<PairRow>
  /// The identifiers of overrides that a vertex carries.
  private var met: Set<RankedToken> = []

  init(_ overrides: IdentityOverrides, memory: IdentityMemory) {
    self.overrides = overrides
    self.memory = memory
    united = memory.rows("overrides")
    firsts = Array(repeating: nil, count: overrides.setCount)
    separated = memory.rows("separated")
  }

  /// Notes what is said about an identifier of a vertex.
  mutating func add(_ row: TokenRow) throws(ScratchError) {
    if overrides.isEmpty { return }
    let (set, sides) = (overrides.set(of: row.token), overrides.sides(of: row.token))
    if set == nil && sides.isEmpty { return }
    met.insert(row.token)
    if let set {
      try united.append(PairRow(from: firsts[set] ?? row.vertex, to: row.vertex))
      firsts[set] = firsts[set] ?? row.vertex
    }
    for side in sides { try separated.append(PairRow(from: row.vertex, to: side)) }
  }

  /// Unites whom somebody said to be one customer.
  mutating func unite(_ groups: inout DisjointSets) throws(ScratchError) {
    united.rewind()
    while let pair = try united.next() { groups.unite(Int(pair.from), Int(pair.to)) }
  }

  /// Gives whoever is on a side of a pair the id that keeps it apart, but not where one group is
  /// on both; returns what of the overrides has no effect.
  mutating func separate(
    _ groups: borrowing DisjointSets, into tokens: inout RowSorter<TokenRow>
  ) throws(ScratchError) -> [IdleOverride] {
    if overrides.isEmpty { return [] }
    let void = try pairsOfOneGroup(groups)
    separated.rewind()
    while let row = try separated.next() {
      if void.contains(row.to / 2) { continue }
      try tokens.append(TokenRow(token: overrides.id(of: row.to), vertex: row.from))
    }
    return overrides.idle(met: met, void: void)
  }

  /// The pairs of which some group is on both sides.
  private mutating func pairsOfOneGroup(
    _ groups: borrowing DisjointSets
  ) throws(ScratchError) -> Set<UInt32> {
    var sorter: RowSorter<PairRow> = memory.sorter("sides", bytes: memory.bytes / 32)
    separated.rewind()
    while let row = try separated.next() {
      let group = UInt32(groups.flatRoot(of: Int(row.from)))
      try sorter.append(PairRow(from: group, to: row.to))
    }
    var pairs: Set<UInt32> = []
    var sides = try sorter.finish()
    var last: PairRow?
    while let side = try sides.next() {
      if let last, last.from == side.from, last.to ^ 1 == side.to { pairs.insert(side.to / 2) }
      last = side
    }
    return pairs
  }
}
