extension FixedWidthInteger {
  /// Divides by a positive number towards minus infinity, so that the remainder is not negative.
  ///
  /// Times before 1970 are negative; `/` would round them towards the epoch.
  @inline(__always)
  func flooredDivision(by divisor: Self) -> (quotient: Self, remainder: Self) {
    let quotient = self / divisor
    let remainder = self - quotient * divisor
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
