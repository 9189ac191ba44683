import JourneyModel

/// Finds the customer of every survey: whoever had the interaction it names, else the owner of its
/// strongest identifier that has one, else a customer of its own.
struct FeedbackOwners {
  private let vertices: VertexTable
  private let links: ResolvedLinks
  private let tokens: TokenTable

  /// The surveys of a table's vertices.
  init(vertices: VertexTable, links: ResolvedLinks, tokens: TokenTable) {
    self.vertices = vertices
    self.links = links
    self.tokens = tokens
  }

  /// Settles every survey; everything else must be settled.
  func settle(_ customers: inout CustomerAssignment) {
    let named = namedVertices()
    let carried = carriedTokens()
    for vertex in 0..<vertices.count where vertices.kinds[vertex] == .feedback {
      if let target = named[vertex], let customer = customers.customer(of: root(target, customers))
      {
        let isAnonymous = customers.isAnonymous(root: root(target, customers))
        customers.assign(customer, isAnonymous: isAnonymous, to: vertex)
      } else {
        assign(vertex, by: carried[vertex] ?? [], to: &customers)
      }
    }
  }

  private func root(_ vertex: Int, _ customers: CustomerAssignment) -> Int {
    Int(customers.roots[vertex])
  }

  /// Of the interactions a survey names, the one of the smallest reference.
  private func namedVertices() -> [Int: Int] {
    var named: [Int: Int] = [:]
    for pair in links.feedbackPairs {
      guard let other = named[pair.from] else {
        named[pair.from] = pair.to
        continue
      }
      if vertices.references[pair.to].exact < vertices.references[other].exact {
        named[pair.from] = pair.to
      }
    }
    return named
  }

  private func carriedTokens() -> [Int: [Token]] {
    var carried: [Int: [Token]] = [:]
    for row in vertices.feedbackTokenRows {
      carried[Int(row.vertex), default: []].append(row.token)
    }
    return carried
  }

  private func assign(
    _ vertex: Int, by carried: [Token], to customers: inout CustomerAssignment
  ) {
    var unknown: Token?
    for token in carried.sorted() {
      guard let position = tokens.position(of: token) else {
        if token.kind.strength != .weak { unknown = unknown ?? token }
        continue
      }
      let owner = customers.owners[position]
      guard owner >= 0, let customer = customers.customer(of: Int(owner)) else { continue }
      customers.assign(customer, isAnonymous: false, to: vertex)
      return
    }
    if let unknown {
      let name = CustomerAssignment.name(unknown, domain: "customer")
      customers.assign(name, isAnonymous: false, to: vertex)
    } else if let token = carried.min() {
      let name = CustomerAssignment.name(token, domain: "anonymous")
      customers.assign(name, isAnonymous: true, to: vertex)
    } else {
      let name = CustomerAssignment.name(vertices.references[vertex].exact)
      customers.assign(name, isAnonymous: true, to: vertex)
    }
  }
}
