package import JourneyModel

/// What somebody who knows has said about who is who.
///
/// Whatever carries one of two *same* identifiers is one customer, whatever else it has. *Apart*
/// ones are two: each gets an id of a namespace that only these two have, so that everything that
/// keeps two ids apart keeps them apart; unless one interaction or profile carries both.
package struct IdentityOverrides: Sendable {
  /// One thing that was said.
  package struct Rule: Sendable {
    /// Whether the identifiers are one customer's, or each another's.
    package var isSame: Bool
    package var tokens: [Token]

    package init(isSame: Bool, tokens: [Token]) {
      self.isSame = isSame
      self.tokens = tokens
    }
  }

  /// Two identifiers of a rule that are not one customer's, by their positions in it.
  private struct Pair {
    var rule: Int
    var positions: (Int, Int)
    var ids: (RankedToken, RankedToken)
  }

  private let rules: [Rule]
  private var sets: [RankedToken: Int] = [:]
  private var pairs: [Pair] = []
  /// For each identifier the sides of pairs that it is: twice a pair's number, and one more for
  /// the second.
  private var sides: [RankedToken: [UInt32]] = [:]

  /// Rules, numbered from 0.
  package init(_ rules: [Rule] = []) {
    self.rules = rules
    uniteSame()
    for (number, rule) in rules.enumerated() where !rule.isSame {
      for first in rule.tokens.indices {
        for second in rule.tokens.indices.dropFirst(first + 1) {
          keepApart(first, second, of: number)
        }
      }
    }
  }

  private mutating func uniteSame() {
    let same = rules.filter(\.isSame).map { $0.tokens.map(RankedToken.init) }
    var numbers: [RankedToken: Int] = [:]
    for token in same.joined() where numbers[token] == nil { numbers[token] = numbers.count }
    var joined = DisjointSets(count: numbers.count)
    for tokens in same {
      let members = tokens.compactMap { numbers[$0] }
      for member in members.dropFirst() { joined.unite(members[0], member) }
    }
    for (token, number) in numbers { sets[token] = joined.root(of: number) }
  }

  private mutating func keepApart(_ first: Int, _ second: Int, of rule: Int) {
    let tokens = rules[rule].tokens
    let (one, other) = (RankedToken(tokens[first]), RankedToken(tokens[second]))
    var hasher = StableHasher(domain: "apart")
    min(one, other).feed(&hasher)
    max(one, other).feed(&hasher)
    let namespace = hasher.finalize().high
    let side = UInt32(pairs.count * 2)
    sides[one, default: []].append(side)
    sides[other, default: []].append(side + 1)
    pairs.append(
      Pair(
        rule: rule, positions: (first, second),
        ids: (
          RankedToken(apart: one.hash, namespace: namespace),
          RankedToken(apart: other.hash, namespace: namespace)
        )))
  }

  /// Whether nothing is said.
  var isEmpty: Bool { rules.isEmpty }

  /// How many sets of identifiers there may be.
  var setCount: Int { sets.count }

  /// The set of an identifier that is said to be the same as others.
  package func set(of token: Token) -> Int? { set(of: RankedToken(token)) }

  /// The set of an identifier, all carriers of which are one customer.
  func set(of token: RankedToken) -> Int? { sets[token] }

  /// The sides of pairs that an identifier is; the opposite side differs in the last bit.
  func sides(of token: RankedToken) -> [UInt32] { sides[token] ?? [] }

  /// The id that keeps whoever has one side of a pair apart from who has the other.
  func id(of side: UInt32) -> RankedToken {
    let pair = pairs[Int(side / 2)]
    return side & 1 == 0 ? pair.ids.0 : pair.ids.1
  }

  /// What of the rules has no effect, in their order.
  ///
  /// - Parameter met: The identifiers that some interaction or profile carries.
  /// - Parameter void: The pairs of which one interaction or profile carries both.
  func idle(met: Set<RankedToken>, void: Set<UInt32>) -> [IdleOverride] {
    let unmet = rules.enumerated().flatMap { number, rule in
      rule.tokens.enumerated().filter { !met.contains(RankedToken($1)) }.map { position, _ in
        IdleOverride(rule: number, identifiers: [position])
      }
    }
    let together = void.map { number in
      let pair = pairs[Int(number)]
      return IdleOverride(rule: pair.rule, identifiers: [pair.positions.0, pair.positions.1])
    }
    return (unmet + together).sorted()
  }
}

/// A part of an override without effect: an identifier that nothing carries, or two that are said
/// to be apart and that one interaction or profile carries.
package struct IdleOverride: Codable, Comparable, Sendable {
  /// The number of the rule, from 0.
  package var rule: Int
  /// The positions of the identifiers in it.
  package var identifiers: [Int]

  package init(rule: Int, identifiers: [Int]) {
    self.rule = rule
    self.identifiers = identifiers
  }

  package static func < (left: IdleOverride, right: IdleOverride) -> Bool {
    left.rule != right.rule
      ? left.rule < right.rule : left.identifiers.lexicographicallyPrecedes(right.identifiers)
  }
}
