import JourneyModel

/// Finds a customer for groups of vertices that own no identifier.
///
/// 1. A group takes the customer of the interactions it explicitly names or is named by, if that
///    is one; this may pass through several groups. A group with a unique-strong id does not: it
///    names a customer, even if nobody can tell which.
/// 2. A group with identifiers that bridge nothing is anonymous by all its unique-strong ids
///    together or, without one, by its smallest identifier, with all other groups of the same;
///    an identifier of several customers (of a family, a switchboard, a relay that masks numbers)
///    does not count.
/// 3. A group without identifiers takes the one customer, anonymous or not, of its neighbours.
/// 4. What is left and linked is one anonymous customer, named after its smallest reference.
///
/// A group whose neighbours are different customers is nobody's and stays alone.
struct FloatingGroups: ~Copyable {
  /// The most groups a customer is passed on through; farther ones count as not linked.
  private static let maximumRounds = 64

  private let memory: IdentityMemory
  private let sortBytes: Int
  /// Links between different roots in both directions, from roots that are open, sorted.
  private var edges: ScratchRows<PairRow>
  /// Roots with unique-strong ids, and the names these make.
  private var idNames: ScratchRows<NamedRoot>

  private struct NamedRoot: BitwiseCopyable {
    var root: UInt32
    var name: CustomerName
  }

  /// No groups yet, of so many vertices.
  init(memory: IdentityMemory, vertices: Int) {
    self.memory = memory
    sortBytes = memory.free(beside: vertices) / 8
    edges = memory.rows("edges")
    idNames = memory.rows("id-names")
  }

  /// Settles every open group of legs or profiles.
  mutating func settle(
    _ customers: inout CustomerNames, links: inout ScratchRows<PairRow>, table: inout TokenTable,
    owners: inout ScratchRows<TokenOwner>, references: inout ScratchRows<InteractionReference>
  ) throws(ScratchError) {
    try findEdges(links: &links, customers)
    try nameByIDs(&table, &owners, &customers)
    try passOn(&customers)
    idNames.rewind()
    while let named = try idNames.next() { customers[Int(named.root)] = named.name }
    try nameByIdentifiers(&table, &owners, &customers)
    try passOn(&customers)
    try uniteOpen(&customers)
    try nameByReferences(&references, &customers)
  }

  private mutating func findEdges(
    links: inout ScratchRows<PairRow>, _ customers: borrowing CustomerNames
  ) throws(ScratchError) {
    var found: RowSorter<PairRow> = memory.sorter("edges", bytes: sortBytes)
    links.rewind()
    while let link = try links.next() {
      let (from, to) = (customers.root(of: link.from), customers.root(of: link.to))
      guard from != to else { continue }
      let edge = PairRow(from: UInt32(from), to: UInt32(to))
      if customers[from].isOpen { try found.append(edge) }
      if customers[to].isOpen { try found.append(PairRow(from: edge.to, to: edge.from)) }
    }
    var sorted = try found.finish()
    while let edge = try sorted.next() { try edges.append(edge) }
  }

  /// Round by round, every unknown group takes the one customer of its settled neighbours.
  private mutating func passOn(_ customers: inout CustomerNames) throws(ScratchError) {
    for _ in 0..<FloatingGroups.maximumRounds where edges.count > 0 {
      var taken: ScratchRows<NamedRoot> = memory.rows("taken")
      var left: ScratchRows<PairRow> = memory.rows("edges")
      edges.rewind()
      var next = try edges.next()
      while let edge = next {
        guard customers[Int(edge.from)] == .unknown else {
          next = try edges.next()
          continue
        }
        let name = try neighbours(of: edge.from, &next, &left, customers)
        if name == .blocked {
          customers[Int(edge.from)] = .blocked
        } else if name.isSettled {
          try taken.append(NamedRoot(root: edge.from, name: name))
        }
      }
      edges = left
      if taken.count == 0 { return }
      taken.rewind()
      while let root = try taken.next() { customers[Int(root.root)] = root.name }
    }
  }

  /// The customer of a root's settled neighbours: `blocked` for several, `unknown` for none; keeps
  /// the root's edges for the next round.
  private mutating func neighbours(
    of root: UInt32, _ next: inout PairRow?, _ left: inout ScratchRows<PairRow>,
    _ customers: borrowing CustomerNames
  ) throws(ScratchError) -> CustomerName {
    var name = CustomerName.unknown
    while let edge = next, edge.from == root {
      let other = customers[Int(edge.to)]
      if other.isSettled {
        if name == .unknown { name = other } else if name != other { name = .blocked }
      }
      try left.append(edge)
      next = try edges.next()
    }
    return name
  }

