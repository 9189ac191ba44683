import JourneyModel

/// Every identifier once, in token order, with the groups of vertices that carry it.
struct TokenTable {
  /// The identifiers, sorted (strength, kind, hash, namespace).
  private(set) var tokens: [Token] = []
  /// For each identifier the first of its `carriers`; one more at the end.
  private(set) var starts: [Int] = [0]
  /// The roots of the groups that carry each identifier: sorted and distinct within one.
  private(set) var carriers: [Int32] = []
  /// Whether an identifier may unite the groups that carry it.
  private(set) var bridges: [Bool] = []
  /// Whether an identifier may group the anonymous: not where it met too many customers.
  private(set) var groupsUnknown: [Bool] = []
  /// The number of each unique-strong identifier's namespace, −1 for the others.
  private(set) var spaces: [Int32] = []
  /// How many namespaces of unique-strong identifiers there are.
  private(set) var spaceCount = 0
  /// Identifiers that met too many others to bridge.
  private(set) var sharedCount: Int64 = 0

  /// The identifiers of a table's legs and profiles.
  init(_ vertices: VertexTable, groups: inout DisjointSets, limits: IdentityLimits) {
    var rows = vertices.tokenRows
    for index in rows.indices {
      rows[index].vertex = UInt32(groups.root(of: Int(rows[index].vertex)))
    }
    rows.sort { left, right in
      left.token != right.token ? left.token < right.token : left.vertex < right.vertex
    }
    for row in rows {
      if tokens.last != row.token {
        if !tokens.isEmpty { starts.append(carriers.count) }
        tokens.append(row.token)
        carriers.append(Int32(row.vertex))
      } else if carriers.last != Int32(row.vertex) {
        carriers.append(Int32(row.vertex))
      }
    }
    if !tokens.isEmpty { starts.append(carriers.count) }
    numberSpaces()
    decideBridges(limits, groupCount: vertices.count)
  }

  /// The groups that carry an identifier.
  func carriers(of token: Int) -> ArraySlice<Int32> { carriers[starts[token]..<starts[token + 1]] }

  /// The position of an identifier; nil if no leg or profile carries it.
  func position(of token: Token) -> Int? {
    var low = 0
    var high = tokens.count
    while low < high {
      let middle = (low + high) / 2
      if tokens[middle] < token { low = middle + 1 } else { high = middle }
    }
    return low < tokens.count && tokens[low] == token ? low : nil
  }

  private mutating func numberSpaces() {
    var numbers: [Token: Int32] = [:]
    spaces = tokens.map { token in
      guard token.kind.strength == .uniqueStrong else { return -1 }
      let space = Token(kind: token.kind, namespace: token.namespace, hash: .zero)
      if let number = numbers[space] { return number }
      let number = Int32(numbers.count)
      numbers[space] = number
      return number
    }
    spaceCount = numbers.count
  }

  private mutating func decideBridges(_ limits: IdentityLimits, groupCount: Int) {
    bridges = tokens.map { $0.kind.strength < .sharedProne }
    groupsUnknown = Array(repeating: true, count: tokens.count)
    guard let firstShared = tokens.firstIndex(where: { $0.kind.strength == .sharedProne }) else {
      return
    }
    let strong = GroupTokens(self, before: firstShared, groupCount: groupCount)
    for token in firstShared..<tokens.count where tokens[token].kind.strength == .sharedProne {
      let met = met(by: token, strong: strong, limits: limits)
      bridges[token] =
        met.customers <= limits.customersPerSharedToken
        && met.strong <= limits.strongTokensPerSharedToken
      groupsUnknown[token] = met.customers <= limits.customersPerGroupingToken
      if !bridges[token] { sharedCount += 1 }
    }
  }

  /// How many strong identifiers, and at most how many customers of one namespace, an identifier
  /// meets; counted until it is known to be nobody's.
  private func met(
    by token: Int, strong: GroupTokens, limits: IdentityLimits
  ) -> (strong: Int, customers: Int) {
    var met: Set<Int32> = []
    var idsBySpace: [Int32: Int] = [:]
    var customers = 0
    for group in carriers(of: token) {
      for other in strong.tokens(of: Int(group)) where met.insert(other).inserted {
        let space = spaces[Int(other)]
        guard space >= 0 else { continue }
        idsBySpace[space, default: 0] += 1
        customers = max(customers, idsBySpace[space, default: 0])
        if customers > limits.customersPerGroupingToken { return (met.count, customers) }
      }
    }
    return (met.count, customers)
  }
}

/// The strong identifiers of each group: the token table turned round.
private struct GroupTokens {
  private var starts: [Int32]
  private var tokens: [Int32]

  init(_ table: TokenTable, before end: Int, groupCount: Int) {
    let rows = table.carriers[..<table.starts[end]]
    starts = Array(repeating: 0, count: groupCount + 1)
    for group in rows { starts[Int(group) + 1] += 1 }
    for group in 0..<groupCount { starts[group + 1] += starts[group] }
    var next = starts
    tokens = Array(repeating: 0, count: rows.count)
    for token in 0..<end {
      for group in table.carriers(of: token) {
        tokens[Int(next[Int(group)])] = Int32(token)
        next[Int(group)] += 1
      }
    }
  }

  func tokens(of group: Int) -> ArraySlice<Int32> {
    tokens[Int(starts[group])..<Int(starts[group + 1])]
  }
}
