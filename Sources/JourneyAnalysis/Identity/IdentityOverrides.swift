package import JourneyModel

/// What somebody who knows has said about who is who.
///
/// Whatever carries one of two *same* identifiers is one customer, whatever else it has. *Apart*
/// ones are two: each gets an id of a namespace that only these two have, so that everything that
/// keeps two ids apart keeps them apart.
package struct IdentityOverrides: Sendable {
  private var sets: [RankedToken: Int] = [:]
  private var ids: [RankedToken: [RankedToken]] = [:]

  /// Nothing said.
  package init() {}

  /// Identifiers that are one customer's, and pairs of such that are not.
  package init(same: [[Token]], apart: [(Token, Token)]) {
    var numbers: [RankedToken: Int] = [:]
    for token in same.joined() where numbers[RankedToken(token)] == nil {
      numbers[RankedToken(token)] = numbers.count
    }
    var joined = DisjointSets(count: numbers.count)
    for tokens in same {
      let members = tokens.compactMap { numbers[RankedToken($0)] }
      for member in members.dropFirst() { joined.unite(members[0], member) }
    }
    for (token, number) in numbers { sets[token] = joined.root(of: number) }
    for (one, other) in apart {
      let (one, other) = (RankedToken(one), RankedToken(other))
      var hasher = StableHasher(domain: "apart")
      min(one, other).feed(&hasher)
      max(one, other).feed(&hasher)
      let pair = hasher.finalize()
      for token in [one, other] {
        ids[token, default: []].append(RankedToken(apart: token.hash, namespace: pair.high))
      }
    }
  }

  /// Whether nothing is said.
  var isEmpty: Bool { sets.isEmpty && ids.isEmpty }

  /// How many sets of identifiers there may be.
  var setCount: Int { sets.count }

  /// The set of an identifier that is said to be the same as others.
  package func set(of token: Token) -> Int? { set(of: RankedToken(token)) }

  /// The set of an identifier, all carriers of which are one customer.
  func set(of token: RankedToken) -> Int? { sets[token] }

  /// The ids that keep an identifier apart from others.
  func ids(of token: RankedToken) -> [RankedToken] { ids[token] ?? [] }
}
