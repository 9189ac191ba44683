import JourneyModel

/// Decides about every identifier that people share whether it bridges.
///
/// It does not if the groups that carry it carry several unique-strong ids of one namespace, or too
/// many strong identifiers. Of a phone that passed from one holder to another this is decided for
/// each (`PhoneEpochs`).
///
/// Identifiers come strong ones first, so when the first shared one comes, all groups know what
/// they hold.
struct SharedTokens: ~Copyable {
  /// Phones of which several holders were told apart.
  private(set) var recycledCount: Int64 = 0

  private let limits: IdentityLimits
  private var held: HeldTokens
  private var epochs: PhoneEpochs
  /// The different identifiers one shared-prone one meets; used again for the next.
  private var metUnique = RowList<UInt32>()
  private var metStrong = RowList<UInt32>()
  private var metOfNamespace: [Int] = []

  /// Nothing decided about groups of so many vertices.
  init(limits: IdentityLimits, vertices: Int, memory: IdentityMemory) {
    self.limits = limits
    held = HeldTokens(
      unique: GroupTokens(groups: vertices, memory: memory),
      strong: GroupTokens(groups: vertices, memory: memory))
    epochs = PhoneEpochs(limits: limits)
  }

  /// Decides about all identifiers of a table.
  mutating func decide(_ table: inout TokenTable) throws(ScratchError) {
    metOfNamespace = Array(repeating: 0, count: table.namespaces.count)
    var strongCount: UInt32 = 0
    table.rewind()
    while let entry = try table.next() {
      try table.readCarriers()
      if let number = entry.number {
        for group in table.carriers { try held.unique.insert(number, in: Int(group)) }
      } else if entry.token.isStrong {
        for group in table.carriers { try held.strong.insert(strongCount, in: Int(group)) }
        strongCount += 1
      } else {
        let decision = decision(about: entry.token, of: table.carriers, table.namespaces)
        if !decision.groupsUnknown, try part(entry, &table) { continue }
        try table.decide(decision)
      }
    }
  }

  /// Decides about a phone that met several customers, for each of its holders if these can be told
  /// apart; false if they cannot.
  private mutating func part(
    _ entry: TokenTable.Entry, _ table: inout TokenTable
  ) throws(ScratchError) -> Bool {
    guard entry.spells > 1 else { return false }
    try table.readSpells()
    let count = epochs.find(table, spells: entry.spells, held)
    if count == 1 { return false }
    recycledCount += 1
    for number in 0..<count {
      table.beginEpoch(number, of: entry.token)
      for (place, epoch) in epochs.epochs.all.enumerated() where Int(epoch) == number {
        try table.addToEpoch(place)
      }
      let decision = decision(
        about: entry.token, of: table.epochCarriers, table.namespaces)
      try table.endEpoch(decision, isLast: number == count - 1)
    }
    return true
  }

  private mutating func decision(
    about token: RankedToken, of groups: RowSlice<UInt32>, _ namespaces: borrowing Namespaces
  ) -> TokenTable.Decision {
    let met = met(groups, namespaces)
    let isOfOne = met.customers <= limits.customersPerSharedToken
    return TokenTable.Decision(
      bridges: isOfOne && isWithinLimits(met, token.kind), groupsUnknown: isOfOne)
  }

  private func isWithinLimits(_ met: (strong: Int, unique: Int, Int), _ kind: TokenKind) -> Bool {
    kind.isDevice
      ? met.strong <= limits.strongTokensPerDevice
      : met.strong + met.unique <= limits.strongTokensPerSharedToken
  }

  /// What only the deciding needs is given back.
  consuming func finish() -> GroupTokens { held.unique }

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
      var place = held.unique.first(of: Int(group))
      while customers <= enough, let token = held.unique.next(&place) {
        if metUnique.all.contains(token) { continue }
        metUnique.append(token)
        let namespace = namespaces.namespace(of: token)
        metOfNamespace[namespace] += 1
        customers = max(customers, metOfNamespace[namespace])
      }
      place = held.strong.first(of: Int(group))
      while metStrong.count <= limits.strongTokensPerSharedToken,
        let token = held.strong.next(&place)
      {
        if !metStrong.all.contains(token) { metStrong.append(token) }
      }
    }
    for token in metUnique.all { metOfNamespace[namespaces.namespace(of: token)] = 0 }
    return (metStrong.count, metUnique.count, customers)
  }
}
