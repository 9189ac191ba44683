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

  /// Bytes of the well-formed sequence at the start, which is not ASCII.
  ///
  /// - Returns: 2 to 4; 0 where the bytes are not well-formed; -1 where they are the beginning of a
  ///   sequence that is cut off.
  static func sequenceLength(_ bytes: UnsafePointer<UInt8>, available: Int) -> Int {
    let first = bytes[0]
    var low: UInt8 = 0x80
    var high: UInt8 = 0xbf
    var length = 2
    switch first {
    case 0xc2...0xdf: break
    case 0xe0...0xef:
      length = 3
      if first == 0xe0 { low = 0xa0 }
      if first == 0xed { high = 0x9f }
    case 0xf0...0xf4:
      length = 4
      if first == 0xf0 { low = 0x90 }
      if first == 0xf4 { high = 0x8f }
    default: return 0
    }
    if available < 2 { return -1 }
    if bytes[1] < low || bytes[1] > high { return 0 }
    for index in 2..<length {
      if index >= available { return -1 }
      if bytes[index] & 0xc0 != 0x80 { return 0 }
    }
    return length
  }
}
