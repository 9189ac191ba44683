/// Reads bytes from front to back and never beyond their end.
struct ByteCursor {
  /// All bytes, read and unread.
  let bytes: [UInt8]
  /// The index of the next byte to read.
  private(set) var position: Int
  /// The index behind the last byte that may be read.
  let end: Int
  /// The offset of `bytes[0]` in the file, for messages; of its page if they were compressed.
  let fileOffset: Int
  /// Whether offsets within `bytes` are offsets within the file.
  let isVerbatim: Bool

  /// A cursor over bytes that stand in the file from an offset on.
  init(_ bytes: [UInt8], fileOffset: Int, isVerbatim: Bool = true) {
    self.bytes = bytes
    self.position = 0
    self.end = bytes.count
    self.fileOffset = fileOffset
    self.isVerbatim = isVerbatim
  }

  /// The number of unread bytes.
  var remaining: Int { end - position }

  /// Where in the file the next byte stands.
  var offsetInFile: Int { isVerbatim ? fileOffset + position : fileOffset }

  /// Reads one byte; throws damage where the data ends.
  mutating func byte() throws(ParquetError) -> UInt8 {
    guard position < end else { throw damage("the data ends early") }
    defer { position += 1 }
    return bytes[position]
  }

  /// The indices of the next `count` bytes, which are then read.
  mutating func take(_ count: Int) throws(ParquetError) -> Range<Int> {
    guard count >= 0, count <= remaining else { throw damage("the data ends early") }
    defer { position += count }
    return position..<(position + count)
  }

  /// The next four bytes as a little-endian count.
  mutating func count32() throws(ParquetError) -> Int {
    let range = try take(4)
    return range.reversed().reduce(0) { $0 << 8 | Int(bytes[$1]) }
  }

  /// An unsigned LEB128 number of at most ten bytes.
  mutating func varint() throws(ParquetError) -> UInt64 {
    var number: UInt64 = 0
    for shift in stride(from: UInt64(0), through: 63, by: 7) {
      let next = try byte()
      guard shift < 63 || next <= 1 else { break }
      number |= UInt64(next & 0x7f) << shift
      if next < 0x80 { return number }
    }
    throw damage("a number is longer than 64 bits")
  }

  /// A signed number stored as the unsigned numbers 0, 1, 2, 3 for 0, -1, 1, -2.
  mutating func zigzag() throws(ParquetError) -> Int64 {
    let number = try varint()
    return Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
  }

  /// The error for bytes that the writer cannot have written.
  func damage(_ message: String) -> ParquetError {
    ParquetError(.damaged, message, byteOffset: offsetInFile)
  }

  /// The error for what this reader does not know.
  func unsupported(_ message: String) -> ParquetError {
    ParquetError(.unsupported, message, byteOffset: offsetInFile)
  }
}
