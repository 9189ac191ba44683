import JourneyAnalysis
import JourneyModel
import TestSupport
import Testing

@Suite struct IdentityResolverTests {
  /// Resolves vertices written as `IdentityVertex` reads them.
  private func resolution(_ lines: String...) throws -> ResolvedIdentity {
    try resolution(lines)
  }

  private func resolution(_ lines: [String]) throws -> ResolvedIdentity {
    try ResolvedIdentity(lines.map(IdentityVertex.init))
  }

  /// The vertices that share a customer, as groups of positions.
  private func groups(_ lines: String...) throws -> [[Int]] {
    try resolution(lines).groups
  }

  @Test func identifiersBridge() throws {
    #expect(
      try groups(
        "leg a customer=7 email=x", "leg b email=x phone=1", "leg c phone=1", "leg d phone=2")
        == [[0, 1, 2], [3]])
  }

  @Test func legsAreOneWhateverTheyCarry() throws {
    #expect(try groups("leg a customer=7", "leg b of=a customer=8", "leg c of=b") == [[0, 1, 2]])
  }

  @Test func namespacesNeverContradictEachOther() throws {
    #expect(
      try groups("leg a customer=crm:7 email=x", "leg b customer=desk:9 email=x") == [[0, 1]])
  }

  @Test func anEmailDoesNotJoinTwoIdsOfOneNamespace() throws {
    let resolution = try resolution(
      "leg a customer=7 email=x", "leg b customer=8 email=x", "leg c email=x")
    #expect(resolution.groups == [[0], [1], [2]])
    #expect(resolution.vetoedTokens == 1)
    #expect(resolution.isAnonymous == [false, false, true])
  }

  @Test func aPhoneThatMeetsTwoCustomersBridgesNothing() throws {
    let resolution = try resolution(
      "leg a customer=7 phone=1", "leg b customer=8 phone=1", "leg c phone=1", "leg d phone=1")
    #expect(resolution.groups == [[0], [1], [2], [3]])
    #expect(resolution.sharedTokens == 1)
    #expect(resolution.isAnonymous == [false, false, true, true])
  }

  @Test func aPhoneMeetsWhatAllLegsOfAnInteractionCarry() throws {
    let resolution = try resolution(
      "leg a phone=1", "leg b of=a customer=7", "leg c customer=8 phone=1")
    #expect(resolution.groups == [[0, 1], [2]])
  }

  @Test func aPhoneThatMeetsTooManyIdentifiersBridgesNothing() throws {
    let lines = (0..<9).map { "leg a\($0) email=e\($0) phone=1" }
    #expect(try Set(resolution(lines).customers).count == 9)
    #expect(try Set(resolution(lines.dropLast()).customers).count == 1)
  }

  @Test func aPhoneOfTooManyAddressesGroupsTheUnknown() throws {
    let known = (0..<9).map { "leg a\($0) email=e\($0) phone=1" }
    let resolution = try resolution(known + ["leg b phone=1", "leg c phone=1"])
    #expect(resolution.isAnonymous.suffix(2) == [true, true])
    #expect(Set(resolution.customers.suffix(2)).count == 1)
  }

  @Test func aCookieBridgesUnlessItMeetsTwo() throws {
    let one = try resolution(
      "leg a cookie=1 customer=7", "leg b cookie=1", "leg c cookie=1", "leg d cookie=2",
      "leg e cookie=2")
    #expect(one.groups == [[0, 1, 2], [3, 4]])
    #expect(one.isAnonymous == [false, false, false, true, true])
    // A browser of a family, known by ids or by addresses alone.
    let family = ["leg a cookie=1 customer=7", "leg b cookie=1", "leg c cookie=1 customer=8"]
    #expect(try resolution(family).groups == [[0], [1], [2]])
    let mails = ["leg a cookie=1 email=x", "leg b cookie=1", "leg c cookie=1 email=y"]
    #expect(try Set(resolution(mails).customers).count == 3)
  }

  private let mail = { Scenario.token(.email, $0) }
  private let customer = { Scenario.token(.customer, $0) }

  private func same(_ tokens: Token...) -> IdentityOverrides.Rule {
    IdentityOverrides.Rule(isSame: true, tokens: tokens)
  }

  private func apart(_ tokens: Token...) -> IdentityOverrides.Rule {
    IdentityOverrides.Rule(isSame: false, tokens: tokens)
  }

  /// The resolution under rules, which is the same for the vertices in the opposite order.
  private func resolution(
    _ lines: [String], _ rules: [IdentityOverrides.Rule]
  ) throws -> ResolvedIdentity {
    let vertices = lines.map(IdentityVertex.init)
    let found = try ResolvedIdentity(vertices, IdentityOverrides(rules))
    var backwards = try ResolvedIdentity(vertices.reversed(), IdentityOverrides(rules))
    backwards.customers.reverse()
    backwards.isAnonymous.reverse()
    #expect(backwards == found)
    return found
  }

  @Test func whatSomebodySaidWins() throws {
    let lines = [
      "leg a customer=7 email=x", "leg b customer=8", "leg c email=y", "leg d phone=1 email=x",
      "leg e phone=1 email=y",
    ]
    func groups(_ rules: IdentityOverrides.Rule...) throws -> [[Int]] {
      try resolution(lines, rules).groups
    }
    #expect(try groups() == [[0, 2, 3, 4], [1]])
    // The phone joins x and y.
    #expect(try groups(apart(mail("x"), mail("y"))) == [[0, 3], [1], [2, 4]])
    #expect(try groups(same(customer("7"), customer("8"))) == [[0, 1, 2, 3, 4]])
    #expect(
      try groups(
        same(customer("7"), customer("8")), same(customer("8"), mail("y")),
        apart(mail("y"), Scenario.token(.cookie, "z"))) == [[0, 1, 2, 3, 4]])
  }

  @Test(arguments: [
    "leg d phone=1 customer=7", "profile d phone=1 customer=7",
    "leg d phone=1 | leg e customer=7 of=d",
  ])
  func whatOneRecordCarriesIsNotKeptApart(carrier: String) throws {
    let lines =
      ["leg a phone=1 email=x", "leg b customer=7 email=x", "leg c email=x"]
    let rule = apart(Scenario.token(.phone, "1"), customer("7"))
    let kept = try resolution(lines, [rule])
    #expect(kept.groups == [[0], [1], [2]])
    #expect(kept.idleOverrides.isEmpty)
    // One record carries both, so nothing keeps them apart: not even the other records of either.
    let more = lines + carrier.split(separator: " | ").map(String.init)
    let joined = try resolution(more, [rule])
    #expect(joined.customers == (try resolution(more)).customers)
    #expect(Set(joined.customers).count == 1)
    #expect(joined.idleOverrides == [IdleOverride(rule: 0, identifiers: [0, 1])])
  }

  @Test func whatNobodyCarriesIsTold() throws {
    let rules = [
      same(customer("7"), mail("x")), same(customer("7"), mail("z")),
      apart(mail("x"), Scenario.token(.phone, "9")),
    ]
    let found = try resolution(["leg a customer=7", "leg b email=x", "survey s email=z"], rules)
    #expect(
      found.idleOverrides == [
        IdleOverride(rule: 1, identifiers: [1]), IdleOverride(rule: 2, identifiers: [1]),
      ])
  }

  @Test func aLinkAboutOneMatterBridgesUnlessTwoIdsContradict() throws {
    #expect(
      try groups("leg a customer=7", "leg b phone=1 callback-of=a", "leg c phone=1") == [[0, 1, 2]])
    #expect(try groups("leg a email=x", "leg b phone=1 follows=a") == [[0, 1]])
    #expect(try groups("leg a email=x", "leg b phone=1 about=a") == [[0, 1]])
    #expect(
      try groups("leg a customer=7", "leg b customer=8", "leg c phone=1 follows=a follows=b")
        == [[0], [1], [2]])
    let vetoed = try resolution("leg a customer=7", "leg b customer=8 follows=a")
    #expect(vetoed.groups == [[0], [1]])
    #expect(vetoed.vetoedTokens == 1)
  }

  @Test func aDistantConflictVetoesTheWeakerIdentifier() throws {
    #expect(
      try groups(
        "leg a customer=7 email=x", "leg b email=x phone=1", "leg c phone=1 email=y",
        "leg d customer=8 email=y") == [[0, 1], [2, 3]])
  }

  @Test func anInteractionOfTwoIdsJoinsNeither() throws {
    let resolution = try resolution(
      "leg a customer=7", "leg b of=a customer=8", "leg c customer=7", "leg d customer=8")
    #expect(resolution.groups == [[0, 1], [2], [3]])
  }

  @Test func aWithheldCallerTakesTheCustomerOfWhatIsLinked() throws {
    #expect(try groups("leg a customer=7", "leg b about=a", "leg c about=b") == [[0, 1, 2]])
    #expect(try groups("leg a customer=7 about=b", "leg b") == [[0, 1]])
  }

  @Test func aCallerLinkedToTwoCustomersIsNobodys() throws {
    #expect(
      try groups("leg a customer=7", "leg b customer=8", "leg c about=a about=b") == [
        [0], [1], [2],
      ])
  }

  /// Twenty-five customers of two addresses each, by number, and what joins neighbours.
  private func chain(_ count: Int, _ joint: (Int) -> String) -> [String] {
    (0..<count).flatMap { number in
      [
        "leg a\(number) customer=s\(number):1 email=\(number)",
        "leg b\(number) email=\(number)" + joint(number),
      ]
    }
  }

  @Test(arguments: [
    ("25 of two names are one", 25, 1, 0), ("26 are cut", 26, 2, 1), ("60 are cut twice", 60, 3, 2),
  ])
  func aChainOfPhonesIsCut(name: String, count: Int, customers: Int, cuts: Int64) throws {
    // Each phone is shown with two addresses, the caller's and the next one's.
    let lines = chain(count) { " phone=\($0) phone=\($0 + 1)" }
    let resolution = try resolution(lines)
    #expect(resolution.groups.count >= customers, "\(name)")
    #expect(resolution.uses[.phone, .oversized] >= cuts, "\(name)")
    #expect((resolution.groups.count == 1) == (cuts == 0), "\(name)")
    #expect(resolution.groups.allSatisfy { $0.count <= 50 }, "\(name)")
    #expect(resolution.uses[.phone, .oversized] + 1 == Int64(resolution.groups.count), "\(name)")
    // The same customers in another order.
    let back = try self.resolution(lines.reversed())
    #expect(Array(back.customers.reversed()) == resolution.customers, "\(name)")
  }

  @Test func linksAreCutAsPhonesAre() throws {
    let joined = try resolution(chain(25) { $0 == 0 ? "" : " follows=a\($0 - 1)" })
    #expect(joined.groups.count == 1)
    let cut = try resolution(chain(26) { $0 == 0 ? "" : " follows=a\($0 - 1)" })
    #expect(cut.groups.count == 2)
    #expect(cut.uses[nil, .oversized] == 1)
  }

  @Test func anIdJoinsWhateverElseItsCustomerHas() throws {
    let lines = (0..<60).map { "leg a\($0) customer=7 email=\($0)" }
    #expect(try resolution(lines).groups.count == 1)
  }

  @Test func aQuotedIDTellsNotWhoIsWho() throws {
    #expect(try groups("leg a email=x", "leg b phone=1 follows=a") == [[0, 1]])
    #expect(try groups("leg a email=x", "leg b phone=1 quotes=a") == [[0], [1]])
    #expect(try resolution("leg a email=x", "leg b quotes=z").danglingLinks == 0)
    #expect(try groups("leg a email=x", "survey s quotes=a") == [[0], [1]])
  }

  @Test func linkedCallersWithoutIdentifiersAreOneAnonymousCustomer() throws {
    let resolution = try resolution("leg a", "leg b about=a", "leg c")
    #expect(resolution.groups == [[0, 1], [2]])
    #expect(resolution.isAnonymous == [true, true, true])
  }

  @Test func surveysFollowWhatTheyNameThenTheirIdentifiers() throws {
    let lines = [
      "leg a customer=7", "leg b customer=8 email=x", "survey s email=x about=a",
      "survey t email=x", "survey u email=new", "survey v email=new", "survey w about=nothing",
    ]
    let resolution = try resolution(lines)
    #expect(resolution.groups == [[0, 2], [1, 3], [4, 5], [6]])
    #expect(resolution.isAnonymous == [false, false, false, false, false, false, true])
    #expect(resolution.danglingLinks == 1)
  }

  @Test func surveysBridgeNothing() throws {
    let found = try groups("leg a email=x", "leg b email=y", "survey s email=x email=y")
    #expect(found == [[0, 2], [1]] || found == [[0], [1, 2]])
  }

  @Test func anIdThatIsAmbiguousKeepsItsInteractionsFromOthersCustomers() throws {
    let resolution = try resolution(
      "leg a customer=crm:7 customer=desk:1", "leg b customer=crm:7 customer=desk:2",
      "leg c customer=crm:7 about=d", "leg d customer=crm:9")
    #expect(Set(resolution.customers).count == 4)
    // The id of the first two, and the link.
    #expect(resolution.vetoedTokens == 2)
  }

  @Test func profilesGiveTheIdBehindAnEmail() throws {
    let resolution = try resolution("profile p customer=7 email=x", "leg a email=x")
    #expect(resolution.groups == [[0, 1]])
    #expect(resolution.isAnonymous == [false, false])
  }

  @Test func idsAreMadeOfTheStrongestSmallestIdentifier() throws {
    let alone = try resolution("leg a customer=7").customers[0]
    #expect(try resolution("leg z email=x customer=7", "leg y email=x").customers[1] == alone)
  }

  @Test func itIsCountedWhatJoinsAndWhatDoesNot() throws {
    let found = try resolution(
      "leg a customer=7 email=x phone=1", "leg b email=x phone=1", "leg c customer=8 email=y",
      "leg d customer=9 email=y cookie=1", "leg e cookie=1", "leg f phone=2 customer=7",
      "leg g phone=2 customer=8", "leg h callback-of=e", "leg i follows=a follows=c",
      "leg j customer=7 about=d")
    var expected = IdentifierUses()
    // Ids 7 and 8 of two or more, 9 of one; y of 8 and 9; x, phone 1 and the cookie; phone 2.
    expected[.customer, .bridge] = 2
    expected[.customer, .single] = 1
    expected[.email, .vetoed] = 1
    expected[.email, .bridge] = 1
    expected[.phone, .bridge] = 1
    expected[.phone, .shared] = 1
    expected[.cookie, .bridge] = 1
    // Of links: h to e, i to two, j to another customer.
    expected[nil, .bridge] = 1
    expected[nil, .shared] = 2
    expected[nil, .vetoed] = 1
    #expect(found.uses == expected)
    #expect(found.sharedTokens == 1)
    #expect(found.vetoedTokens == 2)
  }

  @Test(arguments: 0..<60)
  func orderDoesNotMatterInWildWorlds(seed: Int) throws {
    let world = IdentityWorld(seed: UInt64(seed), isWild: true)
    let expected = try world.resolve()
    var random = SeededRandom(seed: UInt64(seed) &+ 1000)
    for _ in 0..<4 {
      let order = Array(world.vertices.indices).shuffled(using: &random)
      #expect(try world.resolve(order: order) == expected)
    }
  }

  @Test(arguments: 0..<60)
  func noCustomerHoldsTwoIdsOfANamespaceUnlessOneInteractionDoes(seed: Int) throws {
    let world = IdentityWorld(seed: UInt64(seed), isWild: true)
    let customers = try world.resolve()
    var held: [String: Set<Token>] = [:]
    for (vertex, customer) in zip(world.vertices, customers)
    where !names(world, customer, customers) {
      for token in vertex.tokens where token.kind.strength == .uniqueStrong {
        held["\(customer) \(token.namespace)", default: []].insert(token)
      }
    }
    #expect(held.values.allSatisfy { $0.count == 1 })
  }

  /// Whether legs of a customer were joined by `leg-of`, so that two ids may be unavoidable.
  private func names(
    _ world: IdentityWorld, _ customer: CustomerID, _ customers: [CustomerID]
  ) -> Bool {
    zip(world.vertices, customers).contains { vertex, other in
      other == customer && vertex.links.contains { $0.kind == .legOf }
    }
  }
}
