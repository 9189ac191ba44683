/// The unit of a measure's value.
@usableFromInline
package enum MeasureUnit: UInt8, Vocabulary {
  /// A count of things.
  case count
  /// numerator ÷ denominator, a share.
  case ratio
  /// Milliseconds: numerator is the sum, denominator the number, histogram the distribution.
  case milliseconds
  /// numerator ÷ denominator, a mean score in permille.
  case permille

  package static let names = kebabNames()
}
