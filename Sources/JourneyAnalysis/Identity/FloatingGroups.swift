import JourneyModel

/// Finds a customer for groups of vertices that own no identifier.
///
/// 1. A group takes the customer of the interactions it explicitly names or is named by, if that
///    is one; this may pass through several groups. A group with a unique-strong id does not: it
///    names a customer, even if nobody can tell which.
/// 2. A group with identifiers that bridge nothing is anonymous by all its unique-strong ids
///    together or, without one, by its smallest identifier, with all other groups of the same;
///    an identifier of more customers than a household has (a switchboard, a relay that masks
///    numbers) does not count.
/// 3. A group without identifiers takes the one customer, anonymous or not, of its neighbours.
/// 4. What is left and linked is one anonymous customer, named after its smallest reference.
///
/// A group whose neighbours are different customers is nobody's and stays alone.
struct FloatingGroups {
  /// The most groups a customer is passed on through; farther ones count as not linked.
  private static let maximumRounds = 64

  private let vertices: VertexTable
  private let links: ResolvedLinks
  private let tokens: TokenTable

  /// A root and a root it is linked to.
  private struct Edge {
    var from: Int
    var to: Int
  }

  /// The floating groups of a table's vertices.
  init(vertices: VertexTable, links: ResolvedLinks, tokens: TokenTable) {
    self.vertices = vertices
    self.links = links
    self.tokens = tokens
  }

  /// Settles every group of legs or profiles.
  func settle(_ customers: inout CustomerAssignment) {
    let edges = edges(customers)
    let names = idNames(customers)
    var blocked = Set(names.keys)
    passOn(along: edges, to: &customers, blocked: &blocked)
    for (root, name) in names { customers.assign(name, isAnonymous: true, to: root) }
    nameByIdentifiers(&customers)
    passOn(along: edges, to: &customers, blocked: &blocked)
    nameByReferences(&customers, edges: edges, blocked: blocked)
  }

  /// Links between different roots in both directions, sorted by `from`.
  private func edges(_ customers: CustomerAssignment) -> [Edge] {
    var edges: [Edge] = []
    for pair in links.pairs {
      let (from, to) = (Int(customers.roots[pair.from]), Int(customers.roots[pair.to]))
      guard from != to else { continue }
      edges.append(Edge(from: from, to: to))
      edges.append(Edge(from: to, to: from))
    }
    return edges.filter { customers.customer(of: $0.from) == nil }
      .sorted { ($0.from, $0.to) < ($1.from, $1.to) }
  }

  /// Round by round, every unsettled group takes the one customer of its settled neighbours.
  private func passOn(
    along edges: [Edge], to customers: inout CustomerAssignment, blocked: inout Set<Int>
  ) {
    for _ in 0..<FloatingGroups.maximumRounds {
      var taken: [(root: Int, from: Int)] = []
      var start = 0
      while start < edges.count {
        let root = edges[start].from
        var end = start
        while end < edges.count, edges[end].from == root { end += 1 }
        defer { start = end }
        guard customers.customer(of: root) == nil, !blocked.contains(root) else { continue }
        let settled = edges[start..<end].filter { customers.customer(of: $0.to) != nil }
        guard let first = settled.first else { continue }
        let customer = customers.customer(of: first.to)
        if settled.allSatisfy({ customers.customer(of: $0.to) == customer }) {
          taken.append((root, first.to))
        } else {
          blocked.insert(root)
        }
      }
      if taken.isEmpty { return }
      for (root, source) in taken {
        guard let customer = customers.customer(of: source) else { continue }
        let isAnonymous = customers.isAnonymous(root: source)
        customers.assign(customer, isAnonymous: isAnonymous, to: root)
      }
    }
  }

  /// The anonymous names of groups that carry unique-strong ids but own none.
  ///
  /// All ids make the name: a group of ids 7 and 12 must not meet one of ids 7 and 13 there after
  /// a veto kept them apart.
  private func idNames(_ customers: CustomerAssignment) -> [Int: CustomerID] {
    var hashers: [Int: StableHasher] = [:]
    for token in tokens.tokens.indices where tokens.spaces[token] >= 0 {
      for group in tokens.carriers(of: token) {
        let root = Int(customers.roots[Int(group)])
        guard customers.customer(of: root) == nil else { continue }
        tokens.tokens[token].feed(&hashers[root, default: StableHasher(domain: "anonymous")])
      }
    }
    return hashers.mapValues { CustomerID($0.finalize()) }
  }

  private func nameByIdentifiers(_ customers: inout CustomerAssignment) {
    for token in tokens.tokens.indices where tokens.groupsUnknown[token] {
      for group in tokens.carriers(of: token) {
        let root = Int(customers.roots[Int(group)])
        guard customers.customer(of: root) == nil else { continue }
        let name = CustomerAssignment.name(tokens.tokens[token], domain: "anonymous")
        customers.assign(name, isAnonymous: true, to: root)
      }
    }
  }

  private func nameByReferences(
    _ customers: inout CustomerAssignment, edges: [Edge], blocked: Set<Int>
  ) {
    var sets = DisjointSets(count: vertices.count)
    for edge in edges
    where isFree(edge.from, customers, blocked) && isFree(edge.to, customers, blocked) {
      sets.unite(edge.from, edge.to)
    }
    var names: [Int: StableHash128] = [:]
    var members: [(root: Int, set: Int)] = []
    for vertex in 0..<vertices.count where vertices.kinds[vertex] != .feedback {
      let root = Int(customers.roots[vertex])
      guard customers.customer(of: root) == nil else { continue }
      let set = sets.root(of: root)
      let name = vertices.references[vertex].exact
      names[set] = min(names[set] ?? name, name)
      members.append((root, set))
    }
    for (root, set) in members {
      guard let name = names[set] else { continue }
      customers.assign(CustomerAssignment.name(name), isAnonymous: true, to: root)
    }
  }

  private func isFree(
    _ root: Int, _ customers: CustomerAssignment, _ blocked: Set<Int>
  ) -> Bool {
    customers.customer(of: root) == nil && !blocked.contains(root)
  }
}
