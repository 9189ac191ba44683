/// Encodings as the oracles see them, by arithmetic instead of tables; shares no code with the
/// readers, on purpose.
enum OracleText {
  /// What stands at the start of some bytes.
  enum Sequence: Equatable {
    /// A code point of that many bytes.
    case whole(Int)
    /// The beginning of one that the bytes are too short for.
    case cut
    /// Nothing that could become one.
    case broken
  }

  private static let surrogates = 0xd800...0xdfff

  /// The UTF-8 sequence from an offset to an end.
  ///
  /// Every byte narrows the code points the sequence may become; where only surrogates, overlong
  /// forms or points above U+10FFFF are left, it is broken.
  static func sequence(
    _ bytes: UnsafeRawBufferPointer, at start: Int, to end: Int
  ) -> Sequence {
    let lead = Int(bytes[start])
    let length =
      lead < 0x80 ? 1 : lead >> 5 == 6 ? 2 : lead >> 4 == 14 ? 3 : lead >> 3 == 30 ? 4 : 0
    if length < 2 { return length == 1 ? .whole(1) : .broken }
    let smallest = [0, 0, 0x80, 0x800, 0x10000][length]
    var point = lead & (0x7f >> length)
    for index in 1...length {
      let missing = 6 * (length - index)
      let possible = point << missing...(point + 1) << missing - 1
      let isSurrogate =
        surrogates.contains(possible.lowerBound) && surrogates.contains(possible.upperBound)
      if possible.upperBound < smallest || possible.lowerBound > 0x10ffff || isSurrogate {
        return .broken
      }
      if index == length { break }
      if start + index >= end { return .cut }
      let byte = Int(bytes[start + index])
      if byte >> 6 != 2 { return .broken }
      point = point << 6 | byte & 0x3f
    }
    return .whole(length)
  }

  /// Appends a number in four bytes.
  static func append(_ value: Int, to text: inout [UInt8]) {
    for shift in [0, 8, 16, 24] { text.append(UInt8(truncatingIfNeeded: value >> shift)) }
  }

  /// Appends a code point as UTF-8; surrogates never come here.
  static func append(point: Int, to text: inout [UInt8]) {
    if point < 0x80 {
      text.append(UInt8(point))
    } else if let scalar = Unicode.Scalar(UInt32(point)) {
      for byte in UTF8.encode(scalar) ?? .init() { text.append(byte) }
    }
  }
}
