import JourneyModel

/// Unites groups by their identifiers, never putting two unique-strong ids of one namespace into
/// one customer if that can be avoided.
///
/// Identifiers act in token order. A unique-strong id unites all groups that carry it and hold no
/// other id of its namespace; any other identifier unites all of its groups. If the groups to be
/// united hold two ids of any one namespace between them, the identifier unites none: it is
/// vetoed. (A single group may hold two ids, when its own records name two: that cannot be
/// avoided, is nobody else's conflict, and such a group is united with no holder of either id.)
///
/// Nor does anything but a unique-strong id unite customers who own more ids and addresses between
/// them than a person has (`IdentityLimits.namesPerCustomer`): chains of shared identifiers would
/// make one customer of many. As identifiers act in their order, the cut is the same on every
/// night.
struct ConstrainedUnion: ~Copyable {
  /// The customers so far: sets of groups.
  private(set) var sets: DisjointSets
  /// What identifiers and links did.
  private(set) var uses = IdentifierUses()

  private var held: GroupTokens
  private let namespaces: Namespaces
  /// The id last seen of each namespace while one identifier is judged, and when.
  private var seen: [Sighting]
  private var round: Int64 = 0
  /// How many ids and addresses the customer of each root owns, up to 255.
  private var names: [UInt8]
  private let limits: IdentityLimits
  /// The roots one identifier may unite; used again for the next.
  private var roots = RowList<Int32>()
  /// Those of them whose names were counted; used again for the next.
  private var counted = RowList<Int32>()

  private struct Sighting {
    var token: Int64
    var holder: Int32
    var round: Int64
  }

  /// Customers of one group each, and the unique-strong ids they hold.
  init(
    groups: consuming DisjointSets, held: consuming GroupTokens, namespaces: Namespaces,
    limits: IdentityLimits
  ) {
    names = Array(repeating: 0, count: groups.count)
    self.limits = limits
    sets = groups
    self.held = held
    self.namespaces = namespaces
    seen = Array(
      repeating: Sighting(token: -1, holder: -1, round: 0), count: namespaces.count)
  }

  /// Gives back what only the uniting needed.
  consuming func finish() -> DisjointSets { sets }

  /// Lets every identifier act once, in order, and appends the owner of each.
  mutating func run(
    _ table: inout TokenTable, owners: inout ScratchRows<TokenOwner>
  ) throws(ScratchError) {
    table.rewind()
    while let entry = try table.next() {
      let (owner, role) = try act(entry, &table)
      try owners.append(owner)
      if let group = owner.group, !entry.token.isSharedProne, !entry.token.isApart {
        let root = sets.root(of: Int(group))
        names[root] = names[root] == .max ? .max : names[root] + 1
      }
      if !entry.token.isApart { uses[entry.token.kind, role] += 1 }
    }
  }

  private mutating func act(
    _ entry: TokenTable.Entry, _ table: inout TokenTable
  ) throws(ScratchError) -> (TokenOwner, IdentifierRole) {
    guard entry.bridges else { return (.nobody, .shared) }
    try table.readCarriers()
    // The one group that carries an identifier owns it, whatever else it holds.
    if entry.carrierCount == 1 { return (TokenOwner(Int(table.carriers[0])), .single) }
    return try act(entry.number, table.carriers)
  }

  /// Lets every link unite the customers it joins, in order; whoever is linked to two customers and
  /// shows no id of its own is nobody's.
  mutating func run(
    _ matters: consuming SortedRows<NamedPair>, _ memory: IdentityMemory
  ) throws(ScratchError) {
    var joined: ScratchRows<PairRow> = memory.rows("matters")
    var edges: RowSorter<PairRow> = memory.sorter(
      "matter-edges", bytes: memory.free(beside: sets.count) / 8)
    while let pair = try matters.next() {
      let (one, other) = (sets.root(of: Int(pair.from)), sets.root(of: Int(pair.to)))
      if one == other { continue }
      let edge = PairRow(from: UInt32(one), to: UInt32(other))
      try joined.append(edge)
      try edges.append(edge)
      try edges.append(PairRow(from: edge.to, to: edge.from))
    }
    let ambiguous = try linkedToSeveral(edges.finish())
    joined.rewind()
    while let pair = try joined.next() {
      if ambiguous.contains(pair.from) || ambiguous.contains(pair.to) {
        uses[nil, .shared] += 1
        continue
      }
      let (one, other) = (sets.root(of: Int(pair.from)), sets.root(of: Int(pair.to)))
      if one == other { continue }
      roots.removeAll()
      roots.append(Int32(one))
      roots.append(Int32(other))
      let role: IdentifierRole = conflicts() ? .vetoed : isTooMuch() ? .oversized : .bridge
      uses[nil, role] += 1
      if role == .bridge { try unite(one, other) }
    }
  }

