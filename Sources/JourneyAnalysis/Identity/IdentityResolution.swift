package import JourneyModel

/// Who every vertex belongs to, read once in the order in which vertices were added.
///
/// Ids are made of content only: adding the same vertices in another order gives every vertex the
/// same customer.
package struct IdentityResolution: ~Copyable {
  /// What joined, what did not, and what was said in vain.
  package struct Counts: Sendable {
    /// What identifiers of each kind and links did.
    package var uses: IdentifierUses
    /// Phones of which several holders were told apart; each counts as one identifier above.
    package var recycledTokens: Int64
    /// Links and survey references whose target is in no source.
    package var danglingLinks: Int64
    /// What of the overrides has no effect.
    package var idleOverrides: [IdleOverride]

    /// Identifiers kept from bridging because they met several customers or too many identifiers.
    package var sharedTokens: Int64 { uses.total(.shared) - uses[nil, .shared] }
    /// Identifiers and links kept from joining because that would have made one customer of two.
    package var vetoedTokens: Int64 { uses.total(.vetoed) }
  }
  package let counts: Counts

  private var rows: ScratchRows<CustomerOfVertex>
  /// The vertices of these links, in their order, and the next of them.
  private var dangling: SortedRows<PairRow>
  private var nextDangling: PairRow?

  /// What is known of a vertex.
  package struct Vertex: Sendable {
    package var customer: CustomerID
    /// Whether the customer is known by no identifier that bridges.
    package var isAnonymous: Bool
    /// How many of its links name what is in no source.
    package var danglingLinks = 0
  }

  /// A resolution of known counts.
  init(
    customers: consuming ScratchRows<CustomerOfVertex>,
    dangling: consuming SortedRows<PairRow>, counts: Counts
  ) throws(ScratchError) {
    self.dangling = dangling
    nextDangling = try self.dangling.next()
    rows = customers
    rows.rewind()
    self.counts = counts
  }

  /// What is known of the next vertex; nil after the last one.
  package mutating func next() throws(ScratchError) -> Vertex? {
    guard let row = try rows.next() else { return nil }
    var vertex = Vertex(customer: row.customer, isAnonymous: row.isAnonymous)
    while let link = nextDangling, link.from == row.vertex {
      vertex.danglingLinks += 1
      nextDangling = try dangling.next()
    }
    return vertex
  }
}
