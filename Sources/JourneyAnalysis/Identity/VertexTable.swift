import JourneyModel

/// All vertices in columns: no object per vertex.
struct VertexTable: Sendable {
  /// One identifier of one vertex.
  struct TokenRow: Sendable {
    /// The identifier.
    var token: Token
    /// The vertex that carries it.
    var vertex: UInt32
  }

  /// One reference of one vertex.
  struct LinkRow: Sendable {
    /// The vertex that names another.
    var vertex: UInt32
    /// What is named, and as what.
    var link: Link
  }

  /// What each vertex is.
  private(set) var kinds: [VertexTokens.Kind] = []
  /// Each vertex' name.
  private(set) var references: [InteractionReference] = []
  /// The identifiers of legs and profiles, which may bridge.
  private(set) var tokenRows: [TokenRow] = []
  /// The identifiers of surveys, which follow.
  private(set) var feedbackTokenRows: [TokenRow] = []
  /// Every reference.
  private(set) var linkRows: [LinkRow] = []

  /// The number of vertices.
  var count: Int { kinds.count }

  /// The names that may be referred to, by vertex.
  var legReferences: [InteractionReference?] {
    references.indices.map { kinds[$0] == .leg ? references[$0] : nil }
  }

  /// Adds the next vertex.
  mutating func append(_ vertex: VertexTokens) {
    let place = UInt32(count)
    kinds.append(vertex.kind)
    references.append(vertex.reference)
    for link in vertex.links { linkRows.append(LinkRow(vertex: place, link: link)) }
    for token in vertex.tokens {
      let row = TokenRow(token: token, vertex: place)
      if vertex.kind == .feedback { feedbackTokenRows.append(row) } else { tokenRows.append(row) }
    }
  }

  /// Unites legs of one name, so that a leg added in two parts is still one vertex.
  func uniteEqualLegs(in groups: inout DisjointSets) {
    let legs = references.indices.filter { kinds[$0] == .leg }
    let sorted = legs.sorted { references[$0].exact < references[$1].exact }
    for (one, other) in zip(sorted, sorted.dropFirst())
    where references[one].exact == references[other].exact {
      groups.unite(one, other)
    }
  }
}
