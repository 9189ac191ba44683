import JourneyModel

/// Which customer every vertex belongs to, as far as it is settled.
///
/// Vertices of one root always belong to one customer. A customer is named after the strongest,
/// smallest identifier it owns; since every identifier has at most one owner, no two customers
/// share a name.
struct CustomerAssignment {
  /// The root of each vertex.
  let roots: [Int32]
  /// For each identifier the root of the customer that owns it; −1 for none.
  let owners: [Int32]
  private var ids: [CustomerID?]
  private var anonymous: [Bool]

  /// The customers that own an identifier.
  init(tokens: TokenTable, union: consuming ConstrainedUnion) {
    var sets = union.sets
    let count = union.vertexCount
    roots = (0..<count).map { Int32(sets.root(of: $0)) }
    owners = union.owners.map { $0 < 0 ? -1 : Int32(sets.root(of: Int($0))) }
    ids = Array(repeating: nil, count: count)
    anonymous = Array(repeating: false, count: count)
    for (token, owner) in owners.enumerated() where owner >= 0 && ids[Int(owner)] == nil {
      ids[Int(owner)] = CustomerAssignment.name(tokens.tokens[token], domain: "customer")
    }
  }

  /// The customer of each vertex; every one must be settled.
  var customers: [CustomerID] {
    roots.map { root in
      guard let id = ids[Int(root)] else { preconditionFailure("every vertex has a customer") }
      return id
    }
  }

  /// Whether the customer of each vertex is known by no identifier that bridges.
  var isAnonymous: [Bool] { roots.map { anonymous[Int($0)] } }

  /// The customer of a root; nil while it is not settled.
  func customer(of root: Int) -> CustomerID? { ids[root] }

  /// Whether a root's customer is anonymous.
  func isAnonymous(root: Int) -> Bool { anonymous[root] }

  /// Settles a root.
  mutating func assign(_ customer: CustomerID, isAnonymous: Bool, to root: Int) {
    ids[root] = customer
    anonymous[root] = isAnonymous
  }

  /// The customer named after an identifier.
  static func name(_ token: Token, domain: StaticString) -> CustomerID {
    var hasher = StableHasher(domain: domain)
    token.feed(&hasher)
    return CustomerID(hasher.finalize())
  }

  /// The anonymous customer named after a vertex.
  static func name(_ reference: StableHash128) -> CustomerID {
    var hasher = StableHasher(domain: "anonymous-vertex")
    hasher.combine(reference)
    return CustomerID(hasher.finalize())
  }
}

extension Token {
  /// Feeds everything an identifier consists of.
  func feed(_ hasher: inout StableHasher) {
    hasher.combine(UInt64(kind.rawValue))
    hasher.combine(namespace)
    hasher.combine(hash)
  }
}
