import JourneyModel

/// Why an interaction is in its journey.
struct Membership: Equatable {
  var basis: LinkBasis
  /// How sure that is, permille.
  var confidencePermille: Int32
  /// The position of the interaction it is joined to.
  var linkedTo: Int
  /// Whether it names that one as what it goes on with.
  var isReturn = false

  /// One names the other.
  static func explicit(_ linkedTo: Int, isReturn: Bool = false) -> Membership {
    Membership(
      basis: .explicit, confidencePermille: 1000, linkedTo: linkedTo, isReturn: isReturn)
  }

  /// The reasons are the same, or one lies under the other.
  static func reason(_ linkedTo: Int, isSame: Bool) -> Membership {
    Membership(basis: .reason, confidencePermille: isSame ? 900 : 750, linkedTo: linkedTo)
  }

  /// Only the time is known to fit.
  static func timeOnly(_ linkedTo: Int) -> Membership {
    Membership(basis: .timeOnly, confidencePermille: 400, linkedTo: linkedTo)
  }
}
