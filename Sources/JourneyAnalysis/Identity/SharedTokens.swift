import JourneyModel

/// Decides about every identifier that people share whether it bridges: not if the groups that
/// carry it carry several unique-strong ids of one namespace, or too many strong identifiers.
///
/// Identifiers come strong ones first, so when the first shared one comes, all groups know what
/// they hold.
struct SharedTokens: ~Copyable {
  /// The unique-strong identifiers of each group.
  private(set) var unique: GroupTokens
  /// Identifiers that met too many others to bridge.
  private(set) var sharedCount: Int64 = 0

  private let limits: IdentityLimits
  private var strong: GroupTokens
  /// The different identifiers one shared-prone one meets; used again for the next.
  private var metUnique = RowList<UInt32>()
  private var metStrong = RowList<UInt32>()
  private var metOfNamespace: [Int] = []

  /// Nothing decided about groups of so many vertices.
  init(limits: IdentityLimits, vertices: Int, memory: IdentityMemory) {
    self.limits = limits
    unique = GroupTokens(groups: vertices, memory: memory)
    strong = GroupTokens(groups: vertices, memory: memory)
  }

  /// Decides about all identifiers of a table.
  mutating func decide(_ table: inout TokenTable) throws(ScratchError) {
    metOfNamespace = Array(repeating: 0, count: table.namespaces.count)
    var strongCount: UInt32 = 0
    table.rewind()
    while let entry = try table.next() {
      try table.readCarriers()
      if let number = entry.number {
        for group in table.carriers { try unique.insert(number, in: Int(group)) }
      } else if entry.token.isStrong {
        for group in table.carriers { try strong.insert(strongCount, in: Int(group)) }
        strongCount += 1
      } else {
        let met = met(table.carriers, table.namespaces)
        let isOfOne = met.customers <= limits.customersPerSharedToken
        let bridges = isOfOne && isWithinLimits(met, entry.token.kind)
        if !bridges { sharedCount += 1 }
        try table.decide(bridges: bridges, groupsUnknown: isOfOne)
      }
    }
  }

  private func isWithinLimits(_ met: (strong: Int, unique: Int, Int), _ kind: TokenKind) -> Bool {
    kind.isDevice
      ? met.strong <= limits.strongTokensPerDevice
      : met.strong + met.unique <= limits.strongTokensPerSharedToken
  }

  /// What only the deciding needs is given back.
  consuming func finish() -> GroupTokens { unique }

  /// How many strong and unique-strong identifiers some groups hold, and at most how many customers
  /// of one namespace; counted until it is known to be more than any limit.
  private mutating func met(
    _ groups: RowSlice<UInt32>, _ namespaces: borrowing Namespaces
  ) -> (strong: Int, unique: Int, customers: Int) {
    metUnique.removeAll()
    metStrong.removeAll()
    var customers = 0
    let enough = limits.customersPerSharedToken
    for group in groups where customers <= enough {
      var place = unique.first(of: Int(group))
      while customers <= enough, let token = unique.next(&place) {
        if metUnique.all.contains(token) { continue }
        metUnique.append(token)
        let namespace = namespaces.namespace(of: token)
        metOfNamespace[namespace] += 1
        customers = max(customers, metOfNamespace[namespace])
      }
      place = strong.first(of: Int(group))
      while metStrong.count <= limits.strongTokensPerSharedToken, let token = strong.next(&place) {
        if !metStrong.all.contains(token) { metStrong.append(token) }
      }
    }
    for token in metUnique.all { metOfNamespace[namespaces.namespace(of: token)] = 0 }
    return (metStrong.count, metUnique.count, customers)
  }
}
