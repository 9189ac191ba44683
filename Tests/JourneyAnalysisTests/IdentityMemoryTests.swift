import JourneyAnalysis
import JourneyModel
import TestSupport
import Testing

/// Identity in little memory: what does not fit is sorted outside it or refused, and the result is
/// that of much memory.
@Suite struct IdentityMemoryTests {
  private static let many = 100_000

  private func token(_ kind: TokenKind, _ number: Int) -> Token {
    Token(kind: kind, namespace: 1, hash: StableHash128(domain: "memory", "\(kind) \(number)"))
  }

  private func legs(_ count: Int, _ change: (Int, inout IdentityVertex) -> Void) -> [IdentityVertex]
  {
    (0..<count).map { number in
      var vertex = IdentityVertex(kind: .leg, reference: IdentityWorld.reference(number))
      change(number, &vertex)
      return vertex
    }
  }

  @Test(arguments: 0..<300)
  func orderDoesNotMatterInTangledWorlds(seed: Int) throws {
    let world = TangledWorld(seed: UInt64(seed))
    let expected = try world.resolve()
    var random = SeededRandom(seed: UInt64(seed) &+ 77)
    for _ in 0..<3 {
      let order = Array(world.vertices.indices).shuffled(using: &random)
      #expect(try world.resolve(order: order) == expected)
    }
  }

  @Test(arguments: 0..<6)
  func memoryDoesNotMatter(seed: Int) throws {
    let world = TangledWorld(seed: UInt64(seed), size: 4000)
    let roomy = MemoryScratch()
    let expected = try world.resolve(memoryBytes: 64 << 20, scratch: roomy)
    #expect(Set(expected.customers).count > 100)
    for bytes in [64 << 10, 100 << 10, 1 << 20] {
      let scratch = MemoryScratch()
      #expect(try world.resolve(memoryBytes: bytes, scratch: scratch) == expected)
      #expect(scratch.byteCount > roomy.byteCount, "nothing more was sorted outside memory")
    }
  }

  @Test func moreVerticesThanFitAreRefusedWhileTheyAreAdded() throws {
    let vertices = legs(20_000) { _, _ in }
    let error = #expect(throws: ScratchError.self) {
      try ResolvedIdentity(vertices, memoryBytes: 64 << 10)
    }
    guard case .needsMemory(let bytes, let allowed) = error else { throw try #require(error) }
    // Refused at the first count of 4,096 vertices of 9 bytes beside a sixteenth kept free.
    #expect(bytes == 8192 * 9 + 4096)
    #expect(allowed == 64 << 10)
  }

  @Test func anIdentifierOfEverybodyFitsOrIsRefused() throws {
    let vertices = legs(Self.many) { _, vertex in vertex.tokens = [token(.email, 1)] }
    let resolved = try ResolvedIdentity(vertices, memoryBytes: 2 << 20)
    #expect(Set(resolved.customers).count == 1)
    let error = #expect(throws: ScratchError.self) {
      try ResolvedIdentity(vertices, memoryBytes: 1 << 20)
    }
    guard case .needsMemory = error else { throw try #require(error) }
  }

  @Test func differentIdentifiersOfEverybodyTakeNoMemoryOfTheirOwn() throws {
    let vertices = legs(Self.many) { number, vertex in
      vertex.tokens = [
        token(.customer, number), token(.email, number), token(.phone, number / 2),
      ]
    }
    let scratch = MemoryScratch()
    let resolved = try ResolvedIdentity(vertices, memoryBytes: 1 << 20, scratch: scratch)
    #expect(Set(resolved.customers).count == Self.many)
    #expect(resolved.sharedTokens == Int64(Self.many / 2))
    #expect(!resolved.isAnonymous.contains(true))
    #expect(scratch.byteCount > 10 << 20)
  }

  @Test func oneInteractionOfAllLegsIsOneCustomerOrRefused() throws {
    let vertices = legs(Self.many) { number, vertex in
      vertex.tokens = [token(.customer, number), token(.email, number)]
      vertex.links = [
        Link(kind: .legOf, target: IdentityWorld.reference(max(number - 1, 0)))
      ]
    }
    let resolved = try ResolvedIdentity(vertices, memoryBytes: 8 << 20)
    #expect(Set(resolved.customers).count == 1)
    #expect(resolved.vetoedTokens == 0)
    let error = #expect(throws: ScratchError.self) {
      try ResolvedIdentity(vertices, memoryBytes: 1 << 20)
    }
    guard case .needsMemory = error else { throw try #require(error) }
  }

  @Test func linksToNothingAreCountedAndLinksToOneAreFollowed() throws {
    let nothing = legs(Self.many) { number, vertex in
      vertex.links = [Link(kind: .about, target: IdentityWorld.reference(-1 - number))]
    }
    let apart = try ResolvedIdentity(nothing, memoryBytes: 1 << 20)
    #expect(apart.danglingLinks == Int64(Self.many))
    #expect(Set(apart.customers).count == Self.many)
    let hub = legs(Self.many) { number, vertex in
      if number == 0 { vertex.tokens = [token(.customer, 1)] }
      var target = IdentityWorld.reference(0)
      if number % 2 == 0 { target.exact = .zero }
      vertex.links = [Link(kind: .about, target: target)]
    }
    let together = try ResolvedIdentity(hub, memoryBytes: 1 << 20)
    #expect(together.danglingLinks == 0)
    #expect(Set(together.customers).count == 1)
    #expect(!together.isAnonymous.contains(true))
  }

  @Test func aFailureOfScratchSpaceIsPassedOn() throws {
    let world = TangledWorld(seed: 3, size: 3000)
    let whole = MemoryScratch()
    _ = try world.resolve(memoryBytes: 64 << 10, scratch: whole)
    var random = SeededRandom(seed: 9)
    for _ in 0..<30 {
      let (write, read) = (random.below(whole.writeCount), random.below(whole.readCount))
      #expect(throws: ScratchError.self) {
        try world.resolve(memoryBytes: 64 << 10, scratch: MemoryScratch(fault: .write(write)))
      }
      #expect(throws: ScratchError.self) {
        try world.resolve(memoryBytes: 64 << 10, scratch: MemoryScratch(fault: .read(read)))
      }
    }
  }
}
