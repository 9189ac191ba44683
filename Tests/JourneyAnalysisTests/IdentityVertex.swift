import JourneyAnalysis
import JourneyModel
import TestSupport

/// What identity resolution reads of one vertex.
struct IdentityVertex {
  /// What it is.
  var kind: VertexKind
  /// Its name.
  var reference: InteractionReference
  /// Its identifiers.
  var tokens: [Token] = []
  /// The interactions it names.
  var links: [Link] = []
  /// When it began, in days since 1970.
  var day: Int32?
}

extension IdentityVertex {
  /// A vertex written as `kind name token… of=name about=name day=n`, tokens as `email=x`.
  init(_ line: String) {
    let words = line.split(separator: " ").map(String.init)
    let kinds: [String: VertexKind] = ["leg": .leg, "profile": .profile, "survey": .survey]
    self.init(
      kind: kinds[words[0]] ?? .leg, reference: Scenario.reference(words[1], kind: .call))
    for word in words.dropFirst(2) {
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      let kinds: [String: LinkKind] = [
        "of": .legOf, "about": .about, "follows": .followUpOf, "callback-of": .callbackOf,
        "quotes": .quotes,
      ]
      if parts[0] == "day" {
        day = Int32(parts[1])
      } else if let kind = kinds[parts[0]] {
        links.append(Link(kind: kind, target: Scenario.reference(parts[1], kind: nil)))
      } else if let kind = TokenKind(name: parts[0]) {
        tokens.append(Scenario.token(kind, parts[1]))
      }
    }
  }
}

/// A resolution as arrays.
struct ResolvedIdentity: Equatable {
  /// The customer of each vertex.
  var customers: [CustomerID] = []
  /// Whether it is anonymous.
  var isAnonymous: [Bool] = []
  /// What identifiers and links did.
  var uses: IdentifierUses
  /// Identifiers that were shared.
  var sharedTokens: Int64
  /// Phones of several holders.
  var recycledTokens: Int64
  /// Identifiers that were vetoed.
  var vetoedTokens: Int64
  /// References to nothing.
  var danglingLinks: Int64
  /// What was said in vain.
  var idleOverrides: [IdleOverride]

  /// The vertices that share a customer, as groups of positions.
  var groups: [[Int]] {
    var seen: [CustomerID] = []
    var groups: [[Int]] = []
    for (place, customer) in customers.enumerated() {
      if let index = seen.firstIndex(of: customer) {
        groups[index].append(place)
      } else {
        seen.append(customer)
        groups.append([place])
      }
    }
    return groups
  }

  /// The resolution of vertices in an order, with so much memory.
  init(
    _ vertices: [IdentityVertex], limits: IdentityLimits = IdentityLimits(),
    memoryBytes: Int = 16 << 20, scratch: MemoryScratch = MemoryScratch()
  ) throws {
    try self.init(
      vertices,
      by: IdentityResolver(limits: limits, scratch: scratch, memoryBytes: memoryBytes))
  }

  /// The resolution of vertices under what somebody said.
  init(_ vertices: [IdentityVertex], _ overrides: IdentityOverrides) throws {
    try self.init(
      vertices,
      by: IdentityResolver(
        limits: IdentityLimits(), overrides: overrides, scratch: MemoryScratch(),
        memoryBytes: 16 << 20))
  }

  private init(_ vertices: [IdentityVertex], by resolver: consuming IdentityResolver) throws {
    for vertex in vertices {
      var tokens = RowList<Token>()
      for token in vertex.tokens { tokens.append(token) }
      var links = RowList<Link>()
      for link in vertex.links { links.append(link) }
      let row = VertexRow(
        kind: vertex.kind, reference: vertex.reference, record: RecordID(vertex.reference.exact))
      try resolver.add(VertexName(row, day: vertex.day), tokens: tokens.all, links: links.all)
    }
    var resolution = try resolver.resolve()
    uses = resolution.counts.uses
    sharedTokens = resolution.counts.sharedTokens
    recycledTokens = resolution.counts.recycledTokens
    vetoedTokens = resolution.counts.vetoedTokens
    danglingLinks = resolution.counts.danglingLinks
    idleOverrides = resolution.counts.idleOverrides
    while let vertex = try resolution.next() {
      customers.append(vertex.customer)
      isAnonymous.append(vertex.isAnonymous)
    }
  }
}
