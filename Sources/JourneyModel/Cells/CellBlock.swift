/// Cells in the order of their keys, each key once, with everything they refer to.
///
/// One worker's cells, a piece of them in scratch space and a piece of the merged stream all have
/// this one layout.
package struct CellBlock: ~Copyable {
  /// The cells, by key.
  package var cells = RowList<CellRow>()
  /// The histograms, each by bucket.
  package var buckets = RowList<BucketRow>()
  /// The customers, of each cell by id.
  package var customers = RowList<CustomerID>()
  /// The examples, of each cell by id.
  package var examples = RowList<ExampleRow>()
  /// What the examples say.
  package var texts = RowList<UInt8>()
  /// The measures, of each cell by number.
  package var measures = RowList<MeasureRow>()
  /// The customers of measures, of each cell by id.
  package var contributors = RowList<ContributorRow>()

  package init() {}

  /// The cell of a position; it must not outlive the block.
  package subscript(position: Int) -> Cell {
    let row = cells[position]
    return Cell(
      row: row, buckets: buckets[row.buckets], customers: customers[row.customers],
      examples: examples[row.examples], texts: texts.all, measures: measures[row.measures],
      contributors: contributors[row.contributors])
  }

  /// The bytes the block's rows take.
  package var byteCount: Int {
    cells.byteCount + buckets.byteCount + customers.byteCount + examples.byteCount + texts.byteCount
      + measures.byteCount + contributors.byteCount
  }

  /// Forgets the cells and keeps the memory.
  package mutating func removeAll() {
    cells.removeAll()
    buckets.removeAll()
    customers.removeAll()
    examples.removeAll()
    texts.removeAll()
    measures.removeAll()
    contributors.removeAll()
  }

  /// Appends a cell, whose key is greater than those before, with all it refers to.
  package mutating func append(_ cell: Cell) {
    var row = cell.row
    row.buckets = buckets.append(contentsOf: cell.buckets)
    row.customers = customers.append(contentsOf: cell.customers)
    row.measures = measures.append(contentsOf: cell.measures)
    row.contributors = contributors.append(contentsOf: cell.contributors)
    let first = examples.count
    for example in cell.examples {
      append(example: example.id, text: cell.texts[example.text])
    }
    row.examples = RowRange(first: first, count: examples.count - first)
    cells.append(row)
  }

  /// Appends an example of the cell that is appended next.
  mutating func append(example id: StableHash128, text: RowSlice<UInt8>) {
    examples.append(ExampleRow(id: id, text: texts.append(contentsOf: text)))
  }
}

/// What is counted under one key.
package struct CellRow: BitwiseCopyable, Sendable {
  /// What, when and where.
  package var key: CellKey
  /// Whether it can still change by time alone.
  package var isProvisional: Bool
  /// The sum of what is counted or measured.
  package var sum: Int64
  /// The denominator of a measure; what other tables count is in the cases of `CellTable.Kind`.
  package var count: Int64
  /// The measured values, by measure and bucket.
  package var buckets: RowRange<BucketRow> = .empty
  /// The smallest ids of the customers that contribute, distinct, at most `customerLimit`.
  package var customers: RowRange<CustomerID> = .empty
  /// The examples of the smallest ids.
  package var examples: RowRange<ExampleRow> = .empty
  /// The measures counted, by number; empty in every other table.
  package var measures: RowRange<MeasureRow> = .empty
  /// The customers of the measures, by id.
  package var contributors: RowRange<ContributorRow> = .empty

  /// How many customer ids a cell keeps: enough to decide the minimum-group rule exactly.
  package static let customerLimit = 10
}

/// How many values fall into a bucket of `Histogram`: 8 bits of measure, 12 of bucket, 44 of count.
@frozen
package struct BucketRow: Hashable, BitwiseCopyable, Sendable {
  private var packed: UInt64

  /// The bits of a count.
  private static let countBits: UInt64 = 44

  /// Packs a bucket below 2¹² and a count below 2⁴⁴; others stop the program.
  package init(bucket: Int32, count: Int64) {
    precondition(bucket >= 0 && bucket < 1 << 12, "a 64-bit value has a bucket below 3776")
    self.init(label: UInt32(bucket), count: count)
  }

  /// A bucket and a count read from somewhere; nil if they are out of range.
  init?(checking bucket: Int32, _ count: Int64) {
    guard bucket >= 0, bucket < 1 << 12, count >= 0, count < 1 << Self.countBits else { return nil }
    self.init(bucket: bucket, count: count)
  }

  /// A bucket of a measure, as one number that orders by measure and bucket.
  init(label: UInt32, count: Int64) {
    precondition(label < 1 << 20, "there are at most 256 measures")
    precondition(count >= 0 && count < 1 << Self.countBits, "fewer than 2⁴⁴ values are counted")
    packed = UInt64(label) << Self.countBits | UInt64(count)
  }

  /// The measure's number and the bucket as one number.
  static func label(_ bucket: Int32, of measure: Int) -> UInt32 {
    UInt32(measure) << 12 | UInt32(bucket)
  }

  /// The measure's number and the bucket; the bucket alone outside of measures.
  var label: UInt32 { UInt32(packed >> Self.countBits) }
  /// The measure's number; 0 outside of measures.
  var measure: Int { Int(label >> 12) }
  /// The number that `Histogram.bucket(of:)` gives.
  package var bucket: Int32 { Int32(label & 4095) }
  /// How many values are in it.
  package var count: Int64 { Int64(packed & (1 << Self.countBits - 1)) }
}

/// One of the few examples a cell keeps.
package struct ExampleRow: BitwiseCopyable, Sendable {
  /// Its id: the smallest are kept.
  package var id: StableHash128
  /// What it says, as `ByteWriter` wrote it.
  package var text: RowRange<UInt8>
}

/// A cell with what it refers to, lent by the block that holds it.
package struct Cell {
  /// Key and counts; its ranges only hold in the block that lends the cell.
  package let row: CellRow
  /// The histogram, by bucket.
  package let buckets: RowSlice<BucketRow>
  /// The smallest customers, by id.
  package let customers: RowSlice<CustomerID>
  /// The examples of the smallest ids, by id.
  package let examples: RowSlice<ExampleRow>
  let texts: RowSlice<UInt8>
  /// The measures counted here, by number.
  let measures: RowSlice<MeasureRow>
  /// The customers of the measures, by id.
  let contributors: RowSlice<ContributorRow>

  /// What, when and where.
  package var key: CellKey { row.key }

  /// What an example says, as `ByteWriter` wrote it.
  package func text(of example: ExampleRow) -> RowSlice<UInt8> { texts[example.text] }

  /// Appends the histogram as datasets have it: `bucket:count` pairs joined by spaces.
  package func writeHistogram(into text: inout RowList<UInt8>) {
    buckets.writeHistogram(into: &text)
  }
}

extension RowSlice<BucketRow> {
  /// Appends the histogram as datasets have it: `bucket:count` pairs joined by spaces.
  package func writeHistogram(into text: inout RowList<UInt8>) {
    for (position, row) in enumerated() {
      if position > 0 { text.append(UInt8(ascii: " ")) }
      for digit in String(row.bucket).utf8 { text.append(digit) }
      text.append(UInt8(ascii: ":"))
      for digit in String(row.count).utf8 { text.append(digit) }
    }
  }
}

extension Histogram {
  /// The histogram of a cell.
  package init(_ rows: RowSlice<BucketRow>) { self.init(buckets: Array(rows)) }
}
