/// The mark that some programs put before UTF-8 text: EF BB BF.
enum ByteOrderMark {
  private static let byteCount = 3

  /// Bytes of the mark at `start`: 3, or 0 where there is none.
  ///
  /// - Returns: nil where the bytes at hand are a beginning of it and more may come.
  static func length(in bytes: UnsafeRawBufferPointer, from start: Int, isFinal: Bool) -> Int? {
    let present = min(byteCount, bytes.count - start)
    for index in 0..<present where bytes[start + index] != byte(index) { return 0 }
    if present == byteCount { return byteCount }
    return isFinal ? 0 : nil
  }

  private static func byte(_ index: Int) -> UInt8 {
    index == 0 ? 0xef : index == 1 ? 0xbb : 0xbf
  }
}
