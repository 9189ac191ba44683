package import JourneyModel

/// Counts one thing per day and place, in integers that merge.
///
/// To add one: write `Measures/<Name>.swift`, list it in `Measures.all`, add a folder of cases
/// under `Fixtures/measures/`. Cells are given at the finest grain (day, channel, reason, queue);
/// every total is a merge of cells.
package protocol Measure: Sendable {
  /// How the measure describes itself.
  var description: ComponentDescription { get }
  /// A customer's contributions, in any order; equal keys are merged by the caller.
  func cells(for context: CustomerContext) -> [MeasureCell]
}

extension Measure {
  /// The cell of one interaction, filed at an instant's day.
  func cell(
    _ row: Interaction, at instant: Instant, in context: CustomerContext,
    _ value: MeasureValue
  ) -> MeasureCell {
    let key = MeasureKey(
      day: context.day(of: instant), measure: description.id, channel: row.channel,
      reason: row.reason, queue: value.queue ?? row.queue)
    return MeasureCell(
      key: key, numerator: value.numerator, denominator: 1, histogram: value.histogram,
      customer: context.customer, isProvisional: value.isProvisional)
  }
}

/// What one interaction contributes to a measure.
struct MeasureValue {
  /// The count, share or sum.
  var numerator: Int64
  /// The measured value, for measures with percentiles.
  var histogram: Histogram?
  /// The queue it is filed at, if not the interaction's last.
  var queue: String?
  /// Whether time alone may still change it.
  var isProvisional = false

  /// One of one.
  static let one = MeasureValue(numerator: 1)

  /// One of one if the condition holds, else none of one.
  static func share(_ condition: Bool) -> MeasureValue {
    MeasureValue(numerator: condition ? 1 : 0)
  }

  /// A measured time.
  static func milliseconds(_ value: Int64) -> MeasureValue {
    var histogram = Histogram()
    histogram.record(value)
    return MeasureValue(numerator: value, histogram: histogram)
  }
}

extension MeasureCell {
  /// Adds a cell of the same customer.
  fileprivate mutating func add(_ other: MeasureCell) {
    precondition(customers == other.customers, "one customer's cells are merged here")
    numerator += other.numerator
    denominator += other.denominator
    if let theirs = other.histogram { histogram?.merge(theirs) }
    isProvisional = isProvisional || other.isProvisional
  }
}

extension [MeasureCell] {
  /// The cells of one customer sorted by key, each key once.
  func mergedByKey() -> [MeasureCell] {
    // Merging is commutative, so the order of equals is no matter; numbers are cheaper to sort.
    var merged: [MeasureCell] = []
    for index in indices.sorted(by: { self[$0].key < self[$1].key }) {
      if let last = merged.indices.last, merged[last].key == self[index].key {
        merged[last].add(self[index])
      } else {
        merged.append(self[index])
      }
    }
    return merged
  }
}
