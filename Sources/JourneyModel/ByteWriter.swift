/// Appends fixed-width little-endian numbers and length-prefixed texts to a byte buffer.
package struct ByteWriter: Sendable {
  /// What was written.
  package private(set) var bytes: [UInt8] = []

  /// An empty buffer.
  package init() {}

  /// The number of bytes written.
  package var count: Int { bytes.count }

  /// Forgets the content and keeps the memory.
  package mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  /// Appends a fixed-width number.
  package mutating func write(_ number: UInt8) { store(number) }
  /// Appends a fixed-width number.
  package mutating func write(_ number: UInt16) { store(number) }
  /// Appends a fixed-width number.
  package mutating func write(_ number: UInt32) { store(number) }
  /// Appends a fixed-width number.
  package mutating func write(_ number: UInt64) { store(number) }
  /// Appends a fixed-width number.
  package mutating func write(_ number: Int32) { store(number) }
  /// Appends a fixed-width number.
  package mutating func write(_ number: Int64) { store(number) }

  /// Appends a hash.
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

  /// Appends raw bytes.
  package mutating func append(_ source: UnsafeRawBufferPointer) {
    bytes.append(contentsOf: source)
  }

  /// Overwrites a number written before at the given offset.
  package mutating func replace(at offset: Int, with number: UInt32) {
    precondition(offset >= 0 && offset + 4 <= bytes.count, "only what was written is replaced")
    bytes.withUnsafeMutableBytes {
      $0.storeBytes(of: number.littleEndian, toByteOffset: offset, as: UInt32.self)
    }
  }

  /// Appends a number; concrete overloads above spare other modules the cost of a generic call.
  private mutating func store<Number: FixedWidthInteger>(_ number: Number) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }
}
