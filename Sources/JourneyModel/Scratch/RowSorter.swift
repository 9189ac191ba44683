/// Sorts any number of rows in bounded memory.
///
/// Rows gather in memory; when its share is full they are sorted and written to scratch space as a
/// run, and at the end all runs are read side by side. Rows that fit never leave memory.
///
/// ```
/// append ─▶ [share of memory] ─sort─▶ run 0, run 1, run 2 … ─merge─▶ SortedRows
/// ```
///
/// Memory: the share, which later holds one block of each run. A share of 16 KiB sorts any number
/// of rows, in more passes.
@frozen
@usableFromInline
package struct RowSorter<Row: SortableRow>: ~Copyable {
  @usableFromInline let scratch: any Scratch
  @usableFromInline let name: String
  /// How many rows the share holds.
  @usableFromInline let limit: Int
  @usableFromInline let blockRows: Int
  /// How many runs are read side by side.
  @usableFromInline let width: Int
  @usableFromInline var rows: RowRoom<Row>
  @usableFromInline var runs: SortedRuns<Row>?
  /// How many rows were appended.
  @usableFromInline package internal(set) var count = 0

  /// A sorter without rows.
  @inlinable
  package init(_ scratch: any Scratch, name: String, memoryBytes: Int) {
    self.scratch = scratch
    self.name = name
    let share = max(memoryBytes, 16 << 10)
    limit = max(2, share / MemoryLayout<Row>.stride)
    blockRows = BlockSize.rows(of: Row.self, bytes: max(share / 64, 4 << 10))
    width = max(2, share / (blockRows * MemoryLayout<Row>.stride))
    rows = RowRoom()
  }

  /// Appends a row; if the share is full, it is sorted and written as a run first.
  @inlinable
  package mutating func append(_ row: Row) throws(ScratchError) {
    if rows.count == limit { try writeRun() }
    rows.append(row, limit: limit)
    count += 1
  }

  /// The rows in order; the memory of the sorter is theirs.
  @inlinable
  package consuming func finish() throws(ScratchError) -> SortedRows<Row> {
    guard runs != nil else {
      RowSort.sort(rows.all)
      return SortedRows(rows)
    }
    try writeRun()
    rows.removeAll()
    guard var runs else { preconditionFailure("a sorter with a run has runs") }
    while runs.count > width {
      var fewer = SortedRuns<Row>(RowBlocks(try scratch.makeFile(name)))
      for first in stride(from: 0, to: runs.count, by: width) {
        var merged = try SortedRows(
          runs, first..<min(first + width, runs.count), blockRows: blockRows)
        try fewer.append(&merged, blockRows: blockRows)
      }
      runs = fewer
    }
    return try SortedRows(runs, 0..<runs.count, blockRows: blockRows)
  }

  @inlinable
  mutating func writeRun() throws(ScratchError) {
    if runs == nil { runs = SortedRuns(RowBlocks(try scratch.makeFile(name))) }
    RowSort.sort(rows.all)
    try runs?.append(rows.all, blockRows: blockRows)
    rows.count = 0
  }
}

/// Runs of sorted rows in scratch space, one after another.
@usableFromInline
struct SortedRuns<Row: SortableRow> {
  @usableFromInline let blocks: RowBlocks<Row>
  /// For each run one more than the number of its last block.
  @usableFromInline var ends: [Int] = []

  @inlinable
  init(_ blocks: RowBlocks<Row>) { self.blocks = blocks }

  @inlinable var count: Int { ends.count }

  /// The blocks of a run.
  @inlinable
  func blocks(of run: Int) -> Range<Int> { (run == 0 ? 0 : ends[run - 1])..<ends[run] }

  /// Writes sorted rows as the next run.
  @inlinable
  mutating func append(
    _ rows: UnsafeMutableBufferPointer<Row>, blockRows: Int
  ) throws(ScratchError) {
    guard let first = rows.baseAddress else { return }
    var start = 0
    while start < rows.count {
      let count = min(blockRows, rows.count - start)
      try blocks.append(first + start, count: count)
      start += count
    }
    ends.append(blocks.count)
  }

  /// Writes the rows of a merge as the next run.
  @inlinable
  mutating func append(
    _ rows: inout SortedRows<Row>, blockRows: Int
  ) throws(ScratchError) {
    var block = RowRoom<Row>()
    while let row = try rows.next() {
      block.append(row, limit: blockRows)
      guard block.count == blockRows else { continue }
      try blocks.append(block.base, count: block.count)
      block.count = 0
    }
    if block.count > 0 { try blocks.append(block.base, count: block.count) }
    ends.append(blocks.count)
  }
}

/// Memory for rows that grows up to a limit.
@frozen
@usableFromInline
struct RowRoom<Row: BitwiseCopyable>: ~Copyable {
  @usableFromInline var base: UnsafeMutablePointer<Row>
  @usableFromInline var capacity = 0
  @usableFromInline var count = 0

  @inlinable
  init() { base = .allocate(capacity: 0) }

  @inlinable
  deinit { base.deallocate() }

  @inlinable var all: UnsafeMutableBufferPointer<Row> {
    UnsafeMutableBufferPointer(start: base, count: count)
  }

  /// Appends a row; growing goes to the limit at once when half of it is full, since memory that
  /// was not touched yet costs nothing.
  @inlinable
  mutating func append(_ row: Row, limit: Int) {
    if count == capacity { grow(to: capacity >= 4096 ? limit : min(limit, max(64, capacity * 4))) }
    base[count] = row
    count += 1
  }

  /// Gives the memory back.
  @inlinable
  mutating func removeAll() {
    base.deallocate()
    base = .allocate(capacity: 0)
    capacity = 0
    count = 0
  }

  @inlinable
  mutating func grow(to rows: Int) {
    let larger = UnsafeMutablePointer<Row>.allocate(capacity: rows)
    larger.update(from: base, count: count)
    base.deallocate()
    base = larger
    capacity = rows
  }
}
