import Foundation
package import JourneyModel

/// Which measures changed beyond chance and by enough to matter, of all that are shown.
///
/// Of twenty measures one changes by chance at 5 %. So the changes are taken together: by Benjamini
/// and Hochberg (1995) at most one in twenty of those called clear is chance. And a change must be
/// worth telling: by a tenth of the value, or of what is missing from it to all, of at least twenty
/// observations (domain.md C9).
package struct ClearChanges: Sendable {
  /// The ids of the measures.
  package let measures: Set<String>

  /// The share of what is called clear that may be chance.
  private static let falseShare = 0.05

  /// The clear ones of changes by measure.
  package init(_ changes: [(measure: String, unit: MeasureUnit, comparison: Comparison)]) {
    let tested = changes.compactMap { change in
      change.comparison.chance(in: change.unit).map { (change: change, chance: $0) }
    }.sorted { ($0.chance, $0.change.measure) < ($1.chance, $1.change.measure) }
    let count = Double(tested.count)
    let last = tested.indices.last { index in
      tested[index].chance <= ClearChanges.falseShare * Double(index + 1) / count
    }
    measures = Set(
      tested.prefix(last.map { $0 + 1 } ?? 0).filter {
        $0.change.comparison.matters($0.change.unit)
      }
      .map(\.change.measure))
  }
}

extension Comparison {
  /// The probability that chance alone makes a difference as large between the blocks; nil where
  /// the numbers kept do not tell.
  ///
  /// Shares by the two-proportion test, counts as of independent events (Poisson), balances by the
  /// greatest variance they can have, durations and scores by Mann and Whitney on their
  /// distributions. Amounts of money have no distribution.
  package func chance(in unit: MeasureUnit) -> Double? {
    guard min(recent.denominator, before.denominator) >= 20 || unit == .count else { return nil }
    let deviation: Double? =
      switch unit {
      case .ratio: shareDeviation
      case .count: countDeviation
      case .points: balanceDeviation
      case .milliseconds, .permille, .mean: rankDeviation
      case .money: nil
      }
    return deviation.map { erfc(abs($0) / 2.0.squareRoot()) }
  }

  /// Whether the difference is a tenth of the value before or of what it lacks, of at least twenty
  /// observations.
  func matters(_ unit: MeasureUnit) -> Bool {
    guard let now = recent.value(in: unit).number, let then = before.value(in: unit).number else {
      return false
    }
    let change = Int64((now - then).magnitude)
    switch unit {
    case .ratio:
      let least = min(then, 1000 - then)
      return 10 * change >= least && change * recent.denominator >= 20_000
    case .permille: return 10 * change >= min(then, 1000 - then)
    // Of the two hundred points from one end to the other, in tenths.
    case .points: return change >= 50
    case .count: return 10 * change >= then && change >= 20
    case .milliseconds, .mean, .money: return 10 * change >= then
    }
  }

  private var shareDeviation: Double? {
    let (n, m) = (Double(recent.denominator), Double(before.denominator))
    let all = Double(recent.numerator + before.numerator) / (n + m)
    let variance = all * (1 - all) * (1 / n + 1 / m)
    guard variance > 0 else { return 0 }
    return (Double(recent.numerator) / n - Double(before.numerator) / m) / variance.squareRoot()
  }

  private var countDeviation: Double? {
    let sum = Double(recent.numerator + before.numerator)
    return sum > 0 ? Double(recent.numerator - before.numerator) / sum.squareRoot() : nil
  }

  private var balanceDeviation: Double? {
    let (n, m) = (Double(recent.denominator), Double(before.denominator))
    let difference = Double(recent.numerator) / n - Double(before.numerator) / m
    return difference / (1 / n + 1 / m).squareRoot()
  }

  /// Mann and Whitney's U (1947) as a deviation of the normal distribution, corrected for ties.
  private var rankDeviation: Double? {
    let (n, m) = (Double(recent.histogram.total), Double(before.histogram.total))
    guard n > 0, m > 0 else { return nil }
    var (below, u, ties) = (0.0, 0.0, 0.0)
    var (one, other) = (recent.histogram.buckets[...], before.histogram.buckets[...])
    while let bucket = [one.first?.bucket, other.first?.bucket].compactMap(\.self).min() {
      let mine = Double(one.first?.bucket == bucket ? one.removeFirst().count : 0)
      let theirs = Double(other.first?.bucket == bucket ? other.removeFirst().count : 0)
      u += mine * (below + theirs / 2)
      below += theirs
      let tied = mine + theirs
      ties += tied * tied * tied - tied
    }
    let all = n + m
    let variance = n * m / 12 * (all + 1 - ties / (all * (all - 1)))
    return variance > 0 ? (u - n * m / 2) / variance.squareRoot() : 0
  }
}
