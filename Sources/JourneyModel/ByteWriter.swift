/// Appends fixed-width little-endian numbers and length-prefixed texts to a byte buffer.
package struct ByteWriter: Sendable {
  /// Memory of which the first `count` bytes were written; the rest is of no meaning.
  private var memory: [UInt8] = []
  /// The number of bytes written.
  package private(set) var count = 0

  package init() {}

  /// A copy of what was written; `withBytes` makes none.
  package var bytes: [UInt8] { Array(memory[..<count]) }

  /// Lends what was written.
  package func withBytes<Answer>(_ body: (UnsafeRawBufferPointer) -> Answer) -> Answer {
    memory.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
  }

  /// Forgets the content and keeps the memory.
  package mutating func removeAll() { count = 0 }

  /// Appends a fixed-width number.
  package mutating func write(_ number: UInt8) { store(number) }
  /// Appends a fixed-width number.
  package mutating func write(_ number: UInt16) { store(number.littleEndian) }
  /// Appends a fixed-width number.
  package mutating func write(_ number: UInt32) { store(number.littleEndian) }
  /// Appends a fixed-width number.
  package mutating func write(_ number: UInt64) { store(number.littleEndian) }
  /// Appends a fixed-width number.
  package mutating func write(_ number: Int32) { store(number.littleEndian) }
  /// Appends a fixed-width number.
  package mutating func write(_ number: Int64) { store(number.littleEndian) }

  /// Appends 16 bytes, the high half first.
  package mutating func write(_ hash: StableHash128) {
    write(hash.high)
    write(hash.low)
  }

  /// Appends a byte count (32 bits) and the bytes.
  package mutating func write(bytes source: UnsafeRawBufferPointer) {
    write(UInt32(source.count))
    append(source)
  }

  /// Appends a text as a byte count and UTF-8.
  package mutating func write(_ text: String) {
    var text = text
    text.withUTF8 { write(bytes: UnsafeRawBufferPointer($0)) }
  }

  /// Appends a text that may be absent; absence is the count 2³²−1.
  package mutating func write(_ text: String?) {
    guard let text else { return write(UInt32.max) }
    write(text)
  }

  /// Appends bytes without their count.
  package mutating func append(_ source: UnsafeRawBufferPointer) {
    if source.isEmpty { return }
    reserve(source.count)
    memory.withUnsafeMutableBytes {
      UnsafeMutableRawBufferPointer(rebasing: $0[count...]).copyMemory(from: source)
    }
    count += source.count
  }

  /// Appends what another writer wrote.
  package mutating func append(_ other: ByteWriter) {
    other.withBytes { append($0) }
  }

  /// Overwrites a number written before at the given offset.
  package mutating func replace(at offset: Int, with number: UInt32) {
    precondition(offset >= 0 && offset + 4 <= count, "only what was written is replaced")
    memory.withUnsafeMutableBytes {
      $0.storeBytes(of: number.littleEndian, toByteOffset: offset, as: UInt32.self)
    }
  }

  @inline(__always)
  private mutating func store<Number: FixedWidthInteger & BitwiseCopyable>(_ number: Number) {
    reserve(MemoryLayout<Number>.size)
    memory.withUnsafeMutableBytes {
      $0.storeBytes(of: number, toByteOffset: count, as: Number.self)
    }
    count += MemoryLayout<Number>.size
  }

  @inline(__always)
  private mutating func reserve(_ byteCount: Int) {
    if memory.count - count < byteCount { grow(by: byteCount) }
  }

  private mutating func grow(by byteCount: Int) {
    let room = max(64, memory.count, byteCount)
    memory.append(contentsOf: repeatElement(0, count: room))
  }
}
