/// Merges sorted cells of any number of workers and runs into one sorted stream, each key once.
///
/// Counts add, histograms add, the smallest customers and examples of the union are kept: whatever
/// the split, the stream is the same. It reads nothing itself: it says which run it needs the next
/// piece of, and is given it.
package struct CellMerge: ~Copyable {
  private var cursors: [CellCursor] = []
  /// The runs that have cells as a binary heap by key.
  private var heap: [Int] = []
  private var hungry: [Int]
  private var sum = CellSum()
  private var isSumming = false
  private var isDelivered = false

  /// What the caller is given, or has to do before it asks again.
  package enum Step {
    /// The next cell; it lives until the next step is asked for.
    case cell(Cell)
    /// The run's next piece is to be given, or that there is none.
    case needsPiece(of: Int)
    /// There are no more cells.
    case end
  }

  /// A merge of so many runs, numbered from 0.
  package init(runs: Int) {
    cursors = (0..<runs).map { _ in CellCursor() }
    hungry = Array((0..<runs).reversed())
  }

  /// The next step; the cell lent by the step before is no longer valid.
  package mutating func next() -> Step {
    if isDelivered {
      isDelivered = false
      advanceLeast()
    }
    while true {
      if let run = hungry.last { return .needsPiece(of: run) }
      guard let least = heap.first.map({ cursors[$0] }) else { return isSumming ? deliver() : .end }
      if isSumming {
        guard least.key == sum.key else { return deliver() }
        sum.add(least.cell)
      } else if hasEqualOfLeast {
        sum.begin(least.cell)
        isSumming = true
      } else {
        isDelivered = true
        return .cell(least.cell)
      }
      advanceLeast()
    }
  }

  /// Takes the cells of a block, not none, as the next piece of a run, and leaves an old block.
  package mutating func give(_ block: inout CellBlock, to run: Int) {
    precondition(hungry.popLast() == run, "a piece is given to the run that needs it")
    cursors[run].begin(&block)
    insert(run)
  }

  /// Says that a run has no more pieces.
  package mutating func finish(_ run: Int) {
    precondition(hungry.popLast() == run, "the run that needs a piece is finished")
  }

  private mutating func deliver() -> Step {
    isSumming = false
    return .cell(sum.cell)
  }

  /// Whether another run is at the least key; in a heap one of the next two is, then.
  private var hasEqualOfLeast: Bool {
    let key = cursors[heap[0]].key
    return heap.dropFirst().prefix(2).contains { cursors[$0].key == key }
  }

  private mutating func insert(_ run: Int) {
    heap.append(run)
    var place = heap.count - 1
    while place > 0, cursors[heap[place]].key < cursors[heap[(place - 1) / 2]].key {
      heap.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  private mutating func advanceLeast() {
    if !cursors[heap[0]].advance() {
      hungry.append(heap[0])
      heap.swapAt(0, heap.count - 1)
      heap.removeLast()
    }
    var place = 0
    while true {
      var least = place
      for child in [2 * place + 1, 2 * place + 2] where child < heap.count {
        if cursors[heap[child]].key < cursors[heap[least]].key { least = child }
      }
      if least == place { return }
      heap.swapAt(place, least)
      place = least
    }
  }
}

/// Where the merge is in one run.
private final class CellCursor {
  private var block = CellBlock()
  private var position = 0
  private(set) var key = CellKey(.interactions, day: .min)

  var cell: Cell { block[position] }

  /// Goes to the first cell of the next piece.
  func begin(_ piece: inout CellBlock) {
    swap(&block, &piece)
    position = 0
    let first = block.cells[0].key
    precondition(key <= first, "the pieces of a run are sorted")
    key = first
  }

  /// Goes to the next cell; false if the piece has no more.
  func advance() -> Bool {
    position += 1
    guard position < block.cells.count else { return false }
    key = block.cells[position].key
    return true
  }
}

/// Cells of one key added up.
private struct CellSum: ~Copyable {
  private var block = CellBlock()
  private var spare = CellBlock()

  init() {}

  var cell: Cell { block[0] }
  var key: CellKey { block.cells[0].key }

  mutating func begin(_ cell: Cell) {
    block.removeAll()
    block.append(cell)
  }

  mutating func add(_ other: Cell) {
    spare.removeAll()
    spare.append(block[0], plus: other)
    swap(&block, &spare)
  }
}

extension CellBlock {
  /// Appends the sum of two cells of one key.
  fileprivate mutating func append(_ one: Cell, plus other: Cell) {
    var row = one.row
    row.sum += other.row.sum
    row.count += other.row.count
    row.isProvisional = row.isProvisional || other.row.isProvisional
    row.buckets = appendBuckets(one.buckets, other.buckets)
    row.customers = appendCustomers(one.customers, other.customers)
    row.examples = appendExamples(one, other)
    row.measures = appendMeasures(one.measures, other.measures)
    row.contributors = appendContributors(one.contributors, other.contributors)
    cells.append(row)
  }

  private mutating func appendBuckets(
    _ one: RowSlice<BucketRow>, _ other: RowSlice<BucketRow>
  ) -> RowRange<BucketRow> {
    let start = buckets.count
    var (left, right) = (0, 0)
    while left < one.count, right < other.count {
      let (mine, theirs) = (one[left], other[right])
      if mine.label == theirs.label {
        buckets.append(BucketRow(label: mine.label, count: mine.count + theirs.count))
      } else {
        buckets.append(mine.label < theirs.label ? mine : theirs)
      }
      if mine.label <= theirs.label { left += 1 }
      if theirs.label <= mine.label { right += 1 }
    }
    buckets.append(contentsOf: one[left..<one.count])
    buckets.append(contentsOf: other[right..<other.count])
    return RowRange(first: start, count: buckets.count - start)
  }

  private mutating func appendCustomers(
    _ one: RowSlice<CustomerID>, _ other: RowSlice<CustomerID>
  ) -> RowRange<CustomerID> {
    let start = customers.count
    var (left, right) = (0, 0)
    while customers.count - start < CellRow.customerLimit, left < one.count || right < other.count {
      let takesLeft = right == other.count || (left < one.count && one[left] <= other[right])
      let id = takesLeft ? one[left] : other[right]
      if left < one.count, one[left] == id { left += 1 }
      if right < other.count, other[right] == id { right += 1 }
      customers.append(id)
    }
    return RowRange(first: start, count: customers.count - start)
  }

  private mutating func appendExamples(_ one: Cell, _ other: Cell) -> RowRange<ExampleRow> {
    let start = examples.count
    let limit = one.key.table.exampleLimit
    var (left, right) = (0, 0)
    while examples.count - start < limit, left < one.examples.count || right < other.examples.count
    {
      let takesLeft =
        right == other.examples.count
        || (left < one.examples.count && one.examples[left].id <= other.examples[right].id)
      if takesLeft {
        append(example: one.examples[left].id, text: one.texts[one.examples[left].text])
        left += 1
      } else {
        append(example: other.examples[right].id, text: other.texts[other.examples[right].text])
        right += 1
      }
    }
    return RowRange(first: start, count: examples.count - start)
  }

  private mutating func appendMeasures(
    _ one: RowSlice<MeasureRow>, _ other: RowSlice<MeasureRow>
  ) -> RowRange<MeasureRow> {
    let start = measures.count
    var (left, right) = (0, 0)
    while left < one.count || right < other.count {
      if right == other.count || (left < one.count && one[left].measure < other[right].measure) {
        measures.append(one[left])
        left += 1
      } else if left == one.count || other[right].measure < one[left].measure {
        measures.append(other[right])
        right += 1
      } else {
        measures.append(one[left].adding(other[right]))
        left += 1
        right += 1
      }
    }
    return RowRange(first: start, count: measures.count - start)
  }

  private mutating func appendContributors(
    _ one: RowSlice<ContributorRow>, _ other: RowSlice<ContributorRow>
  ) -> RowRange<ContributorRow> {
    let start = contributors.count
    if one.isEmpty && other.isEmpty { return .empty }
    var room = ContributorRoom()
    var (left, right) = (0, 0)
    while left < one.count || right < other.count {
      let takesLeft =
        right == other.count || (left < one.count && one[left].customer <= other[right].customer)
      var row = takesLeft ? one[left] : other[right]
      if left < one.count, one[left].customer == row.customer {
        row.measures.formUnion(one[left].measures)
        left += 1
      }
      if right < other.count, other[right].customer == row.customer {
        row.measures.formUnion(other[right].measures)
        right += 1
      }
      row.measures = room.admit(row.measures)
      if !row.measures.isEmpty { contributors.append(row) }
    }
    return RowRange(first: start, count: contributors.count - start)
  }
}
