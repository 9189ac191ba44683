/// Rows that are appended one after another and read in that order, as often as wanted, and lie in
/// scratch space as soon as they fill a block.
///
/// Memory: two blocks.
@frozen @usableFromInline
package struct ScratchRows<Row: BitwiseCopyable>: ~Copyable {
  @usableFromInline let scratch: any Scratch
  @usableFromInline let name: String
  @usableFromInline let blockRows: Int
  @usableFromInline var blocks: RowBlocks<Row>?
  /// The rows of no block yet.
  @usableFromInline let tail: UnsafeMutablePointer<Row>
  @usableFromInline var tailCount = 0
  /// The block being read; made by the first reading that needs it.
  @usableFromInline var window: UnsafeMutablePointer<Row>?
  @usableFromInline var nextBlock = 0
  @usableFromInline var current: UnsafePointer<Row>
  @usableFromInline var last: UnsafePointer<Row>
  /// How many rows were appended.
  @usableFromInline package internal(set) var count = 0

  /// No rows.
  ///
  /// - Parameter blockBytes: What one block takes; at most 256 KiB of it are used.
  @inlinable
  package init(_ scratch: any Scratch, name: String, blockBytes: Int) {
    self.scratch = scratch
    self.name = name
    blockRows = BlockSize.rows(of: Row.self, bytes: blockBytes)
    tail = .allocate(capacity: blockRows)
    current = UnsafePointer(tail)
    last = current
  }

  @inlinable
  deinit {
    tail.deallocate()
    window?.deallocate()
  }

  /// Appends a row; what was read so far is read again after the next `rewind`.
  @inlinable
  package mutating func append(_ row: Row) throws(ScratchError) {
    if tailCount == blockRows { try writeTail() }
    tail[tailCount] = row
    tailCount += 1
    count += 1
  }

  @inlinable
  mutating func writeTail() throws(ScratchError) {
    if blocks == nil { blocks = RowBlocks(try scratch.makeFile(name)) }
    try blocks?.append(tail, count: tailCount)
    tailCount = 0
  }

  /// Begins to read at the first row again.
  @inlinable
  package mutating func rewind() {
    nextBlock = 0
    current = UnsafePointer(tail)
    last = current
  }

  /// The next row; nil after the last.
  @inlinable
  package mutating func next() throws(ScratchError) -> Row? {
    if current == last, try !refill() { return nil }
    let row = current.pointee
    current += 1
    return row
  }

  /// Appends the next rows to a list; fewer if there are no more.
  @inlinable
  package mutating func read(
    _ rows: Int, into list: inout RowList<Row>
  ) throws(ScratchError) {
    var left = rows
    while left > 0 {
      if current == last, try !refill() { return }
      let count = min(left, last - current)
      list.append(contentsOf: RowSlice(base: current, count: count))
      current += count
      left -= count
    }
  }

  /// Passes over so many rows, or all that are left; their blocks are read all the same.
  @inlinable
  package mutating func skip(_ rows: Int) throws(ScratchError) {
    var left = rows
    while left > last - current {
      left -= last - current
      if try !refill() { return }
    }
    current += left
  }

  /// Moves to the next block, the last of which is in memory; false if there is none.
  @inlinable
  mutating func refill() throws(ScratchError) -> Bool {
    let written = blocks?.count ?? 0
    if nextBlock > written { return false }
    if nextBlock < written, let blocks {
      let room = window ?? .allocate(capacity: blockRows)
      window = room
      let rows = try blocks.read(nextBlock, into: room)
      current = UnsafePointer(room)
      last = current + rows
    } else {
      current = UnsafePointer(tail)
      last = current + tailCount
    }
    nextBlock += 1
    return current != last
  }
}
