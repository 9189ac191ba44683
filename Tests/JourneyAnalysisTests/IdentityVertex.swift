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
}

/// A resolution as arrays.
struct ResolvedIdentity: Equatable {
  /// The customer of each vertex.
  var customers: [CustomerID] = []
  /// Whether it is anonymous.
  var isAnonymous: [Bool] = []
  /// Identifiers that were shared.
  var sharedTokens: Int64
  /// Identifiers that were vetoed.
  var vetoedTokens: Int64
  /// References to nothing.
  var danglingLinks: Int64
  /// What was said in vain.
  var idleOverrides: [IdleOverride]

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
      try resolver.add(VertexName(row), tokens: tokens.all, links: links.all)
    }
    var resolution = try resolver.resolve()
    sharedTokens = resolution.counts.sharedTokens
    vetoedTokens = resolution.counts.vetoedTokens
    danglingLinks = resolution.counts.danglingLinks
    idleOverrides = resolution.counts.idleOverrides
    while let vertex = try resolution.next() {
      customers.append(vertex.customer)
      isAnonymous.append(vertex.isAnonymous)
    }
  }
}
