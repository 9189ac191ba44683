package import JourneyModel

/// Who every vertex belongs to.
///
/// Ids are made of content only: adding the same vertices in another order gives every vertex the
/// same customer.
package struct IdentityResolution: Sendable {
  /// The customer of each vertex, in the order vertices were added.
  package internal(set) var customers: [CustomerID]
  /// Whether that customer is known by no identifier that bridges.
  package internal(set) var isAnonymous: [Bool]
  /// Identifiers kept from bridging because they met several customers or too many identifiers.
  package internal(set) var sharedTokens: Int64 = 0
  /// Identifiers kept from bridging because that would have made one customer of two.
  package internal(set) var vetoedTokens: Int64 = 0
  /// Links and survey references whose target is in no source.
  package internal(set) var danglingLinks: Int64 = 0
}
