import JourneyAnalysis
import JourneyModel
import TestSupport

/// A random world of vertices for properties of identity resolution.
struct IdentityWorld {
  /// The vertices.
  var vertices: [IdentityVertex] = []

  /// A world of people with customer ids, accounts of a desk, e-mails, phones and cookies.
  ///
  /// In a calm world every identifier but a few phones belongs to one person, so nothing can be
  /// vetoed; in a wild one identifiers are mixed freely. Everybody is active for a while, some at
  /// the same time; a phone that three have is seen of each then.
  init(seed: UInt64, isWild: Bool) {
    var random = SeededRandom(seed: seed)
    let people = 3 + random.below(10)
    let years = (0..<people).map { _ in Int32(random.below(4) * 230) }
    for number in 0..<(10 + random.below(60)) {
      let person = random.below(people)
      var tokens: [Token] = []
      func add(_ kind: TokenKind, _ percent: Int, _ value: String) {
        let other = random.below(people)
        let owner = isWild && random.chance(15) ? other : person
        if random.chance(percent) { tokens.append(Scenario.token(kind, "\(value)\(owner)")) }
      }
      add(.customer, 40, "crm:")
      add(.customer, 25, "desk:")
      add(.email, 35, "mail:")
      add(.phone, 40, "phone:")
      add(.cookie, 20, "web:")
      if random.chance(25) {
        // Who calls is mostly known; a customer's row keeps a number for all time.
        let isKnown = random.chance(60)
        if !isWild { tokens = isKnown ? tokens + [Scenario.token(.customer, "crm:\(person)")] : [] }
        tokens.append(Scenario.token(.phone, "phone:recycled\(person / 3)"))
      }
      if random.chance(10) {
        // Who calls from the switchboard of a calm world is known, so that it never bridges two.
        if !isWild { tokens.append(Scenario.token(.customer, "crm:\(person)")) }
        tokens.append(Scenario.token(.phone, "phone:switchboard"))
      }
      vertices.append(
        IdentityVertex(
          kind: random.chance(10) ? .profile : .leg, reference: IdentityWorld.reference(number),
          tokens: tokens.shuffled(using: &random)))
      if vertices[number].kind == .leg {
        vertices[number].day = 20_000 + years[person] + Int32(random.below(90))
      }
      if vertices[number].kind == .leg { link(number, isWild: isWild, &random) }
    }
  }

  private mutating func link(_ number: Int, isWild: Bool, _ random: inout SeededRandom) {
    // Legs of calm worlds only join vertices without identifiers, so they add no conflict.
    guard number > 0, random.chance(15) else { return }
    let target = random.below(number)
    if !isWild { vertices[number].tokens = [] }
    let kind: LinkKind = random.chance(50) ? .legOf : .about
    if !isWild && kind == .about { return }
    vertices[number].links.append(Link(kind: kind, target: IdentityWorld.reference(target)))
  }

  /// The reference of a vertex, made of its number in the world.
  static func reference(_ number: Int) -> InteractionReference {
    InteractionReference(
      exact: StableHash128(domain: "world-exact", "\(number)"),
      loose: StableHash128(domain: "world-loose", "\(number)"))
  }

  /// The resolution of the vertices in an order, given back in the world's own order.
  func resolve(order: [Int]) throws -> [CustomerID] {
    let customers = try ResolvedIdentity(order.map { vertices[$0] }).customers
    var byNumber = customers
    for (place, number) in order.enumerated() { byNumber[number] = customers[place] }
    return byNumber
  }

  /// The resolution of the vertices in the world's order.
  func resolve() throws -> [CustomerID] { try resolve(order: Array(vertices.indices)) }
}
