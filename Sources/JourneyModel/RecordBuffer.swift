/// Memory that records are written to, reused from record to record.
///
/// Unlike `ByteWriter` it is never shared, so writing needs no look at who else holds it; what was
/// written is lent as a pointer that holds until the next change.
package struct RecordBuffer: ~Copyable, @unchecked Sendable {
  private var memory: UnsafeMutableRawBufferPointer
  /// The number of bytes written.
  package private(set) var count = 0

  /// An empty buffer with room for so many bytes at first.
  package init(capacity: Int = 256) {
    memory = .allocate(byteCount: max(capacity, 1), alignment: 16)
  }

  deinit { memory.deallocate() }

  /// What was written, valid until the buffer changes.
  package var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: memory[..<count])
  }

  /// Forgets the content and keeps the memory.
  package mutating func removeAll() { count = 0 }

  /// Makes room for so many more bytes, so that `put` may write them.
  @inline(__always)
  package mutating func reserve(_ byteCount: Int) {
    if memory.count &- count < byteCount { grow(by: byteCount) }
  }

  /// Writes a number into room that was reserved.
  @inline(__always)
  package mutating func put<Number: FixedWidthInteger & BitwiseCopyable>(_ number: Number) {
    assert(count + MemoryLayout<Number>.size <= memory.count, "room is reserved first")
    memory.baseAddress.unsafelyUnwrapped.storeBytes(
      of: number.littleEndian, toByteOffset: count, as: Number.self)
    count &+= MemoryLayout<Number>.size
  }

  /// Writes a hash into room that was reserved.
  @inline(__always)
  package mutating func put(_ hash: StableHash128) {
    put(hash.high)
    put(hash.low)
  }

  /// Writes a byte count and bytes, or the count 2³²−1 for absent ones, into reserved room.
  @inline(__always)
  package mutating func put(_ text: UnsafeRawBufferPointer?) {
    guard let text else { return put(UInt32.max) }
    put(UInt32(truncatingIfNeeded: text.count))
    copy(text)
  }

  /// Makes room for a number and appends it, little-endian.
  @inline(__always)
  package mutating func write<Number: FixedWidthInteger & BitwiseCopyable>(_ number: Number) {
    reserve(MemoryLayout<Number>.size)
    put(number)
  }

  /// Makes room for bytes and appends them without their count.
  @inline(__always)
  package mutating func append(_ source: UnsafeRawBufferPointer) {
    reserve(source.count)
    copy(source)
  }

  /// Overwrites a number written before.
  @inline(__always)
  package mutating func replace<Number: FixedWidthInteger & BitwiseCopyable>(
    at offset: Int, with number: Number
  ) {
    precondition(
      offset >= 0 && offset + MemoryLayout<Number>.size <= count,
      "only what was written is replaced")
    memory.storeBytes(of: number.littleEndian, toByteOffset: offset, as: Number.self)
  }

  /// Overwrites a hash written before.
  package mutating func replace(at offset: Int, with hash: StableHash128) {
    replace(at: offset, with: hash.high)
    replace(at: offset + 8, with: hash.low)
  }

  @inline(__always)
  private mutating func copy(_ source: UnsafeRawBufferPointer) {
    guard let start = source.baseAddress else { return }
    (memory.baseAddress.unsafelyUnwrapped + count).copyMemory(from: start, byteCount: source.count)
    count &+= source.count
  }

  private mutating func grow(by byteCount: Int) {
    let larger = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(2 * memory.count, count + byteCount), alignment: 16)
    larger.copyMemory(from: bytes)
    memory.deallocate()
    memory = larger
  }
}
