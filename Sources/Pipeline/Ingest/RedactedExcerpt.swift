/// The beginning of a rejected record with everything that could be a value masked.
enum RedactedExcerpt {
  /// How many bytes are shown.
  private static let limit = 80

  /// Letters as `x`, digits as `9`, punctuation and spaces as they are, all else as `.`.
  static func text(of bytes: UnsafeRawBufferPointer) -> String {
    let masked = bytes.prefix(limit).map { byte -> UInt8 in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt8(ascii: "9")
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
        UInt8(ascii: "x")
      case 0x20..<0x7f: byte
      default: UInt8(ascii: ".")
      }
    }
    return String(decoding: masked, as: UTF8.self) + (bytes.count > limit ? "…" : "")
  }
}
