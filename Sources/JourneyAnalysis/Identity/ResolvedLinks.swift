import JourneyModel

/// The references of vertices, resolved to legs: by exact name, else by the name without the kind,
/// of which the smallest exact name is meant (as `ReferenceIndex` does it within one customer).
///
/// Legs and references are both sorted by name and read side by side; no index is kept.
struct ResolvedLinks: ~Copyable {
  /// Legs and other interactions they refer to.
  var pairs: ScratchRows<PairRow>
  /// The same with the names of what is referred to.
  private(set) var matters: RowSorter<OwnedName>
  /// The legs surveys are about.
  private(set) var surveyed: RowSorter<OwnedName>
  /// The vertices of references to what is in no source, one for each.
  private(set) var dangling: RowSorter<PairRow>

  private let memory: IdentityMemory
  private let sortBytes: Int

  /// Nothing resolved yet; each sorter takes an eighth of what is free beside the vertices.
  init(memory: IdentityMemory, vertices: Int) {
    self.memory = memory
    sortBytes = memory.free(beside: vertices) / 8
    pairs = memory.rows("links")
    dangling = memory.sorter("dangling", bytes: sortBytes / 4)
    matters = memory.sorter("matters", bytes: sortBytes)
    surveyed = memory.sorter("surveyed", bytes: sortBytes)
  }

  /// Resolves references and unites legs of one interaction, and legs of one exact name, so that a
  /// leg added in two parts is still one vertex.
  mutating func resolve(
    _ links: consuming SortedRows<LinkRow>, linkCount: Int,
    legs: consuming SortedRows<HashedVertex>,
    names: inout ScratchRows<InteractionReference>, groups: inout DisjointSets
  ) throws(ScratchError) {
    var wanted = HashFilter(expecting: linkCount, maximumBytes: sortBytes)
    var unresolved: RowSorter<LinkRow> = memory.sorter("links", bytes: sortBytes)
    var cursor = try LegCursor(legs)
    while let link = try links.next() {
      if !link.hash.isZero, let leg = try cursor.find(link.hash, &groups) {
        try add(link, leg.exact, leg.vertex, &groups)
      } else if link.loose.isZero {
        try dangling.append(PairRow(from: link.vertex, to: 0))
      } else {
        wanted.insert(link.loose)
        try unresolved.append(
          LinkRow(hash: link.loose, loose: .zero, vertex: link.vertex, meaning: link.meaning))
      }
    }
    try cursor.finish(&groups)
    if unresolved.count == 0 { return }
    try resolve(
      unresolved.finish(), among: LegCursor(looseLegs(wanted, &names)), groups: &groups)
  }

  /// Resolves references by the names without kinds.
  private mutating func resolve(
    _ links: consuming SortedRows<LinkRow>, among legs: consuming LegCursor<LooseLeg>,
    groups: inout DisjointSets
  ) throws(ScratchError) {
    while let link = try links.next() {
      if let leg = try legs.find(link.hash, &groups) {
        try add(link, leg.exact, leg.vertex, &groups)
      } else {
        try dangling.append(PairRow(from: link.vertex, to: 0))
      }
    }
  }

  /// The legs whose loose names somebody may look up, sorted by them.
  private func looseLegs(
    _ wanted: HashFilter, _ names: inout ScratchRows<InteractionReference>
  ) throws(ScratchError) -> SortedRows<LooseLeg> {
    var legs: RowSorter<LooseLeg> = memory.sorter("names", bytes: sortBytes)
    var vertex: UInt32 = 0
    names.rewind()
    while let name = try names.next() {
      if !name.loose.isZero, wanted.mayContain(name.loose) {
        try legs.append(LooseLeg(hash: name.loose, exact: name.exact, vertex: vertex))
      }
      vertex += 1
    }
    return try legs.finish()
  }

  private mutating func add(
    _ link: LinkRow, _ exact: StableHash128, _ leg: UInt32, _ groups: inout DisjointSets
  ) throws(ScratchError) {
    switch link.meaning {
    case .sameInteraction: groups.unite(Int(link.vertex), Int(leg))
    case .sameMatter:
      try pairs.append(PairRow(from: link.vertex, to: leg))
      try matters.append(OwnedName(owner: link.vertex, exact: exact, vertex: leg))
    case .surveyed:
      try surveyed.append(OwnedName(owner: link.vertex, exact: exact, vertex: leg))
    }
  }
}

/// Legs sorted by a name, looked up in the order of names.
private struct LegCursor<Row: LegName>: ~Copyable {
  private var rows: SortedRows<Row>
  private var current: Row?

  init(_ rows: consuming SortedRows<Row>) throws(ScratchError) {
    self.rows = rows
    current = try self.rows.next()
  }

  /// The first leg of a name that is not smaller than the one looked up before.
  mutating func find(
    _ hash: StableHash128, _ groups: inout DisjointSets
  ) throws(ScratchError) -> Row? {
    while let leg = current, leg.hash < hash { try advance(from: leg, &groups) }
    guard let leg = current, leg.hash == hash else { return nil }
    return leg
  }

  /// Reads the remaining legs.
  mutating func finish(_ groups: inout DisjointSets) throws(ScratchError) {
    while let leg = current { try advance(from: leg, &groups) }
  }

  private mutating func advance(
    from leg: Row, _ groups: inout DisjointSets
  ) throws(ScratchError) {
    current = try rows.next()
    if let current, current.exact == leg.exact {
      groups.unite(Int(leg.vertex), Int(current.vertex))
    }
  }
}

/// Tells of most hashes that were never inserted that they were not: one bit of eight or more a
/// hash is set.
private struct HashFilter {
  private var words: [UInt64]
  private let mask: UInt64

  init(expecting count: Int, maximumBytes: Int) {
    var bits = 1 << 10
    while bits < count * 8, bits / 4 < maximumBytes { bits *= 2 }
    words = Array(repeating: 0, count: bits / 64)
    mask = UInt64(bits - 1)
  }

  mutating func insert(_ hash: StableHash128) {
    let bit = hash.low & mask
    words[Int(bit >> 6)] |= 1 << (bit & 63)
  }

  func mayContain(_ hash: StableHash128) -> Bool {
    let bit = hash.low & mask
    return words[Int(bit >> 6)] & (1 << (bit & 63)) != 0
  }
}
