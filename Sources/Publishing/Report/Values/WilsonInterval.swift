/// The Wilson score interval of a share at 95 %, in permille.
///
/// (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n) with z = 1.96 (Wilson 1927; domain.md C9).
/// Multiplied by n(n + z²)… and by 10⁴ it needs whole numbers only, so every machine agrees:
/// with A = 10⁴·x + 19208 and R = √(384160000·x(n−x)/n + 368947264), the bounds are
/// 1000·(A ± R) / (10⁴·n + 38416).
package struct WilsonInterval: Equatable, Sendable {
  /// Not below 0; rounded to the nearest permille.
  package let lowPermille: Int64
  /// Not above 1000; rounded to the nearest permille.
  package let highPermille: Int64

  /// The interval of `count` out of `total`; nil if nothing was counted or the parts contradict.
  package init?(count: Int64, of total: Int64) {
    guard total > 0, count >= 0, count <= total, total < 1_000_000_000 else { return nil }
    let spread = UInt64(count * (total - count)).multipliedFullWidth(by: 384_160_000)
    let variance = UInt64(total).dividingFullWidth(spread).quotient + 368_947_264
    let root = Int64(WilsonInterval.squareRoot(variance))
    let middle = 10_000 * count + 19_208
    let scale = 10_000 * total + 38_416
    lowPermille = max(0, (1000 * (middle - root) + scale / 2) / scale)
    highPermille = min(1000, (1000 * (middle + root) + scale / 2) / scale)
  }

  /// Whether two intervals have no value in common.
  package func isApart(from other: WilsonInterval) -> Bool {
    highPermille < other.lowPermille || other.highPermille < lowPermille
  }

  /// ⌊√value⌋ by Newton's method from above.
  static func squareRoot(_ value: UInt64) -> UInt64 {
    guard value > 1 else { return value }
    var guess: UInt64 = 1 << UInt64((64 - value.leadingZeroBitCount + 1) / 2)
    while true {
      let next = (guess + value / guess) / 2
      if next >= guess { return guess }
      guess = next
    }
  }
}
