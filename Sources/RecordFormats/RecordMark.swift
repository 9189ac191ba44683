/// What programs put before the text of a file, or before every record of it.
///
/// That is byte order marks, EF BB BF, and record separators, 1E (RFC 7464).
/// Where files are put together, the marks at their beginnings come to stand before records.
enum RecordMark {
  /// Bytes of the mark at `start`: 3 or 1, or 0 where there is none.
  ///
  /// - Returns: nil where the bytes at hand are a beginning of it and more may come.
  static func length(in bytes: UnsafeRawBufferPointer, from start: Int, isFinal: Bool) -> Int? {
    guard start < bytes.count else { return isFinal ? 0 : nil }
    if bytes[start] == 0x1e { return 1 }
    if bytes[start] != 0xef { return 0 }
    if start + 1 == bytes.count { return isFinal ? 0 : nil }
    if bytes[start + 1] != 0xbb { return 0 }
    if start + 2 == bytes.count { return isFinal ? 0 : nil }
    return bytes[start + 2] == 0xbf ? 3 : 0
  }

  /// Bytes of all marks at `start`, with none following that is cut off.
  static func lengthOfAll(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
    var end = start
    while let length = length(in: bytes, from: end, isFinal: true), length > 0 { end += length }
    return end - start
  }

  /// Whether a mark can begin with the byte.
  @inline(__always)
  static func canBegin(with byte: UInt8) -> Bool { byte == 0x1e || byte == 0xef }

  /// Whether a mark stands at the beginning of so many bytes, at least one.
  static func begins(_ bytes: UnsafePointer<UInt8>, count: Int) -> Bool {
    if bytes[0] != 0xef { return bytes[0] == 0x1e }
    return count > 2 && bytes[1] == 0xbb && bytes[2] == 0xbf
  }
}
