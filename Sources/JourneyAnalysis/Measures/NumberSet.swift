/// A set of positions among a customer's contacts or journeys, without an allocation where all are
/// small.
struct NumberSet {
  private var small: UInt64 = 0
  private var large: Set<Int32> = []

  /// The distinct numbers, none negative.
  init(_ numbers: some Sequence<Int32>) {
    for number in numbers {
      if number < 64 { small |= 1 << UInt64(number) } else { large.insert(number) }
    }
  }

  /// Whether a number is in it.
  func contains(_ number: Int) -> Bool {
    number < 64 ? small >> UInt64(number) & 1 == 1 : large.contains(Int32(clamping: number))
  }
}
