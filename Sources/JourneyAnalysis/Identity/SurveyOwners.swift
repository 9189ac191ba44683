import JourneyModel

/// Finds the customer of every survey: whoever had the interaction it names, else the owner of its
/// strongest identifier that has one, else a customer of its own.
struct SurveyOwners: ~Copyable {
  private let limits: IdentityLimits
  private let memory: IdentityMemory
  private let sortBytes: Int

  /// Surveys among so many vertices.
  init(limits: IdentityLimits, memory: IdentityMemory, vertices: Int) {
    self.limits = limits
    self.memory = memory
    sortBytes = memory.free(beside: vertices) / 8
  }

  /// Settles the surveys that name an interaction: of several the one of the smallest reference.
  func settleNamed(
    _ surveyed: consuming SortedRows<OwnedName>, _ customers: inout CustomerNames
  ) throws(ScratchError) {
    while let row = try surveyed.next() {
      guard customers[Int(row.owner)] == .survey else { continue }
      customers[Int(row.owner)] = customers.name(of: row.vertex)
    }
  }

  /// Settles all others by what they carry.
  func settleOthers(
    _ surveys: inout ScratchRows<HashedVertex>, carrying tokens: inout ScratchRows<TokenRow>,
    table: inout TokenTable, owners: inout ScratchRows<TokenOwner>, _ customers: inout CustomerNames
  ) throws(ScratchError) {
    var rows: RowSorter<TokenRow> = memory.sorter("survey-identifiers", bytes: sortBytes)
    tokens.rewind()
    while let row = try tokens.next() {
      if customers[Int(row.vertex)] == .survey { try rows.append(row) }
    }
    var carried = try findOwners(of: rows.finish(), &table, &owners, customers)
    var next = try carried.next()
    surveys.rewind()
    while let survey = try surveys.next() {
      guard customers[Int(survey.vertex)] == .survey else { continue }
      var least: RankedToken?
      var unknown: RankedToken?
      var name = CustomerName.unknown
      while let row = next, row.vertex == survey.vertex {
        if least == nil { least = row.token }
        if row.owner == .survey, !row.token.isWeak, unknown == nil { unknown = row.token }
        if row.owner.isSettled, name == .unknown { name = row.owner }
        next = try carried.next()
      }
      if name == .unknown {
        name = try nameAnew(survey.hash, unknown: unknown, least: least, &customers)
      }
      customers[Int(survey.vertex)] = name
    }
  }

  /// Brings identifiers together with the owners of those that legs and profiles carry.
  ///
  /// `survey` stands for the owner of one that none carries. A phone that passed on is that of its
  /// holder at the time of the survey, and left out where that was nobody.
  private func findOwners(
    of rows: consuming SortedRows<TokenRow>, _ table: inout TokenTable,
    _ owners: inout ScratchRows<TokenOwner>, _ customers: borrowing CustomerNames
  ) throws(ScratchError) -> SortedRows<CarriedToken> {
    var found: RowSorter<CarriedToken> = memory.sorter("survey-owners", bytes: sortBytes)
    table.rewind()
    owners.rewind()
    var next = try table.nextName()
    var epochs: [(name: TokenTable.Name, owner: TokenOwner)] = []
    while let row = try rows.next() {
      if epochs.first?.name.carried != row.token { epochs.removeAll(keepingCapacity: true) }
      while let name = next, name.carried <= row.token, let owner = try owners.next() {
        if name.carried == row.token { epochs.append((name, owner)) }
        next = try table.nextName()
      }
      guard !epochs.isEmpty else {
        try found.append(CarriedToken(token: row.token, vertex: row.vertex, owner: .survey))
        continue
      }
      for epoch in epochs where epoch.name.isOf(row.day.day, silence: limits.daysOfSilence) {
        try found.append(
          CarriedToken(
            token: epoch.name.token, vertex: row.vertex,
            owner: epoch.owner.group.map { customers.name(of: $0) } ?? .unknown))
        break
      }
    }
    return try found.finish()
  }

  /// The name of a customer of whom a survey alone speaks.
  private func nameAnew(
    _ reference: StableHash128, unknown: RankedToken?, least: RankedToken?,
    _ customers: inout CustomerNames
  ) throws(ScratchError) -> CustomerName {
    if let unknown {
      let id = CustomerNames.id(unknown, domain: "customer")
      return try customers.make(id, isAnonymous: false)
    }
    let id = least.map { CustomerNames.id($0, domain: "anonymous") }
    return try customers.make(id ?? CustomerNames.id(reference), isAnonymous: true)
  }
}

extension TokenTable.Name {
  /// Whether it was its holder's on a day: no long silence lies between.
  fileprivate func isOf(_ day: Int32?, silence: Int32) -> Bool {
    guard let days else { return true }
    guard let day else { return false }
    return day - days.upperBound < silence && days.lowerBound - day < silence
  }
}
