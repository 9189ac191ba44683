/// One measure in a cell of all measures at a place.
package struct MeasureRow: BitwiseCopyable, Sendable {
  /// The sum of what is counted or measured.
  package var sum: Int64
  /// 8 bits of measure, 1 of provisional, 55 of count.
  private var packed: UInt64

  private static let countBits: UInt64 = 55

  /// A measure's sum, of less than 2⁵⁵.
  init(measure: Int, sum: Int64, count: Int64, isProvisional: Bool) {
    precondition(count >= 0 && count < 1 << Self.countBits, "fewer than 2⁵⁵ things are counted")
    self.sum = sum
    packed =
      UInt64(measure) << (Self.countBits + 1) | (isProvisional ? 1 << Self.countBits : 0)
      | UInt64(count)
  }

  /// How many were looked at.
  package var count: Int64 { Int64(packed & (1 << Self.countBits - 1)) }
  /// The place of the measure among all measures' ids.
  package var measure: Int { Int(packed >> (Self.countBits + 1)) }
  /// Whether it can still change by time alone.
  package var isProvisional: Bool { packed >> Self.countBits & 1 == 1 }

  /// The sums of two rows of one measure.
  func adding(_ other: MeasureRow) -> MeasureRow {
    MeasureRow(
      measure: measure, sum: sum + other.sum, count: count + other.count,
      isProvisional: isProvisional || other.isProvisional)
  }
}

/// A customer of a cell of measures, and of which of them one of the smallest ids.
package struct ContributorRow: BitwiseCopyable, Sendable {
  package var customer: CustomerID
  /// The measures of which the customer is one of the smallest `CellRow.customerLimit`.
  package var measures: MeasureSet
}

/// A set of measures by number.
@frozen
package struct MeasureSet: Hashable, BitwiseCopyable, Sendable {
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  /// How many measures there can be.
  package static let limit = 128

  package init() {}

  package var isEmpty: Bool { low | high == 0 }

  package func contains(_ measure: Int) -> Bool {
    (measure < 64 ? low >> UInt64(measure) : high >> UInt64(measure - 64)) & 1 == 1
  }

  package mutating func insert(_ measure: Int) {
    if measure < 64 { low |= 1 << UInt64(measure) } else { high |= 1 << UInt64(measure - 64) }
  }

  mutating func formUnion(_ other: MeasureSet) {
    low |= other.low
    high |= other.high
  }

  /// Calls `body` with every measure, by number.
  func forEach(_ body: (Int) -> Void) {
    for (word, first) in [(low, 0), (high, 64)] {
      var rest = word
      while rest != 0 {
        body(first + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
  }
}

/// Lets each measure have its first customers, who come in the order of their ids.
struct ContributorRoom {
  private var low = SIMD64<UInt8>(repeating: 0)
  private var high = SIMD64<UInt8>(repeating: 0)

  /// The measures that still have room for a customer of these.
  mutating func admit(_ measures: MeasureSet) -> MeasureSet {
    var admitted = MeasureSet()
    measures.forEach { measure in
      let isAdmitted =
        measure < 64
        ? ContributorRoom.takes(&low, measure) : ContributorRoom.takes(&high, measure - 64)
      if isAdmitted { admitted.insert(measure) }
    }
    return admitted
  }

  private static func takes(_ counts: inout SIMD64<UInt8>, _ measure: Int) -> Bool {
    if counts[measure] == UInt8(CellRow.customerLimit) { return false }
    counts[measure] += 1
    return true
  }
}

/// What is counted of one measure at a place on a day, lent by the cell of all measures there.
package struct MeasureCell {
  /// Sum, count and number of the measure.
  package let row: MeasureRow
  /// What, when and where.
  package let key: CellKey
  /// The measured values, by bucket.
  package let buckets: RowSlice<BucketRow>
  /// The customers of all measures of the cell, by id.
  private let contributors: RowSlice<ContributorRow>

  init(_ row: MeasureRow, of cell: Cell, _ buckets: Range<Int>) {
    self.row = row
    key = cell.key.with(.measure(row.measure))
    self.buckets = cell.buckets[buckets]
    contributors = cell.contributors
  }

  /// The number of the measure among all measures.
  package var measure: Int { row.measure }

  /// Which of the cell's customers are the measure's, by position; nil if there are many.
  package var customerSet: UInt64? {
    guard contributors.count <= 64 else { return nil }
    var set: UInt64 = 0
    for (position, row) in contributors.enumerated() where row.measures.contains(measure) {
      set |= 1 << UInt64(position)
    }
    return set
  }

  /// Calls `body` with the smallest customers, by id.
  package func forEachCustomer(_ body: (CustomerID) -> Void) {
    for row in contributors where row.measures.contains(measure) { body(row.customer) }
  }
}

extension Cell {
  /// Calls `body` with every measure counted here, by number.
  package func forEachMeasure(_ body: (MeasureCell) -> Void) {
    var first = 0
    for row in measures {
      while first < buckets.count, buckets[first].measure < row.measure { first += 1 }
      var end = first
      while end < buckets.count, buckets[end].measure == row.measure { end += 1 }
      body(MeasureCell(row, of: self, first..<end))
      first = end
    }
  }
}
