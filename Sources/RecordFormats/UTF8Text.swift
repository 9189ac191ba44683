internal import CByteScan

/// Validity of UTF-8, by the table of well-formed byte sequences (Unicode 15, table 3-7).
package enum UTF8Text {
  /// The offset of the first byte that begins no well-formed sequence, or nil where all do.
  package static func firstInvalid(in bytes: UnsafeRawBufferPointer) -> Int? {
    guard let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return nil }
    var offset = 0
    while true {
      offset += tl_ascii_run(base + offset, bytes.count - offset)
      if offset == bytes.count { return nil }
      let length = sequenceLength(base + offset, available: bytes.count - offset)
      if length <= 0 { return offset }
      offset += length
    }
  }

  /// Bytes of the well-formed sequence at the start, of at least one byte.
  ///
  /// - Returns: 1 to 4; 0 where the bytes are not well-formed; -1 where they are the beginning of a
  ///   sequence that is cut off.
  @inline(__always)
  static func sequenceLength(_ bytes: UnsafePointer<UInt8>, available: Int) -> Int {
    Int(tl_utf8_sequence(bytes, available))
  }

  /// Writes a character and returns how many bytes it has, 1 to 4.
  static func write(_ point: UInt32, to text: UnsafeMutablePointer<UInt8>) -> Int {
    let length = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
    if length == 1 {
      text[0] = UInt8(point)
      return 1
    }
    let lead: UInt32 = length == 2 ? 0xc0 : length == 3 ? 0xe0 : 0xf0
    for index in 1..<length {
      text[index] = UInt8(0x80 | point >> UInt32(6 * (length - 1 - index)) & 0x3f)
    }
    text[0] = UInt8(lead | point >> UInt32(6 * (length - 1)))
    return length
  }
}