  /// Blocks open groups that carry unique-strong ids and finds their anonymous names.
  ///
  /// All ids make the name: a group of ids 7 and 12 must not meet one of ids 7 and 13 there after
  /// a veto kept them apart.
  private mutating func nameByIDs(
    _ table: inout TokenTable, _ owners: inout ScratchRows<TokenOwner>,
    _ customers: inout CustomerNames
  ) throws(ScratchError) {
    var carried: RowSorter<CarriedToken> = memory.sorter("ids", bytes: sortBytes)
    table.rewind()
    owners.rewind()
    while let entry = try table.next(), entry.number != nil, let owner = try owners.next() {
      guard owner.leavesSome, !entry.token.isApart else { continue }
      try table.readCarriers()
      for group in table.carriers {
        let root = customers.root(of: group)
        guard customers[root].isOpen else { continue }
        customers[root] = .blocked
        try carried.append(CarriedToken(token: entry.token, vertex: UInt32(root)))
      }
    }
    try nameByIDs(carried.finish(), &customers)
  }

  private mutating func nameByIDs(
    _ carried: consuming SortedRows<CarriedToken>, _ customers: inout CustomerNames
  ) throws(ScratchError) {
    var hashed: RowSorter<HashedVertex> = memory.sorter("ids", bytes: sortBytes)
    var next = try carried.next()
    while let first = next {
      var hasher = StableHasher(domain: "anonymous")
      while let row = next, row.vertex == first.vertex {
        row.token.feed(&hasher)
        next = try carried.next()
      }
      try hashed.append(HashedVertex(hash: hasher.finalize(), vertex: first.vertex))
    }
    var sorted = try hashed.finish()
    var last: (hash: StableHash128, name: CustomerName)?
    while let row = try sorted.next() {
      var name = CustomerName.unknown
      if let last, last.hash == row.hash {
        name = last.name
      } else {
        name = try customers.make(CustomerID(row.hash), isAnonymous: true)
      }
      last = (row.hash, name)
      try idNames.append(NamedRoot(root: row.vertex, name: name))
    }
  }

  private func nameByIdentifiers(
    _ table: inout TokenTable, _ owners: inout ScratchRows<TokenOwner>,
    _ customers: inout CustomerNames
  ) throws(ScratchError) {
    table.rewind()
    owners.rewind()
    while let entry = try table.next(), let owner = try owners.next() {
      // Who carries one that has an owner is the owner; who carries ids is named after them.
      guard entry.groupsUnknown, entry.number == nil, owner.group == nil else { continue }
      try table.readCarriers()
      var name = CustomerName.unknown
      for group in table.carriers where customers.name(of: group).isOpen {
        if name == .unknown {
          name = try customers.make(
            CustomerNames.id(entry.token, domain: "anonymous"), isAnonymous: true)
        }
        customers[customers.root(of: group)] = name
      }
    }
  }

  /// Makes one set of all open groups that are linked.
  private mutating func uniteOpen(_ customers: inout CustomerNames) throws(ScratchError) {
    edges.rewind()
    while let edge = try edges.next() {
      guard customers[Int(edge.from)] == .unknown, customers[Int(edge.to)] == .unknown else {
        continue
      }
      customers.unite(edge.from, edge.to)
    }
    customers.flatten()
  }

  private func nameByReferences(
    _ references: inout ScratchRows<InteractionReference>, _ customers: inout CustomerNames
  ) throws(ScratchError) {
    var owned: RowSorter<OwnedName> = memory.sorter("references", bytes: sortBytes)
    var vertex: UInt32 = 0
    references.rewind()
    while let reference = try references.next() {
      let root = customers.root(of: vertex)
      if customers[root].isOpen {
        try owned.append(OwnedName(owner: UInt32(root), exact: reference.exact))
      }
      vertex += 1
    }
    var sorted = try owned.finish()
    while let row = try sorted.next() {
      guard customers[Int(row.owner)].isOpen else { continue }
      customers[Int(row.owner)] = try customers.make(
        CustomerNames.id(row.exact), isAnonymous: true)
    }
  }
}
