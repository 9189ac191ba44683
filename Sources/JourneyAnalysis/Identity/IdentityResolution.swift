package import JourneyModel

/// Who every vertex belongs to, read once in the order in which vertices were added.
///
/// Ids are made of content only: adding the same vertices in another order gives every vertex the
/// same customer.
package struct IdentityResolution: ~Copyable {
  /// Identifiers kept from bridging because they met several customers or too many identifiers.
  package let sharedTokens: Int64
  /// Identifiers kept from bridging because that would have made one customer of two.
  package let vetoedTokens: Int64
  /// Links and survey references whose target is in no source.
  package let danglingLinks: Int64

  private var rows: ScratchRows<CustomerOfVertex>

  /// A resolution of known counts.
  init(
    customers: consuming ScratchRows<CustomerOfVertex>, sharedTokens: Int64, vetoedTokens: Int64,
    danglingLinks: Int64
  ) {
    rows = customers
    rows.rewind()
    self.sharedTokens = sharedTokens
    self.vetoedTokens = vetoedTokens
    self.danglingLinks = danglingLinks
  }

  /// The customer of the next vertex, and whether it is known by no identifier that bridges; nil
  /// after the last vertex.
  package mutating func next() throws(ScratchError) -> (customer: CustomerID, isAnonymous: Bool)? {
    guard let row = try rows.next() else { return nil }
    return (row.customer, row.isAnonymous)
  }
}
