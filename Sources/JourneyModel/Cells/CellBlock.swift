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

  package init() {}

  /// The cell of a position; it must not outlive the block.
  package subscript(position: Int) -> Cell {
    let row = cells[position]
    return Cell(
      row: row, buckets: buckets[row.buckets], customers: customers[row.customers],
      examples: examples[row.examples], texts: texts.all)
  }

  /// The bytes the block's rows take.
  package var byteCount: Int {
    cells.byteCount + buckets.byteCount + customers.byteCount + examples.byteCount + texts.byteCount
  }

  /// Forgets the cells and keeps the memory.
  package mutating func removeAll() {
    cells.removeAll()
    buckets.removeAll()
    customers.removeAll()
    examples.removeAll()
    texts.removeAll()
  }

  /// Appends a cell, whose key is greater than those before, with all it refers to.
  package mutating func append(_ cell: Cell) {
    var row = cell.row
    row.buckets = buckets.append(contentsOf: cell.buckets)
    row.customers = customers.append(contentsOf: cell.customers)
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
  /// The measured values, by bucket.
  package var buckets: RowRange<BucketRow> = .empty
  /// The smallest ids of the customers that contribute, distinct, at most `customerLimit`.
  package var customers: RowRange<CustomerID> = .empty
  /// The examples of the smallest ids.
  package var examples: RowRange<ExampleRow> = .empty

  /// How many customer ids a cell keeps: enough to decide the minimum-group rule exactly.
  package static let customerLimit = 10
}

/// How many values fall into a bucket of `Histogram`: 12 bits of bucket, 52 bits of count.
@frozen
package struct BucketRow: Hashable, BitwiseCopyable, Sendable {
  private var packed: UInt64

  /// Packs a bucket below 2¹² and a count below 2⁵²; others stop the program.
  package init(bucket: Int32, count: Int64) {
    precondition(bucket >= 0 && bucket < 1 << 12, "a 64-bit value has a bucket below 3776")
    precondition(count >= 0 && count < 1 << 52, "fewer than 2⁵² values are counted")
    packed = UInt64(bucket) << 52 | UInt64(count)
  }

  /// The number that `Histogram.bucket(of:)` gives.
  package var bucket: Int32 { Int32(packed >> 52) }
  /// How many values are in it.
  package var count: Int64 { Int64(packed & (1 << 52 - 1)) }
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

  /// What, when and where.
  package var key: CellKey { row.key }

  /// What an example says, as `ByteWriter` wrote it.
  package func text(of example: ExampleRow) -> RowSlice<UInt8> { texts[example.text] }

  /// Appends the histogram as datasets have it: `bucket:count` pairs joined by spaces.
  package func writeHistogram(into text: inout [UInt8]) {
    for (position, row) in buckets.enumerated() {
      if position > 0 { text.append(UInt8(ascii: " ")) }
      text.append(contentsOf: String(row.bucket).utf8)
      text.append(UInt8(ascii: ":"))
      text.append(contentsOf: String(row.count).utf8)
    }
  }
}

extension Histogram {
  /// The histogram of a cell.
  package init(_ rows: RowSlice<BucketRow>) {
    self.init(buckets: rows.map { ($0.bucket, $0.count) })
  }
}
