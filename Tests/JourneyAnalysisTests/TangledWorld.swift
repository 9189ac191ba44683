import JourneyAnalysis
import JourneyModel
import TestSupport

/// A random world with everything identity resolution has a rule for: legs that are told twice,
/// chains of legs, names without kinds that several share, links to nothing and in circles,
/// surveys, profiles, identifiers of all kinds in several namespaces, most of them of several.
struct TangledWorld {
  /// The vertices.
  private(set) var vertices: [IdentityVertex] = []
  /// When identifiers are shared.
  private(set) var limits = IdentityLimits()

  private var random: SeededRandom
  private let people: Int
  private let sharing: Int

  /// A world of a seed and about so many vertices.
  init(seed: UInt64, size: Int = 40) {
    random = SeededRandom(seed: seed)
    people = 2 + random.below(max(size / 4, 4))
    sharing = random.below(40)
    if random.chance(20) {
      limits.customersPerSharedToken = 1 + random.below(3)
      limits.strongTokensPerSharedToken = 1 + random.below(5)
      limits.strongTokensPerDevice = random.below(3)
    }
    for number in 0..<(size / 4 + random.below(size)) { add(number) }
    vertices.shuffle(using: &random)
  }

  /// The same world so many days later.
  func shifted(by days: Int32) -> TangledWorld {
    var world = self
    for number in world.vertices.indices { world.vertices[number].day? += days }
    return world
  }

  private mutating func add(_ number: Int) {
    let kind: VertexKind =
      random.chance(70) ? .leg : random.chance(50) ? .profile : .survey
    var reference = name(random.chance(5) ? random.below(number + 1) : number)
    if random.chance(5) { reference.loose = .zero }
    var vertex = IdentityVertex(kind: kind, reference: reference)
    let person = random.below(people)
    for kind in TokenKind.allCases where random.chance(kind == .account ? 10 : 30) {
      for _ in 0..<(random.chance(8) ? 2 : 1) { vertex.tokens.append(token(kind, person)) }
    }
    if random.chance(15) { vertex.tokens = [] }
    if kind != .profile {
      vertex.day = Int32(20_000 + (person % 3) * 250 + random.below(random.chance(90) ? 60 : 900))
    }
    if random.chance(35), kind != .profile || random.chance(10) {
      for _ in 0..<(random.chance(25) ? 3 : 1) { vertex.links.append(link(number)) }
    }
    vertices.append(vertex)
  }

  private mutating func token(_ kind: TokenKind, _ person: Int) -> Token {
    let owner = random.chance(sharing) ? random.below(people) : person
    let namespace = kind.strength == .uniqueStrong ? random.below(3) : 0
    return Token(
      kind: kind, namespace: UInt64(namespace) &* 0x9e37_79b9_7f4a_7c15,
      hash: StableHash128(domain: "tangled", "\(kind) \(owner / (kind == .phone ? 3 : 1))"))
  }

  private mutating func link(_ number: Int) -> Link {
    var target = name(random.below(number + 3))
    if random.chance(40) { target.exact = .zero }
    if random.chance(15) { target.exact = StableHash128(domain: "tangled", "nothing") }
    if random.chance(15) { target.loose = .zero }
    let kind = random.chance(30) ? .legOf : LinkKind.allCases[random.below(6)]
    return Link(kind: kind, target: target)
  }

  /// A name; every third number shares its loose name with the next.
  private func name(_ number: Int) -> InteractionReference {
    InteractionReference(
      exact: StableHash128(domain: "tangled-exact", "\(number)"),
      loose: StableHash128(domain: "tangled-loose", "\(number % 3 == 0 ? number + 1 : number)"))
  }

  /// The resolution of the vertices in an order, given back in the world's own order.
  func resolve(
    order: [Int]? = nil, memoryBytes: Int = 16 << 20, scratch: MemoryScratch = MemoryScratch()
  ) throws -> ResolvedIdentity {
    let order = order ?? Array(vertices.indices)
    let shuffled = try ResolvedIdentity(
      order.map { vertices[$0] }, limits: limits, memoryBytes: memoryBytes, scratch: scratch)
    var resolved = shuffled
    for (place, number) in order.enumerated() {
      resolved.customers[number] = shuffled.customers[place]
      resolved.isAnonymous[number] = shuffled.isAnonymous[place]
    }
    return resolved
  }
}
