/// When an identifier that people share stops bridging.
package struct IdentityLimits: Equatable, Sendable {
  /// The most unique-strong ids of one namespace a shared-prone identifier may meet and bridge.
  package var customersPerSharedToken = 1
  /// The most other strong identifiers a shared-prone identifier may meet and bridge.
  package var strongTokensPerSharedToken = 8
  /// The most e-mail addresses and social accounts a device or cookie may meet and bridge.
  package var strongTokensPerDevice = 1

  package init() {}
}