  /// The customers without an id that are linked to several who contradict each other.
  private mutating func linkedToSeveral(
    _ edges: consuming SortedRows<PairRow>
  ) throws(ScratchError) -> Set<UInt32> {
    var ambiguous: Set<UInt32> = []
    var next = try edges.next()
    while let first = next {
      roots.removeAll()
      while let edge = next, edge.from == first.from {
        roots.append(Int32(edge.to))
        next = try edges.next()
      }
      var own = held.first(of: Int(first.from))
      if roots.count > 1, held.next(&own) == nil, conflicts() { ambiguous.insert(first.from) }
    }
    return ambiguous
  }

  private mutating func act(
    _ number: UInt32?, _ carriers: RowSlice<UInt32>
  ) throws(ScratchError) -> (TokenOwner, IdentifierRole) {
    roots.removeAll()
    var areSame = true
    for group in carriers {
      let root = sets.root(of: Int(group))
      if let number, holdsOther(than: number, in: root) { continue }
      roots.append(Int32(root))
      if roots[0] != Int32(root) { areSame = false }
    }
    guard let least = roots.all.min() else {
      let owner = own(carriers)
      return (owner, owner.group == nil ? .vetoed : .bridge)
    }
    let owner = TokenOwner(Int(least), leavesSome: roots.count < carriers.count)
    if areSame { return (owner, .bridge) }
    if conflicts() { return (.nobody, .vetoed) }
    if number == nil, isTooMuch() { return (.nobody, .oversized) }
    for root in roots.all where root != least { try unite(Int(least), Int(root)) }
    return (owner, .bridge)
  }

  /// An id that only groups of several ids carry belongs to its carrier, if that is one.
  private mutating func own(_ carriers: RowSlice<UInt32>) -> TokenOwner {
    guard let first = carriers.first else { return .nobody }
    let root = sets.root(of: Int(first))
    for group in carriers where sets.root(of: Int(group)) != root { return .nobody }
    return TokenOwner(root)
  }

  private func holdsOther(than number: UInt32, in root: Int) -> Bool {
    var place = held.first(of: root)
    while let other = held.next(&place) {
      if other != number, namespaces.namespace(of: other) == namespaces.namespace(of: number) {
        return true
      }
    }
    return false
  }

  /// Whether two different roots hold different ids of one namespace.
  private mutating func conflicts() -> Bool {
    round += 1
    var previous: Int32 = -1
    for root in roots.all where root != previous {
      previous = root
      var place = held.first(of: Int(root))
      while let token = held.next(&place) {
        if sight(Int64(token), of: namespaces.namespace(of: token), by: root) { return true }
      }
    }
    return false
  }

  /// Whether the roots own more ids and addresses between them than one customer may.
  private mutating func isTooMuch() -> Bool {
    // Each adds one or more, so no more are looked at than the limit.
    counted.removeAll()
    var sum = 0
    for root in roots.all where names[Int(root)] > 0 && !counted.all.contains(root) {
      counted.append(root)
      sum += Int(names[Int(root)])
      if sum > limits.namesPerCustomer { return true }
    }
    return false
  }

  /// Notes that a root holds an id; true if another root holds a different one of the namespace.
  private mutating func sight(_ token: Int64, of namespace: Int, by root: Int32) -> Bool {
    let last = seen[namespace]
    guard last.round == round else {
      seen[namespace] = Sighting(token: token, holder: root, round: round)
      return false
    }
    if last.holder != root { return last.token != token }
    // The root itself holds two ids: whatever another root holds differs from one of them.
    if last.token != token { seen[namespace].token = -2 }
    return false
  }

  private mutating func unite(_ one: Int, _ other: Int) throws(ScratchError) {
    let (left, right) = (sets.root(of: one), sets.root(of: other))
    guard left != right else { return }
    let root = sets.unite(left, right)
    names[root] = UInt8(clamping: Int(names[left]) + Int(names[right]))
    try held.move(from: root == left ? right : left, to: root)
  }
}

/// Whose an identifier is: a group of the customer that owns it.
struct TokenOwner: BitwiseCopyable {
  private var raw: UInt32

  /// Of an identifier that bridges nothing or was vetoed.
  static let nobody = TokenOwner(raw: .max)

  private init(raw: UInt32) { self.raw = raw }

  /// That of a group.
  ///
  /// - Parameter leavesSome: Whether groups that carry it may belong to others.
  init(_ group: Int, leavesSome: Bool = false) {
    raw = UInt32(group) << 1 | (leavesSome ? 1 : 0)
  }

  /// A group of the owner; nil if it is nobody's.
  var group: UInt32? { raw == .max ? nil : raw >> 1 }

  /// Whether a group that carries it may not be the owner's.
  var leavesSome: Bool { raw & 1 != 0 }
}
