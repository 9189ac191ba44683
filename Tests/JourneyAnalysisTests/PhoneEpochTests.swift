import JourneyAnalysis
import JourneyModel
import TestSupport
import Testing

/// Phones that passed from one holder to another.
@Suite struct PhoneEpochTests {
  /// Vertices written as in `IdentityResolverTests`, in days since 1970.
  private func resolution(
    _ lines: [String], limits: IdentityLimits = IdentityLimits()
  ) throws -> ResolvedIdentity {
    try ResolvedIdentity(lines.map(IdentityVertex.init), limits: limits)
  }

  private func groups(_ lines: String...) throws -> [[Int]] {
    try resolution(lines).groups
  }

  @Test func aPhoneThatPassedOnJoinsItsHoldersEachForTheirTime() throws {
    let lines = [
      "leg a day=100 phone=1 customer=7", "leg b day=110 phone=1",
      "leg c day=290 phone=1 customer=8", "leg d day=300 phone=1",
    ]
    let found = try resolution(lines)
    #expect(found.groups == [[0, 1], [2, 3]])
    #expect(found.recycledTokens == 1)
    #expect(found.sharedTokens == 0)
    #expect(!found.isAnonymous.contains(true))
  }

  @Test func aShorterSilencePartsNobody() throws {
    let found = try resolution([
      "leg a day=100 phone=1 customer=7", "leg b day=110 phone=1",
      "leg c day=289 phone=1 customer=8",
    ])
    #expect(found.groups == [[0], [1], [2]])
    #expect(found.recycledTokens == 0)
    #expect(found.sharedTokens == 1)
  }

