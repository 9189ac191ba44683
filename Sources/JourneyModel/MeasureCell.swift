/// What a measure counts in one place on one day: a row of `measures`.
///
/// Integers only, so that cells of any split merge to the same cell.
package struct MeasureCell: Equatable, Sendable {
  /// The key.
  package var key: MeasureKey
  /// What is counted, or the sum of what is measured.
  package var numerator: Int64
  /// Of how many.
  package var denominator: Int64
  /// The measured values, for measures with percentiles.
  package var histogram: Histogram?
  /// The smallest customer ids that contribute, at most `customerLimit`, sorted, distinct.
  package var customers: [CustomerID]
  /// Whether the cell can still change by time alone.
  package var isProvisional: Bool

  /// How many customer ids a cell keeps: enough to decide the minimum-group rule exactly.
  package static let customerLimit = 10

  /// A cell of one contribution.
  package init(
    key: MeasureKey, numerator: Int64, denominator: Int64, histogram: Histogram? = nil,
    customer: CustomerID, isProvisional: Bool = false
  ) {
    self.key = key
    self.numerator = numerator
    self.denominator = denominator
    self.histogram = histogram
    self.customers = [customer]
    self.isProvisional = isProvisional
  }

  /// A cell read back from a dataset.
  package init(
    key: MeasureKey, numerator: Int64, denominator: Int64, histogram: Histogram?,
    customers: [CustomerID], isProvisional: Bool
  ) {
    self.key = key
    self.numerator = numerator
    self.denominator = denominator
    self.histogram = histogram
    self.customers = customers
    self.isProvisional = isProvisional
  }

  /// Adds another cell's counts; the keys may differ (rolling up), this one's stays.
  package mutating func merge(_ other: MeasureCell) {
    numerator += other.numerator
    denominator += other.denominator
    if let theirs = other.histogram {
      if histogram?.merge(theirs) == nil { histogram = theirs }
    }
    isProvisional = isProvisional || other.isProvisional
    mergeCustomers(other.customers)
  }

  private mutating func mergeCustomers(_ others: [CustomerID]) {
    for customer in others where !customers.contains(customer) {
      customers.keep(smallest: MeasureCell.customerLimit, with: [customer], by: <)
    }
  }
}

/// Where and when a measure counts.
package struct MeasureKey: Hashable, Comparable, Sendable {
  /// Days since 1970-01-01 in the reporting zone.
  package var day: Int32
  /// The measure's id.
  package var measure: String
  /// The channel.
  package var channel: Channel?
  /// The reason.
  package var reason: String?
  /// The queue.
  package var queue: String?
  /// The customer's persona.
  package var persona: String?

  /// A key of known parts; nobody has a persona yet.
  package init(day: Int32, measure: String, channel: Channel?, reason: String?, queue: String?) {
    self.day = day
    self.measure = measure
    self.channel = channel
    self.reason = reason
    self.queue = queue
  }

  /// Orders by day, measure, channel, reason, queue, persona; nil first.
  package static func < (left: MeasureKey, right: MeasureKey) -> Bool {
    if left.day != right.day { return left.day < right.day }
    if left.measure != right.measure { return left.measure < right.measure }
    let channels = (
      left.channel.map { Int($0.rawValue) } ?? -1,
      right.channel.map { Int($0.rawValue) } ?? -1
    )
    if channels.0 != channels.1 { return channels.0 < channels.1 }
    if left.reason != right.reason { return precedes(left.reason, right.reason) }
    if left.queue != right.queue { return precedes(left.queue, right.queue) }
    return precedes(left.persona, right.persona)
  }

  private static func precedes(_ left: String?, _ right: String?) -> Bool {
    guard let right else { return false }
    guard let left else { return true }
    return left < right
  }
}

/// The unit of a measure's value.
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
