import JourneyModel

/// Why an interaction is in its journey.
struct Membership: Equatable {
  var basis: LinkBasis
  /// How sure that is, permille.
  var confidencePermille: Int32
  /// The position of the interaction it is joined to.
  var linkedTo: Int

  /// One names the other.
  static func explicit(_ linkedTo: Int) -> Membership {
    Membership(basis: .explicit, confidencePermille: 1000, linkedTo: linkedTo)
  }

  /// The reasons are the same, or share their first level.
  static func reason(_ linkedTo: Int, isSame: Bool) -> Membership {
    Membership(basis: .reason, confidencePermille: isSame ? 900 : 750, linkedTo: linkedTo)
  }

  /// Only the time is known to fit.
  static func timeOnly(_ linkedTo: Int) -> Membership {
    Membership(basis: .timeOnly, confidencePermille: 400, linkedTo: linkedTo)
  }
}
