/// The decompressed bytes that were read but not yet consumed, contiguous, with their offset.
///
/// ```
/// file   ........|consumed|####### unread #######|..... not read yet
///                         ^ baseOffset           ^ baseOffset + count
/// ```
///
/// Consuming moves no bytes; appending moves the unread ones to the front where that is cheap,
/// else into memory of twice the size needed. Pointers into it hold until the next append, reserve
/// or consume.
package struct ScanWindow: ~Copyable, @unchecked Sendable {
  /// The offset in the decompressed file of the first unread byte.
  package private(set) var baseOffset: UInt64 = 0
  /// How many bytes wait to be read.
  package private(set) var count = 0
  private var head = 0
  private var memory: UnsafeMutableRawBufferPointer

  /// An empty window at the start of a file, with room for so many bytes at first.
  package init(capacity: Int = 1 << 16) {
    memory = .allocate(byteCount: capacity, alignment: 16)
  }

  deinit {
    memory.deallocate()
  }

  /// The unread bytes, valid until the window changes.
  package var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: memory[head..<head + count])
  }

  /// Bytes of memory held.
  package var capacity: Int { memory.count }

  /// Lends the unread bytes.
  package borrowing func withBytes<Answer, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Answer
  ) throws(Failure) -> Answer {
    try body(bytes)
  }

  /// Adds bytes behind the unread ones.
  package mutating func append(_ chunk: UnsafeRawBufferPointer) {
    reserve(chunk.count).copyMemory(from: chunk)
    commit(chunk.count)
  }

  /// Room for that many bytes behind the unread ones; `commit` makes what was written unread.
  package mutating func reserve(_ byteCount: Int) -> UnsafeMutableRawBufferPointer {
    if memory.count - head - count < byteCount { makeRoom(byteCount) }
    let tail = head + count
    return UnsafeMutableRawBufferPointer(rebasing: memory[tail..<tail + byteCount])
  }

  /// Makes the first bytes of what was reserved unread.
  package mutating func commit(_ byteCount: Int) {
    precondition(byteCount <= memory.count - head - count, "more bytes than were reserved")
    count += byteCount
  }

  /// Forgets the first unread bytes.
  package mutating func consume(_ byteCount: Int) {
    precondition(byteCount >= 0 && byteCount <= count, "more bytes than are unread")
    baseOffset += UInt64(byteCount)
    count -= byteCount
    head = count == 0 ? 0 : head + byteCount
  }

  private mutating func makeRoom(_ byteCount: Int) {
    let unread = bytes
    // Moving to the front pays where it moves no more bytes than were consumed before it.
    if count <= head, count + byteCount <= memory.count {
      memory.copyMemory(from: unread)
    } else {
      let size = max(memory.count, 2 * (count + byteCount))
      let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
      larger.copyMemory(from: unread)
      memory.deallocate()
      memory = larger
    }
    head = 0
  }
}
