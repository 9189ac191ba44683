package import JourneyModel

/// Merged cells: the sum of what is counted over some days and places.
package struct Tally: Equatable, Sendable {
  /// What is counted, or the sum of what is measured.
  package private(set) var numerator: Int64 = 0
  /// How many were looked at: the whole of a share, the divisor of a mean.
  package private(set) var denominator: Int64 = 0
  /// The measured values in buckets; empty for what is only counted.
  package private(set) var histogram = Histogram()
  /// The smallest ids of those who contribute, for the minimum-group rule.
  package private(set) var customers = CustomerSample()
  /// Whether anything in it can still change by time alone.
  package private(set) var isProvisional = false

  package init() {}

  /// Adds the counts, values and customers of a cell.
  package mutating func add(_ cell: Cell) {
    add(sum: cell.row.sum, count: cell.row.count, isProvisional: cell.row.isProvisional)
    add(cell.buckets)
    customers.merge(cell.customers)
  }

  /// Adds the counts, values and customers of a measure's cell.
  package mutating func add(_ cell: MeasureCell) {
    add(sum: cell.row.sum, count: cell.row.count, isProvisional: cell.row.isProvisional)
    add(cell.buckets)
    cell.forEachCustomer { customers.insert($0) }
  }

  /// Adds what a row of the dataset of measures says; false if it is malformed.
  mutating func add(_ row: PublishedMeasure) -> Bool {
    guard let histogram = Histogram(encoded: row.histogram ?? "") else { return false }
    var ids: [CustomerID] = []
    // A JSON array of ids, which hold no quotes.
    for (index, part) in row.customers.split(separator: "\"").enumerated() where index % 2 == 1 {
      guard let id = StableHash128(hexadecimal: part) else { return false }
      ids.append(CustomerID(id))
    }
    add(sum: row.numerator, count: row.denominator, isProvisional: row.isProvisional)
    self.histogram.merge(histogram)
    customers.merge(ids)
    return true
  }

  private mutating func add(sum: Int64, count: Int64, isProvisional: Bool) {
    numerator += sum
    denominator += count
    self.isProvisional = self.isProvisional || isProvisional
  }

  private mutating func add(_ buckets: RowSlice<BucketRow>) {
    for row in buckets { histogram.record(bucket: row.bucket, count: row.count) }
  }

  /// Adds another tally; the sum is provisional if either is.
  package mutating func add(_ other: Tally) {
    numerator += other.numerator
    denominator += other.denominator
    histogram.merge(other.histogram)
    customers.merge(other.customers)
    isProvisional = isProvisional || other.isProvisional
  }

  /// The value in a unit: the count, the share, the median or the mean score; absent without data.
  package func value(
    in unit: MeasureUnit, _ currency: ReleaseCurrency? = nil
  ) -> ReportValue {
    switch unit {
    case .count: .count(numerator)
    case .ratio:
      denominator > 0 ? .permille(NumberText.permille(numerator, of: denominator)) : .absent
    case .milliseconds: percentile(500)
    case .permille: denominator > 0 ? .permille(mean) : .absent
    case .mean:
      denominator > 0 ? .hundredths(NumberText.share(numerator, of: denominator, in: 100)) : .absent
    case .points:
      denominator > 0 ? .tenths(NumberText.share(numerator, of: denominator, in: 1000)) : .absent
    case .money: denominator > 0 ? .money(mean, currency) : .absent
    }
  }

  /// The duration below which so many permille lie; the mean if there is no distribution.
  package func percentile(_ permille: Int64) -> ReportValue {
    if let value = histogram.percentile(permille: permille) { return .milliseconds(value) }
    return denominator > 0 && permille == 500 ? .milliseconds(mean) : .absent
  }

  /// The mean, rounded half up; 0 without data.
  package var mean: Int64 { NumberText.share(numerator, of: denominator, in: 1) }

  /// The interval of a share.
  package var interval: WilsonInterval? { WilsonInterval(count: numerator, of: denominator) }
}

extension Tally {
  /// Adds all numbers of it to a list.
  func add(to list: inout NumberList) {
    list.add(numerator)
    list.add(denominator)
    list.add(isProvisional ? 1 : 0)
    list.add(Int64(histogram.buckets.count))
    for row in histogram.buckets {
      list.add(Int64(row.bucket))
      list.add(row.count)
    }
    list.add(Int64(customers.ids.count))
    for id in customers.ids { list.add(id.hash) }
  }

  /// The tally whose numbers were added to a list.
  init(_ numbers: inout NumberReader) {
    numerator = numbers.next()
    denominator = numbers.next()
    isProvisional = numbers.next() != 0
    let buckets = numbers.next()
    histogram = Histogram(
      buckets: (0..<buckets).map { _ in
        BucketRow(bucket: Int32(truncatingIfNeeded: numbers.next()), count: numbers.next())
      })
    let ids = numbers.next()
    customers = CustomerSample(ids: (0..<ids).map { _ in CustomerID(numbers.hash()) })
  }
}
