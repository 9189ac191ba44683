package import JourneyModel
import ParquetFiles

/// Encodes the cells of one row, left to right, in the form rows are spooled in.
///
/// A cell is one byte for presence (0 or 1) and, if present, its value: 4 or 8 little-endian
/// bytes, one byte for a boolean, a 32-bit byte count and UTF-8 for texts. `RowReplay` reads it.
package struct RowEncoder: Sendable {
  private let types: [ParquetType]
  private var next = 0
  /// The encoded rows.
  package private(set) var bytes: [UInt8] = []

  /// An encoder for rows of a table.
  package init(_ table: TableDescription) {
    types = table.columns.map(\.type)
  }

  /// Forgets the content and keeps the memory.
  package mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    next = 0
  }

  /// Ends a row.
  package mutating func endRow() {
    precondition(next == types.count, "a row has as many cells as its table has columns")
    next = 0
  }

  /// Appends a 32-bit count or ratio.
  package mutating func append(_ value: Int32?) {
    expect(.int32)
    appendNumber(value)
  }

  /// Appends a 64-bit duration or amount.
  package mutating func append(_ value: Int64?) {
    expect(.int64)
    appendNumber(value)
  }

  /// Appends an instant.
  package mutating func append(_ value: Instant?) {
    expect(.timestampMicros)
    appendNumber(value?.microseconds)
  }

  /// Appends a day since 1970-01-01.
  package mutating func append(day value: Int32?) {
    expect(.date)
    appendNumber(value)
  }

  /// Appends a truth value.
  package mutating func append(_ value: Bool?) {
    expect(.boolean)
    appendNumber(value.map { $0 ? UInt8(1) : 0 })
  }

  /// Appends a text.
  package mutating func append(text value: String?) {
    expect(.string)
    appendText(value)
  }

  /// Appends an id as 32 lower-case hexadecimal digits.
  package mutating func append(id value: StableHash128?) {
    expect(.string)
    guard let value else { return bytes.append(0) }
    bytes.append(1)
    appendRaw(UInt32(32))
    appendHexadecimal(value.high)
    appendHexadecimal(value.low)
  }

  /// Appends 16 digits at once: eight nibbles are spread over the bytes of a word and turned into
  /// digits together, `0`…`9` by adding 48 and `a`…`f` by adding 39 more.
  private mutating func appendHexadecimal(_ word: UInt64) {
    for half in [word >> 32, word & 0xffff_ffff] {
      var nibbles = (half | half << 16) & 0x0000_ffff_0000_ffff
      nibbles = (nibbles | nibbles << 8) & 0x00ff_00ff_00ff_00ff
      nibbles = (nibbles | nibbles << 4) & 0x0f0f_0f0f_0f0f_0f0f
      let letters = ((nibbles &+ 0x0606_0606_0606_0606) >> 4) & 0x0101_0101_0101_0101
      appendRaw((nibbles &+ 0x3030_3030_3030_3030 &+ letters &* 39).byteSwapped)
    }
  }

  private mutating func expect(_ type: ParquetType) {
    precondition(next < types.count && types[next] == type, "a cell has its column's type")
    next += 1
  }

  private mutating func appendNumber<Number: FixedWidthInteger>(_ value: Number?) {
    guard let value else { return bytes.append(0) }
    bytes.append(1)
    appendRaw(value)
  }

  private mutating func appendRaw<Number: FixedWidthInteger>(_ value: Number) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  private mutating func appendText(_ value: String?) {
    guard var value else { return bytes.append(0) }
    bytes.append(1)
    value.withUTF8 { utf8 in
      appendRaw(UInt32(utf8.count))
      bytes.append(contentsOf: utf8)
    }
  }
}
