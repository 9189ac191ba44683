/// When an identifier that people share stops bridging.
package struct IdentityLimits: Equatable, Sendable {
  /// The most unique-strong ids of one namespace a shared-prone identifier may meet and bridge.
  package var customersPerSharedToken = 1
  /// The most other strong identifiers a shared-prone identifier may meet and bridge.
  package var strongTokensPerSharedToken = 8
  /// The most e-mail addresses and social accounts a device or cookie may meet and bridge.
  package var strongTokensPerDevice = 1

  /// How many days a phone must be silent before it may be somebody else's (`domain.md` D2).
  package var daysOfSilence: Int32 = 180
  /// The most legs and profiles that may carry a phone of which hands are told apart.
  package var carriersPerRecycledPhone = 1024
  /// The most different ids and addresses such a phone may meet.
  package var namesPerRecycledPhone = 64

  /// The most ids and addresses of one customer whom anything but an id of that customer's joins
  /// (Adobe's identity graph has the same ceiling; `domain.md` D2); below 255.
  package var namesPerCustomer = 50

  package init() {}
}
