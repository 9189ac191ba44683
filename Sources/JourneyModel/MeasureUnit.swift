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
  /// numerator ÷ denominator, a mean number of things; the histogram has the numbers.
  case mean
  /// 100 × numerator ÷ denominator, a balance of those for and those against.
  case points
  /// numerator ÷ denominator, a mean in minor units of the currency.
  case money

  package static let names = kebabNames()
}

/// What a measure is about: how lists of measures are ordered.
@usableFromInline
package enum MeasureGroup: UInt8, Vocabulary {
  case volume, queue, handling, selfService, response, tickets, repetition, journeys, feedback
  case retention, money

  package static let names = kebabNames()
}
