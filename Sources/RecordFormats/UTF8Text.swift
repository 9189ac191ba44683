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
}
