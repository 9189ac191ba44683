import JourneyModel

/// The customer of a root, by number, or why it has none yet.
struct CustomerName: BitwiseCopyable, Equatable {
  private var raw: UInt32

  /// Not settled yet, but its neighbours may still settle it.
  static let unknown = CustomerName(raw: .max)
  /// Not settled, and not by its neighbours: they are of different customers.
  static let blocked = CustomerName(raw: .max - 1)
  /// A survey's, until surveys are settled.
  static let survey = CustomerName(raw: .max - 2)

  private init(raw: UInt32) { self.raw = raw }

  /// The name of a number.
  init(_ number: Int, isAnonymous: Bool) {
    precondition(number < 1 << 30, "there are fewer customers than vertices")
    raw = UInt32(number) << 1 | (isAnonymous ? 1 : 0)
  }

  /// The number of a settled name, which sorts before all others.
  var sortNumber: UInt32 { raw }

  /// Whether it is the name of a customer.
  var isSettled: Bool { raw < CustomerName.survey.raw }

  /// Whether it is a group's that has no customer yet.
  var isOpen: Bool { raw >= CustomerName.blocked.raw }
}

/// Which customer every root belongs to, as far as it is settled, and the ids of the customers.
///
/// Vertices of one root always belong to one customer. A customer is named after the strongest,
/// smallest identifier it owns; since every identifier has at most one owner, no two customers
/// share a name. In the steps that compare names, equal numbers are equal customers.
///
/// Memory: 4 bytes a vertex; the ids lie in scratch space.
struct CustomerNames: ~Copyable {
  /// The vertices by root.
  private(set) var sets: DisjointSets
  private var names: [CustomerName]
  private var ids: ScratchRows<CustomerID>

  /// Nothing settled; nothing is united any more but what has no customer.
  init(sets: consuming DisjointSets, memory: IdentityMemory) {
    names = Array(repeating: .unknown, count: sets.count)
    ids = memory.rows("customers")
    self.sets = sets
    self.sets.flatten()
  }

  /// The number of vertices.
  var count: Int { names.count }

  /// The name of a root.
  subscript(root: Int) -> CustomerName {
    get { names[root] }
    set { names[root] = newValue }
  }

  /// The root of a vertex.
  func root(of vertex: UInt32) -> Int { sets.flatRoot(of: Int(vertex)) }

  /// The name of a vertex' root.
  func name(of vertex: UInt32) -> CustomerName { names[sets.flatRoot(of: Int(vertex))] }

  /// Makes a new name for a customer.
  mutating func make(
    _ customer: CustomerID, isAnonymous: Bool
  ) throws(ScratchError) -> CustomerName {
    try ids.append(customer)
    return CustomerName(ids.count - 1, isAnonymous: isAnonymous)
  }

  /// Settles the roots that own an identifier.
  mutating func settleOwners(
    _ table: inout TokenTable, _ owners: inout ScratchRows<TokenOwner>
  ) throws(ScratchError) {
    table.rewind()
    owners.rewind()
    while let token = try table.nextName()?.token, let owner = try owners.next() {
      guard let group = owner.group, name(of: group) == .unknown else { continue }
      names[root(of: group)] = try make(
        CustomerNames.id(token, domain: token.isWeak ? "anonymous" : "customer"),
        isAnonymous: token.isWeak)
    }
  }

  /// Makes one set of open roots; `flatten` must follow before anything else is asked.
  mutating func unite(_ one: UInt32, _ other: UInt32) { sets.unite(Int(one), Int(other)) }

  /// Ends uniting in one pass over all vertices; roots may be asked for again.
  mutating func flatten() { sets.flatten() }

  /// The customer of every vertex, in their order; all roots are settled.
  consuming func customers(
    _ memory: IdentityMemory
  ) throws(ScratchError) -> ScratchRows<CustomerOfVertex> {
    let idBytes = ids.count * MemoryLayout<CustomerID>.stride
    let fit = idBytes < memory.free(beside: count) / 4 * 3
    return fit ? try customersLookedUp(memory) : try customersSorted(memory)
  }

  /// Looks each id up in memory.
  private consuming func customersLookedUp(
    _ memory: IdentityMemory
  ) throws(ScratchError) -> ScratchRows<CustomerOfVertex> {
    var known: [CustomerID] = []
    known.reserveCapacity(ids.count)
    ids.rewind()
    while let id = try ids.next() { known.append(id) }
    var customers: ScratchRows<CustomerOfVertex> = memory.rows("vertices")
    for vertex in 0..<UInt32(names.count) {
      let name = name(of: vertex)
      precondition(name.isSettled, "every vertex has a customer")
      try customers.append(
        CustomerOfVertex(
          customer: known[Int(name.sortNumber >> 1)], vertex: vertex,
          isAnonymous: name.sortNumber & 1 != 0))
    }
    return customers
  }

  /// Sorts the vertices by name, reads them beside the ids, and sorts them back.
  private consuming func customersSorted(
    _ memory: IdentityMemory
  ) throws(ScratchError) -> ScratchRows<CustomerOfVertex> {
    let share = memory.free(beside: count) / 4
    var byName: RowSorter<PairRow> = memory.sorter("names", bytes: share)
    for vertex in 0..<UInt32(names.count) {
      let name = name(of: vertex)
      precondition(name.isSettled, "every vertex has a customer")
      try byName.append(PairRow(from: name.sortNumber, to: vertex))
    }
    names = []
    sets = DisjointSets(count: 0)
    var byVertex: RowSorter<CustomerOfVertex> = memory.sorter("vertices", bytes: memory.bytes / 4)
    var sorted = try byName.finish()
    ids.rewind()
    var known: UInt32 = 0
    var id = try ids.next()
    while let row = try sorted.next() {
      while known < row.from >> 1 {
        id = try ids.next()
        known += 1
      }
      guard let id else { preconditionFailure("every name has an id") }
      try byVertex.append(
        CustomerOfVertex(customer: id, vertex: row.to, isAnonymous: row.from & 1 != 0))
    }
    var customers: ScratchRows<CustomerOfVertex> = memory.rows("vertices")
    var inOrder = try byVertex.finish()
    while let row = try inOrder.next() { try customers.append(row) }
    return customers
  }

  /// The customer named after an identifier.
  static func id(_ token: RankedToken, domain: StaticString) -> CustomerID {
    var hasher = StableHasher(domain: domain)
    token.feed(&hasher)
    return CustomerID(hasher.finalize())
  }

  /// The anonymous customer named after a vertex.
  static func id(_ reference: StableHash128) -> CustomerID {
    var hasher = StableHasher(domain: "anonymous-vertex")
    hasher.combine(reference)
    return CustomerID(hasher.finalize())
  }
}

extension RankedToken {
  /// Feeds everything an identifier consists of.
  func feed(_ hasher: inout StableHasher) {
    hasher.combine(UInt64(kind.rawValue))
    hasher.combine(namespace)
    hasher.combine(hash)
  }
}
