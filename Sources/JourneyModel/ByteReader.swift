/// Reads what `ByteWriter` wrote, in the same order.
///
/// The bytes are our own and checksummed where they are stored, so running past their end is a
/// bug and stops the program.
package struct ByteReader {
  private let bytes: UnsafeRawBufferPointer
  /// The offset of the next byte to read.
  package private(set) var offset: Int

  /// A reader at an offset of a buffer that outlives it.
  package init(_ bytes: UnsafeRawBufferPointer, at offset: Int = 0) {
    self.bytes = bytes
    self.offset = offset
  }

  /// Whether everything was read.
  package var isAtEnd: Bool { offset >= bytes.count }

  /// Reads a fixed-width number.
  package mutating func read(_: UInt8.Type) -> UInt8 { load() }
  /// Reads a fixed-width number.
  package mutating func read(_: UInt16.Type) -> UInt16 { load() }
  /// Reads a fixed-width number.
  package mutating func read(_: UInt32.Type) -> UInt32 { load() }
  /// Reads a fixed-width number.
  package mutating func read(_: UInt64.Type) -> UInt64 { load() }
  /// Reads a fixed-width number.
  package mutating func read(_: Int32.Type) -> Int32 { load() }
  /// Reads a fixed-width number.
  package mutating func read(_: Int64.Type) -> Int64 { load() }

  /// Reads 16 bytes, the high half first.
  package mutating func readHash() -> StableHash128 {
    StableHash128(high: read(UInt64.self), low: read(UInt64.self))
  }

  /// Reads a text that must be there; an absent one stops the program.
  package mutating func readText() -> String {
    guard let text = readOptionalText() else { preconditionFailure("an encoded text is absent") }
    return text
  }

  /// Reads a text that may be absent.
  package mutating func readOptionalText() -> String? {
    let count = read(UInt32.self)
    guard count != .max else { return nil }
    precondition(offset + Int(count) <= bytes.count, "an encoded text ends early")
    defer { offset += Int(count) }
    let slice = UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + Int(count))])
    return String(decoding: slice, as: UTF8.self)
  }

  /// Lends the bytes of a text that may be absent.
  package mutating func lendText() -> UnsafeRawBufferPointer? {
    let count = read(UInt32.self)
    guard count != .max else { return nil }
    let start = offset
    skip(Int(count))
    return UnsafeRawBufferPointer(rebasing: bytes[start..<offset])
  }

  /// Lends so many bytes.
  package mutating func lend(_ count: Int) -> UnsafeRawBufferPointer {
    let start = offset
    skip(count)
    return UnsafeRawBufferPointer(rebasing: bytes[start..<offset])
  }

  /// Lends all bytes that were not read.
  package mutating func lendRest() -> UnsafeRawBufferPointer { lend(bytes.count - offset) }

  /// Skips a text that may be absent.
  package mutating func skipText() {
    let count = read(UInt32.self)
    if count != .max { skip(Int(count)) }
  }

  package mutating func skip(_ count: Int) {
    precondition(count >= 0 && offset + count <= bytes.count, "an encoded row ends early")
    offset += count
  }

  /// Reads a number; concrete overloads above spare other modules the cost of a generic call.
  private mutating func load<Number: FixedWidthInteger>() -> Number {
    let size = MemoryLayout<Number>.size
    precondition(offset + size <= bytes.count, "an encoded row ends early")
    defer { offset += size }
    return Number(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Number.self))
  }
}
