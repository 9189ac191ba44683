package import JourneyModel

/// What identity is told of a vertex beside its identifiers and links.
package struct VertexName: BitwiseCopyable, Sendable {
  package var kind: VertexKind
  /// As in `VertexRow`.
  package var reference: InteractionReference
  /// The day in UTC on which a leg began or a survey was answered, in days since 1970; nil of a
  /// profile, which says what is so at all times.
  package var day: Int32?

  package init(_ vertex: VertexRow, day: Int32?) {
    kind = vertex.kind
    reference = vertex.reference
    self.day = day
  }
}

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
/// 1. Legs joined by `leg-of` are one group and stay one customer (`ResolvedLinks`); so is what
///    somebody said is (`IdentityOverrides`).
/// 2. Identifiers are grouped by sorting rows (`TokenTable`). A shared-prone or weak identifier
///    that meets two unique-strong ids of one namespace, or too many strong identifiers, bridges
///    nothing. An identifier meets what the groups that carry it carry (`SharedTokens`). A phone
///    that passed from one holder to another is one identifier for each (`PhoneEpochs`).
/// 3. Bridging identifiers unite groups one after another in token order (strength, kind, hash),
///    unless that would put two ids of one namespace into one customer (`ConstrainedUnion`); then
///    links do, in the order of the names they join.
/// 4. Groups without an identifier that bridged go to whom they are explicitly linked, or are
///    anonymous (`FloatingGroups`); surveys follow what they are about, or their identifiers
///    (`SurveyOwners`).
///
/// A customer's id is the hash of the strongest, smallest identifier it owns.
///
/// Memory, all of it asked for before it is taken: 8 bytes a vertex; 8 more for each unique-strong
/// or each other strong identifier of a group that holds several of these; 4 for each group that
/// carries the identifier that most groups carry; a sixteenth of `memoryBytes` for blocks. All else
/// (32 bytes an identifier, 56 a vertex, 40 a link, and less in later steps) is sorted and read
/// in rows that lie in scratch space where they do not fit: 448 MiB hold 55 million vertices, some
/// 28 million interactions of two each.
package struct IdentityResolver: ~Copyable {
  private let limits: IdentityLimits
  private let memory: IdentityMemory
  private var count = 0
  /// The names of all vertices, in their order.
  private var references: ScratchRows<InteractionReference>
  /// The surveys by their exact names.
  private var surveys: ScratchRows<HashedVertex>
  private var surveyTokens: ScratchRows<TokenRow>
  private var legs: RowSorter<HashedVertex>
  private var tokens: RowSorter<TokenRow>
  private var links: RowSorter<LinkRow>
  private var overrides: AppliedOverrides

  /// A resolver without vertices.
  ///
  /// - Parameter memoryBytes: What `resolve` may take; adding takes an eighth of it.
  package init(
    limits: IdentityLimits, overrides: IdentityOverrides = IdentityOverrides(),
    scratch: any Scratch, memoryBytes: Int
  ) {
    self.limits = limits
    memory = IdentityMemory(scratch: scratch, bytes: memoryBytes)
    references = memory.rows("references")
    surveys = memory.rows("surveys")
    surveyTokens = memory.rows("survey-identifiers")
    legs = memory.sorter("legs", bytes: memoryBytes / 32)
    tokens = memory.sorter("identifiers", bytes: memoryBytes / 16)
    links = memory.sorter("links", bytes: memoryBytes / 32)
    self.overrides = AppliedOverrides(overrides, memory: memory)
  }

  /// Adds the next vertex; its position is the number of vertices added before.
  ///
  /// - Parameter links: A leg's links; of a survey the interactions its scores are about.
  package mutating func add(
    _ vertex: VertexName, tokens: RowSlice<Token>, links: RowSlice<Link>
  ) throws(ScratchError) {
    let position = try add(vertex.kind, vertex.reference)
    let day = PackedDay(vertex.day)
    for token in tokens {
      let row = TokenRow(token: RankedToken(token), day: day, vertex: position)
      try add(row, of: vertex.kind)
    }
    // A number in a text tells what belongs together of one customer, not who is who.
    for link in links where link.kind != .quotes { try add(link, of: position, vertex.kind) }
  }

  private mutating func add(
    _ kind: VertexKind, _ reference: InteractionReference
  ) throws(ScratchError) -> UInt32 {
    let position = UInt32(count)
    count += 1
    if count & 4095 == 0 { try memory.require(vertices: count) }
    var name = reference
    if kind != .leg { name.loose = .zero }
    try references.append(name)
    let row = HashedVertex(hash: reference.exact, vertex: position)
    switch kind {
    case .leg: try legs.append(row)
    case .survey: try surveys.append(row)
    case .profile: break
    }
    return position
  }

  private mutating func add(_ row: TokenRow, of kind: VertexKind) throws(ScratchError) {
    if kind == .survey { return try surveyTokens.append(row) }
    try tokens.append(row)
    try overrides.add(row)
  }

  private mutating func add(
    _ link: Link, of vertex: UInt32, _ kind: VertexKind
  ) throws(ScratchError) {
    var meaning = LinkRow.Meaning.sameMatter
    if kind == .survey {
      meaning = .surveyed
    } else if link.kind == .legOf {
      meaning = .sameInteraction
    }
    try links.append(
      LinkRow(
        hash: link.target.exact, loose: link.target.loose, vertex: vertex, meaning: meaning))
  }

  /// The customer of every vertex.
  package consuming func resolve() throws(ScratchError) -> IdentityResolution {
    try memory.require(vertices: count)
    let (count, linkCount) = (count, links.count)
    var groups = DisjointSets(count: count)
    var resolved = ResolvedLinks(memory: memory, vertices: count)
    try resolved.resolve(
      links.finish(), linkCount: linkCount, legs: legs.finish(), names: &references,
      groups: &groups)
    try overrides.unite(&groups)
    groups.flatten()
    let idle = try overrides.separate(groups, into: &tokens)
    let danglingCount = Int64(resolved.dangling.count)
    var table = try TokenTable(
      tokens.finish(), groups: groups, limits: limits, memory: memory)

    var parked: ScratchRows<Int32> = memory.rows("groups")
    try groups.park(in: &parked)
    var shared = SharedTokens(limits: limits, vertices: count, memory: memory)
    try shared.decide(&table)
    let recycledCount = shared.recycledCount
    let held = shared.finish()
    groups = try DisjointSets(parked: &parked)

    var owners: ScratchRows<TokenOwner> = memory.rows("owners")
    var union = ConstrainedUnion(
      groups: groups, held: held, namespaces: table.namespaces, limits: limits)
    try union.run(&table, owners: &owners)
    try union.run(
      memory.pairs(
        resolved.matters.finish(), names: &references, bytes: memory.free(beside: count) / 8),
      memory)
    let uses = union.uses
    var customers = CustomerNames(sets: union.finish(), memory: memory)
    try customers.settleOwners(&table, &owners)

    surveys.rewind()
    while let survey = try surveys.next() { customers[Int(survey.vertex)] = .survey }
    var floating = FloatingGroups(memory: memory, vertices: count)
    try floating.settle(
      &customers, links: &resolved.pairs, table: &table, owners: &owners,
      references: &references)
    let owning = SurveyOwners(limits: limits, memory: memory, vertices: count)
    try owning.settleNamed(resolved.surveyed.finish(), &customers)
    try owning.settleOthers(
      &surveys, carrying: &surveyTokens, table: &table, owners: &owners, &customers)
    return try IdentityResolution(
      customers: customers.customers(memory), dangling: resolved.dangling.finish(),
      counts: IdentityResolution.Counts(
        uses: uses, recycledTokens: recycledCount, danglingLinks: danglingCount,
        idleOverrides: idle))
  }
}
