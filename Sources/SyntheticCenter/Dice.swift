/// A seeded source of chance in integers: SplitMix64 (Steele, Lea, Flood: Fast Splittable
/// Pseudorandom Number Generators, 2014).
///
/// Every group of people has dice of its own, so that a center is the same however its groups are
/// divided among threads.
struct Dice: Sendable {
  private var state: UInt64

  /// Dice of a seed for one purpose and one number of that purpose.
  init(seed: UInt64, purpose: UInt64, number: Int) {
    state = Dice.mixed(seed &+ Dice.step) ^ Dice.mixed(purpose &* 0xd6e8_feb8_6659_fd93)
    state = Dice.mixed(state ^ UInt64(bitPattern: Int64(number)) &* Dice.step)
  }

  private static let step: UInt64 = 0x9e37_79b9_7f4a_7c15

  /// A bijection of 64-bit numbers that leaves no trace of their order.
  static func mixed(_ value: UInt64) -> UInt64 {
    var word = value
    word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
    return word ^ (word >> 31)
  }

  /// The next 64 bits.
  mutating func next() -> UInt64 {
    state &+= Dice.step
    return Dice.mixed(state)
  }

  /// A number from 0 up to but not including `count`.
  mutating func below(_ count: Int) -> Int {
    Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(count)).high)
  }

  /// A number of a closed range.
  mutating func within(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + below(range.upperBound - range.lowerBound + 1)
  }

  /// Whether something happens that happens so many times in a thousand.
  mutating func chance(_ permille: Int) -> Bool { below(1_000) < permille }

  /// A position, in proportion to the weights.
  mutating func pick(_ weights: [Int]) -> Int {
    var left = below(max(1, weights.reduce(0, +)))
    for (position, weight) in weights.enumerated() {
      if left < weight { return position }
      left -= weight
    }
    return weights.count - 1
  }

  /// One of some values.
  mutating func choose<Value>(_ values: [Value]) -> Value { values[below(values.count)] }

  /// A value of a distribution.
  mutating func sample(_ quantiles: Quantiles) -> Int { quantiles.value(at: below(10_000)) }
}

/// A distribution by its quantiles, straight between them.
struct Quantiles: Sendable {
  private static let knots = [0, 1_000, 2_500, 5_000, 7_500, 9_000, 9_900, 10_000]
  private let values: [Int]

  /// The values at 0, 10, 25, 50, 75, 90, 99 and 100 percent, rising.
  init(_ values: Int...) {
    precondition(values.count == Quantiles.knots.count, "a distribution has eight quantiles")
    self.values = values
  }

  private init(values: [Int]) { self.values = values }

  /// The value at so many ten-thousandths.
  func value(at place: Int) -> Int {
    var knot = 1
    while knot < Quantiles.knots.count - 1, Quantiles.knots[knot] <= place { knot += 1 }
    let (from, to) = (Quantiles.knots[knot - 1], Quantiles.knots[knot])
    return values[knot - 1] + (values[knot] - values[knot - 1]) * (place - from) / (to - from)
  }

  /// The distribution with every value scaled.
  func scaled(permille: Int) -> Quantiles {
    Quantiles(values: values.map { $0 * permille / 1_000 })
  }
}