  @Test func aPhoneOfOneCustomerJoinsOverYears() throws {
    #expect(
      try groups(
        "leg a day=100 phone=1 customer=7", "leg b day=900 phone=1",
        "leg c day=2000 phone=1 email=x") == [[0, 1, 2]])
  }

  @Test func whoIsSeenOnBothSidesKeepsAPhoneWhole() throws {
    // An id that returns, an address, an interaction and a customer list that names both.
    for line in [
      "leg c day=900 phone=1 customer=7", "leg c day=900 phone=1 email=x",
      "leg c day=900 phone=1 of=a", "profile c phone=1 customer=9",
    ] {
      let found = try resolution([
        "leg a day=100 phone=1 customer=7 email=x", "leg b day=500 phone=1 customer=8", line,
      ])
      #expect(found.recycledTokens == 0, "\(line)")
      #expect(found.sharedTokens == 1, "\(line)")
    }
  }

  @Test func aListOfCustomersIsOfTheTimeInWhichTheyAreSeen() throws {
    let lines = [
      "profile p phone=1 customer=7 email=x", "profile q phone=1 customer=8",
      "leg a day=100 phone=1 email=x", "leg b day=120 phone=1",
      "leg c day=500 phone=1 customer=8", "leg d day=520 phone=1",
    ]
    #expect(try resolution(lines).groups == [[0, 2, 3], [1, 4, 5]])
    // Two rows that share an id make one time of theirs.
    let rows = lines + ["profile r phone=1 email=y customer=7", "leg e day=900 phone=1 email=y"]
    #expect(try resolution(rows).recycledTokens == 0)
  }

  @Test func whoIsSeenBetweenTwoHoldersIsNeither() throws {
    let found = try resolution([
      "leg a day=100 phone=1 customer=7", "leg b day=500 phone=1", "leg c day=510 phone=1",
      "leg d day=900 phone=1 customer=8", "leg e day=1300 phone=1",
    ])
    #expect(found.groups == [[0], [1, 2], [3, 4]])
  }

  @Test func eachHolderHasCapsOfTheirOwn() throws {
    // A family, and after it one customer.
    let found = try resolution([
      "leg a day=100 phone=1 customer=7", "leg b day=100 phone=1 customer=8",
      "leg c day=100 phone=1", "leg d day=100 phone=1", "leg e day=500 phone=1 customer=9",
      "leg f day=500 phone=1",
    ])
    #expect(found.groups == [[0], [1], [2], [3], [4, 5]])
    #expect(found.sharedTokens == 1)
    #expect(found.recycledTokens == 1)
    let mails = (0..<9).map { "leg m\($0) day=500 phone=1 email=m\($0)" }
    let many = try resolution(
      mails + [
        "leg a day=100 phone=1 customer=7", "leg b day=100 phone=1", "leg c day=900 phone=1",
      ]
        + ["leg d day=900 phone=1 customer=8"])
    #expect(many.groups == (0..<9).map { [$0] } + [[9, 10], [11, 12]])
  }

  @Test func surveysAreOfTheHolderOfTheirTime() throws {
    let found = try resolution([
      "leg a day=100 phone=1 customer=7", "leg b day=900 phone=1 customer=8",
      "survey s day=101 phone=1", "survey t day=899 phone=1", "survey u day=500 phone=1",
      "survey v phone=1",
    ])
    #expect(found.groups == [[0, 2], [1, 3], [4], [5]])
    #expect(found.isAnonymous == [false, false, false, false, true, true])
  }

  @Test func aPhoneOfTooManyIsNotTakenApart() throws {
    var limits = IdentityLimits()
    limits.carriersPerRecycledPhone = 4
    limits.namesPerRecycledPhone = 3
    let lines = [
      "leg a day=100 phone=1 customer=7", "leg b day=500 phone=1 customer=8",
      "leg c day=500 phone=1",
    ]
    for (line, isApart) in [
      ("leg d day=100 phone=1 email=x", true), ("leg d day=100 phone=1 email=x email=y", false),
    ] {
      #expect(try resolution(lines + [line], limits: limits).recycledTokens == (isApart ? 1 : 0))
      #expect(
        try resolution(lines + [line, "leg e day=100 phone=1"], limits: limits).recycledTokens == 0)
    }
  }

  @Test func onlyPhonesPassOn() throws {
    for kind in ["device", "cookie"] {
      let found = try resolution([
        "leg a day=100 \(kind)=1 customer=7", "leg b day=100 \(kind)=1",
        "leg c day=900 \(kind)=1 customer=8",
      ])
      #expect(found.groups == [[0], [1], [2]])
      #expect(found.recycledTokens == 0)
    }
  }

  @Test func theFirstHolderKeepsTheName() throws {
    let first = ["leg a day=100 phone=1", "leg b day=900 phone=1"]
    let before = try resolution(first)
    let after = try resolution([
      "leg a day=100 phone=1", "leg k day=101 phone=1 customer=7",
      "leg b day=900 phone=1", "leg c day=2000 phone=1 customer=8",
    ])
    #expect(before.groups == [[0, 1]])
    #expect(after.groups == [[0, 1], [2], [3]])
    #expect(Set(after.customers).count == 3)
  }

  @Test(arguments: 0..<200)
  func aShiftOfAllTimesChangesNothing(seed: Int) throws {
    let world = TangledWorld(seed: UInt64(seed))
    let expected = try world.resolve()
    for shift: Int32 in [-7300, -1, 1, 179, 40_000] {
      #expect(try world.shifted(by: shift).resolve() == expected)
    }
  }

  @Test(arguments: 0..<100)
  func strangersAndRepetitionsChangeNobody(seed: Int) throws {
    let vertices = IdentityWorld(seed: UInt64(seed), isWild: true).vertices
    let strangers = (0..<20).map { number in
      IdentityVertex(
        "leg stranger\(number) day=\(number * 200) phone=s\(number / 5) customer=s:\(number)")
    }
    let alone = try ResolvedIdentity(vertices).customers
    let legs = vertices.filter { $0.kind == .leg }
    let together = try ResolvedIdentity(strangers + vertices + legs)
    #expect(Array(together.customers[20..<(20 + vertices.count)]) == alone)
    #expect(together.recycledTokens >= 4)
  }

  /// Night by night: whatever crosses a limit and is told apart, and crosses it back.
  @Test func everyNightIsAsIfAllHadComeAtOnce() throws {
    let nights = [
      (["leg a day=100 phone=1 customer=7", "leg b day=101 phone=1"], [[0, 1]]),
      // A second id: shared.
      (["leg c day=130 phone=1 customer=8"], [[0], [1], [2]]),
      // The new holder, after a silence.
      (["leg d day=400 phone=1 customer=9", "leg e day=401 phone=1"], [[0], [1], [2], [3, 4]]),
      // A late record shows the first customer in the new holder's time: the same number after all.
      (["leg f day=402 phone=1 customer=7"], [[0, 5], [1], [2], [3], [4]]),
    ]
    var lines: [String] = []
    for (night, expected) in nights {
      lines += night
      #expect(try resolution(lines).groups == expected)
      let backwards = try resolution(lines.reversed())
      #expect(try Array(backwards.customers.reversed()) == resolution(lines).customers)
    }
  }
}
