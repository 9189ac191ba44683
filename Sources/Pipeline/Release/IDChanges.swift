package import JourneyModel

/// Pairs of an old and a new id with how often each was found.
///
/// The smallest pairs are kept, in whatever order they are found, and how many others there were.
package struct IDChanges {
  /// The old and the new id.
  package struct Pair: Hashable, Comparable, Sendable {
    package var old: StableHash128
    package var new: StableHash128

    package init(old: StableHash128, new: StableHash128) {
      self.old = old
      self.new = new
    }

    /// Orders by the old, then by the new id.
    package static func < (left: Pair, right: Pair) -> Bool {
      left.old != right.old ? left.old < right.old : left.new < right.new
    }
  }

  private let limit: Int
  private var counts: [Pair: Int64] = [:]
  private var total: Int64 = 0
  /// No greater pair is listed.
  private var last: Pair?

  /// No changes; so many pairs are listed at most.
  package init(limit: Int) { self.limit = limit }

  /// Counts a change.
  package mutating func add(_ pair: Pair) {
    total += 1
    if let last, last < pair { return }
    counts[pair, default: 0] += 1
    if counts.count >= 2 * limit { shrink() }
  }

  private mutating func shrink() {
    guard let last = counts.keys.sorted().prefix(limit).last else { return }
    self.last = last
    counts = counts.filter { $0.key <= last }
  }

  /// The smallest pairs in order, with how often each was found.
  package var listed: [(pair: Pair, count: Int64)] {
    counts.sorted { $0.key < $1.key }.prefix(limit).map { ($0.key, $0.value) }
  }

  /// How many changes were of other pairs.
  package var notListed: Int64 { total - listed.reduce(0) { $0 + $1.count } }
}
