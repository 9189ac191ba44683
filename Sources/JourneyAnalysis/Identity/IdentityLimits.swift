/// When an identifier that people share stops bridging.
package struct IdentityLimits: Equatable, Sendable {
  /// The most unique-strong ids of one namespace a shared-prone identifier may meet and bridge.
  package var customersPerSharedToken = 1
  /// The most unique-strong ids of one namespace a shared-prone identifier may meet and still group
  /// those of whom nothing else is known: beyond, it is a switchboard's or a relay's.
  package var customersPerGroupingToken = 8
  /// The most other strong identifiers a shared-prone identifier may meet and bridge.
  package var strongTokensPerSharedToken = 8

  package init() {}
}
