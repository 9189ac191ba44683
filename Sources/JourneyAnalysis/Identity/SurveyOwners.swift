import JourneyModel

/// Finds the customer of every survey: whoever had the interaction it names, else the owner of its
/// strongest identifier that has one, else a customer of its own.
struct SurveyOwners: ~Copyable {
  private let memory: IdentityMemory
  private let sortBytes: Int

  /// Surveys among so many vertices.
  init(memory: IdentityMemory, vertices: Int) {
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

  /// Brings identifiers together with the owners of those that legs and profiles carry; `survey`
  /// stands for the owner of one that none carries.
  private func findOwners(
    of rows: consuming SortedRows<TokenRow>, _ table: inout TokenTable,
    _ owners: inout ScratchRows<TokenOwner>, _ customers: borrowing CustomerNames
  ) throws(ScratchError) -> SortedRows<CarriedToken> {
    var found: RowSorter<CarriedToken> = memory.sorter("survey-owners", bytes: sortBytes)
    table.rewind()
    owners.rewind()
    var entry = try table.nextToken()
    var owner = try owners.next()
    while let row = try rows.next() {
      while let token = entry, token < row.token {
        entry = try table.nextToken()
        owner = try owners.next()
      }
      var carried = CarriedToken(token: row.token, vertex: row.vertex, owner: .survey)
      if entry == row.token, let owner {
        carried.owner = owner.group.map { customers.name(of: $0) } ?? .unknown
      }
      try found.append(carried)
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
