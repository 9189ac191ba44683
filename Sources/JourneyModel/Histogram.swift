/// Counts of non-negative whole numbers in log-linear buckets: exact to 127, then within 1/64.
///
/// Merging adds counts, so it is associative and commutative and any split of the data gives the
/// same histogram. A value v < 128 has bucket v; above, v has e = ⌊log2 v⌋ − 6 and bucket
/// 128 + 64·(e−1) + (v >> e) − 64, so every power of two has 64 buckets (HdrHistogram's layout).
package struct Histogram: Equatable, Sendable {
  /// Buckets with their counts, sorted by bucket, counts positive.
  package private(set) var buckets: [BucketRow] = []

  package init() {}

  /// A histogram of sorted, distinct buckets.
  package init(buckets: [BucketRow]) { self.buckets = buckets }

  /// How many values were counted.
  package var total: Int64 { buckets.reduce(0) { $0 + $1.count } }

  /// Counts one value; negative values count as 0.
  package mutating func record(_ value: Int64, count: Int64 = 1) {
    record(bucket: Histogram.bucket(of: value), count: count)
  }

  /// Counts so many values of a bucket.
  package mutating func record(bucket: Int32, count: Int64) {
    let index = firstIndex(notBefore: bucket)
    if index < buckets.count, buckets[index].bucket == bucket {
      buckets[index] = BucketRow(bucket: bucket, count: buckets[index].count + count)
    } else {
      buckets.insert(BucketRow(bucket: bucket, count: count), at: index)
    }
  }

  /// Adds another histogram's counts.
  package mutating func merge(_ other: Histogram) {
    guard !other.buckets.isEmpty else { return }
    guard !buckets.isEmpty else { return self = other }
    for row in other.buckets { record(bucket: row.bucket, count: row.count) }
  }

  /// The median of times of which some are not over yet; nil if it lies beyond all of them.
  ///
  /// Kaplan and Meier (1958): of those still at risk at a time the share that ends then is lost.
  /// Both histograms have the times since the beginning, `open` of what has not ended. The answer
  /// is the middle of its bucket.
  package func survivalMedian(open: Histogram) -> Int64? {
    let one: Int64 = 1 << 62
    var left = one
    var atRisk = total + open.total
    var nextOpen = 0
    for row in buckets {
      // What is open for less is known not to have ended until then only.
      while nextOpen < open.buckets.count, open.buckets[nextOpen].bucket < row.bucket {
        atRisk -= open.buckets[nextOpen].count
        nextOpen += 1
      }
      left = Int64(Int128(left) * Int128(atRisk - row.count) / Int128(atRisk))
      atRisk -= row.count
      if left <= one / 2 {
        return (Histogram.lowest(in: row.bucket) + Histogram.lowest(in: row.bucket + 1) - 1) / 2
      }
    }
    return nil
  }

  /// The value below or at which `permille` of the counted values lie; nil if nothing is counted.
  ///
  /// The answer is the middle of the bucket that holds the value of rank ⌈n·permille/1000⌉.
  package func percentile(permille: Int64) -> Int64? {
    let rank = (total * permille + 999) / 1000
    var seen: Int64 = 0
    for row in buckets {
      seen += row.count
      if seen >= max(rank, 1) {
        let low = Histogram.lowest(in: row.bucket)
        return (low + Histogram.lowest(in: row.bucket + 1) - 1) / 2
      }
    }
    return nil
  }

  /// The bucket of a value.
  package static func bucket(of value: Int64) -> Int32 {
    let value = max(value, 0)
    guard value >= 128 else { return Int32(value) }
    let exponent = Int64(63 - value.leadingZeroBitCount) - 6
    return Int32(128 + 64 * (exponent - 1) + (value >> exponent) - 64)
  }

  /// The lowest value of a bucket.
  package static func lowest(in bucket: Int32) -> Int64 {
    guard bucket >= 128 else { return Int64(bucket) }
    let exponent = Int64(bucket - 128) / 64 + 1
    return (Int64(bucket - 128) % 64 + 64) << exponent
  }

  /// `bucket:count` pairs joined by spaces, the form stored in datasets.
  package var encoded: String {
    buckets.map { "\($0.bucket):\($0.count)" }.joined(separator: " ")
  }

  /// Reads the stored form; nil if it is malformed.
  package init?(encoded text: String) {
    for pair in text.split(separator: " ") {
      let parts = pair.split(separator: ":")
      guard parts.count == 2, let bucket = Int32(parts[0]), let count = Int64(parts[1]),
        let row = BucketRow(checking: bucket, count)
      else { return nil }
      buckets.append(row)
    }
  }

  private func firstIndex(notBefore bucket: Int32) -> Int {
    var low = 0
    var high = buckets.count
    while low < high {
      let middle = (low + high) / 2
      if buckets[middle].bucket < bucket { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Whether both count the same values.
  package static func == (left: Histogram, right: Histogram) -> Bool {
    left.buckets == right.buckets
  }
}
