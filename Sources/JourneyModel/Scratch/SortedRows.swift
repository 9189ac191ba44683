/// Sorted rows, read once from the first to the last: from memory, or merged from runs in scratch
/// space.
///
/// The runs play a tournament: each inner node of a binary tree keeps the run that lost there, so
/// the next row costs one comparison a level (Knuth, The Art of Computer Programming 3, 5.4.1).
///
/// ```
///            winner 2                rows of run 0, 1, 2, 3 under way: 7, 9, 4, 8
///           loser 0 (7)
///     loser 1 (9)   loser 3 (8)
///      0      1      2      3
/// ```
@frozen
@usableFromInline
package struct SortedRows<Row: SortableRow>: ~Copyable {
  /// Where one run is read.
  @usableFromInline
  struct Cursor: BitwiseCopyable {
    /// The key of the current row; the largest one at the end.
    @usableFromInline var key: UInt64 = .max
    @usableFromInline var current: UnsafePointer<Row>
    @usableFromInline var end: UnsafePointer<Row>
    @usableFromInline var nextBlock: Int
    @usableFromInline var endBlock: Int

    @inlinable
    init(_ rows: UnsafePointer<Row>, count: Int, blocks: Range<Int>) {
      current = rows
      end = rows + count
      nextBlock = blocks.lowerBound
      endBlock = blocks.upperBound
    }

    @inlinable var isAtEnd: Bool { current == end }
  }

  /// The windows of all runs, or the rows themselves.
  @usableFromInline var rows: RowRoom<Row>
  @usableFromInline let blocks: RowBlocks<Row>?
  @usableFromInline let blockRows: Int
  @usableFromInline let cursors: UnsafeMutableBufferPointer<Cursor>
  /// The loser of each inner node; the winner of all in place 0.
  @usableFromInline let nodes: UnsafeMutableBufferPointer<Int>

  /// Sorted rows in memory.
  @inlinable
  init(_ sorted: consuming RowRoom<Row>) {
    blocks = nil
    blockRows = 0
    cursors = .allocate(capacity: 1)
    nodes = .allocate(capacity: 1)
    var cursor = Cursor(sorted.base, count: sorted.count, blocks: 0..<0)
    if !cursor.isAtEnd { cursor.key = cursor.current.pointee.sortKey }
    cursors[0] = cursor
    nodes[0] = 0
    rows = sorted
  }

  /// The rows of some runs.
  @inlinable
  init(_ runs: SortedRuns<Row>, _ numbers: Range<Int>, blockRows: Int) throws(ScratchError) {
    rows = RowRoom()
    rows.grow(to: numbers.count * blockRows)
    blocks = runs.blocks
    self.blockRows = blockRows
    cursors = .allocate(capacity: numbers.count)
    nodes = .allocate(capacity: numbers.count)
    for (index, run) in numbers.enumerated() {
      cursors[index] = Cursor(
        UnsafePointer(rows.base + index * blockRows), count: 0, blocks: runs.blocks(of: run))
    }
    nodes.update(repeating: -1)
    for index in cursors.indices { try refill(index) }
    for index in cursors.indices { enter(index) }
  }

  @inlinable
  deinit {
    cursors.deallocate()
    nodes.deallocate()
  }

  /// The next row; nil after the last.
  @inlinable
  package mutating func next() throws(ScratchError) -> Row? {
    let run = nodes[0]
    if cursors[run].isAtEnd { return nil }
    let row = cursors[run].current.pointee
    cursors[run].current += 1
    if cursors[run].isAtEnd {
      try refill(run)
    } else {
      cursors[run].key = cursors[run].current.pointee.sortKey
    }
    if cursors.count > 1 { play(run) }
    return row
  }

  /// Reads the next block of a run that has no row left.
  @inlinable
  func refill(_ run: Int) throws(ScratchError) {
    cursors[run].key = .max
    guard let blocks, cursors[run].nextBlock < cursors[run].endBlock else { return }
    let window = rows.base + run * blockRows
    let count = try blocks.read(cursors[run].nextBlock, into: window)
    cursors[run].nextBlock += 1
    cursors[run].current = UnsafePointer(window)
    cursors[run].end = cursors[run].current + count
    cursors[run].key = cursors[run].current.pointee.sortKey
  }

  /// Lets a run play its way up the tree, leaving the losers behind.
  @inlinable
  func play(_ run: Int) {
    var winner = run
    var node = (run + cursors.count) / 2
    while node > 0 {
      let other = nodes[node]
      if precedes(other, winner) {
        nodes[node] = winner
        winner = other
      }
      node /= 2
    }
    nodes[0] = winner
  }

  /// Lets a run enter a tree under construction: it waits at the first empty node for an opponent.
  @inlinable
  func enter(_ run: Int) {
    var winner = run
    var node = (run + cursors.count) / 2
    while node > 0 {
      let other = nodes[node]
      if other < 0 {
        nodes[node] = winner
        return
      }
      if precedes(other, winner) {
        nodes[node] = winner
        winner = other
      }
      node /= 2
    }
    nodes[0] = winner
  }

  /// Whether the current row of a run comes before that of another; a run at its end comes last.
  @inlinable @inline(__always)
  func precedes(_ one: Int, _ other: Int) -> Bool {
    let (left, right) = (cursors[one], cursors[other])
    if left.key != right.key { return left.key < right.key }
    if left.isAtEnd { return false }
    if right.isAtEnd || left.current.pointee < right.current.pointee { return true }
    return !(right.current.pointee < left.current.pointee) && one < other
  }
}
