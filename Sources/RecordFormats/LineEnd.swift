internal import CByteScan

/// Line ends as exports have them: LF, CRLF or CR alone, also mixed.
enum LineEnd {
  /// The byte behind the line end that begins at `offset`.
  ///
  /// - Returns: nil where a CR is the last byte at hand and an LF may follow.
  static func end(of offset: Int, in bytes: UnsafeRawBufferPointer, isFinal: Bool) -> Int? {
    if bytes[offset] == 0x0a { return offset + 1 }
    if offset + 1 < bytes.count { return bytes[offset + 1] == 0x0a ? offset + 2 : offset + 1 }
    return isFinal ? offset + 1 : nil
  }

  /// The byte behind the first line end at or after `offset`, or nil where none is at hand whole.
  static func first(from offset: Int, in bytes: UnsafeRawBufferPointer, isFinal: Bool) -> Int? {
    let position = next(from: offset, in: bytes)
    return position < bytes.count ? end(of: position, in: bytes, isFinal: isFinal) : nil
  }

  /// Line ends in the range, of which none is cut.
  static func count(_ range: Range<Int>, in bytes: UnsafeRawBufferPointer) -> UInt64 {
    let part = UnsafeRawBufferPointer(rebasing: bytes[range])
    var (total, offset): (UInt64, Int) = (0, 0)
    while let end = first(from: offset, in: part, isFinal: true) {
      total += 1
      offset = end
    }
    return total
  }

  private static func next(from offset: Int, in bytes: UnsafeRawBufferPointer) -> Int {
    guard offset < bytes.count, let base = bytes.baseAddress else { return bytes.count }
    let start = base.assumingMemoryBound(to: UInt8.self) + offset
    return offset + tl_find_structural(start, bytes.count - offset, 0x0a, 0x0d)
  }
}
