import JourneyModel

/// Finds which vertices are one customer.
///
/// ```
/// vertices   call 1 {crm 7, phone A}   call 2 {phone A}   chat {crm 9, phone B}   form {phone B}
///            call 3 {crm 8, phone B}   survey about call 2, with an unknown e-mail
/// customers  crm 7: call 1, call 2, survey     crm 8: call 3     crm 9: chat
///            phone B met two crm ids, so it bridges nothing: the form is anonymous by phone B
/// ```
///
/// The steps, none of which depends on the order of vertices:
///
/// 1. Legs joined by `leg-of` are one group and stay one customer.
/// 2. Identifiers are grouped by sorting rows. A shared-prone identifier that meets two
///    unique-strong ids of one namespace, or too many strong identifiers, bridges nothing; a weak
///    one never does. An identifier meets what the groups that carry it carry.
/// 3. Bridging identifiers unite groups one after another in token order (strength, kind, hash),
///    unless that would put two ids of one namespace into one customer (`ConstrainedUnion`).
/// 4. Groups without an identifier that bridged go to whom they are explicitly linked, or are
///    anonymous (`FloatingGroups`); surveys follow what they are about, or their identifiers.
///
/// A customer's id is the hash of the strongest, smallest identifier it owns. Memory is some 100
/// bytes per vertex and 40 per identifier row.
package struct IdentityResolver: Sendable {
  private let limits: IdentityLimits
  private var vertices = VertexTable()

  /// A resolver without vertices.
  package init(limits: IdentityLimits = IdentityLimits()) { self.limits = limits }

  /// Adds the next vertex; its position is the number of vertices added before.
  package mutating func add(_ vertex: VertexTokens) { vertices.append(vertex) }

  /// The customer of every vertex.
  package consuming func resolve() -> IdentityResolution {
    let index = ReferenceIndex(vertices.legReferences)
    let links = ResolvedLinks(vertices, index: index)
    var groups = DisjointSets(count: vertices.count)
    for pair in links.legPairs { groups.unite(pair.from, pair.to) }
    vertices.uniteEqualLegs(in: &groups)
    let tokens = TokenTable(vertices, groups: &groups, limits: limits)
    var union = ConstrainedUnion(tokens: tokens, groups: groups)
    union.run()
    var customers = CustomerAssignment(tokens: tokens, union: union)
    FloatingGroups(vertices: vertices, links: links, tokens: tokens).settle(&customers)
    FeedbackOwners(vertices: vertices, links: links, tokens: tokens).settle(&customers)
    var resolution = IdentityResolution(
      customers: customers.customers, isAnonymous: customers.isAnonymous)
    resolution.sharedTokens = tokens.sharedCount
    resolution.vetoedTokens = union.vetoes
    resolution.danglingLinks = links.dangling
    return resolution
  }
}
