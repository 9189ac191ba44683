internal import CByteScan

/// The text of CSV fields.
package enum CSVText {
  /// Appends a field with its doubled quotes halved.
  ///
  /// - Parameter field: the bytes of a `FieldRange` that needs it.
  package static func unescape(
    _ field: UnsafeRawBufferPointer, quote: UInt8 = UInt8(ascii: "\""), into text: inout [UInt8]
  ) {
    var offset = 0
    while offset < field.count {
      let byte = field[offset]
      text.append(byte)
      offset += byte == quote ? 2 : 1
    }
  }

  /// Appends text of another encoding as UTF-8; UTF-8 as it is.
  ///
  /// The five bytes that Windows-1252 leaves undefined become the control characters of their
  /// value, as the WHATWG Encoding Standard has them.
  package static func transcode(
    _ field: UnsafeRawBufferPointer, from encoding: TextEncoding, into text: inout [UInt8]
  ) {
    precondition(encoding.isSupported, "UTF-16 is refused before any field is taken")
    guard let base = field.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
    if encoding == .utf8 || tl_ascii_run(base, field.count) == field.count {
      text.append(contentsOf: field)
      return
    }
    text.append(addingCapacity: 3 * field.count) { added in
      added.withUnsafeMutableBufferPointer { room, count in
        guard let start = room.baseAddress else { return }
        for byte in field {
          let isSpecial = encoding == .windows1252 && (0x80...0x9f).contains(byte)
          let point = isSpecial ? windows1252[Int(byte) - 0x80] : UInt32(byte)
          count += UTF8Text.write(point, to: start + count)
        }
      }
    }
  }

  /// Code points of 0x80...0x9F (WHATWG Encoding Standard, index windows-1252).
  private static let windows1252: [UInt32] = [
    0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
    0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008d, 0x017d, 0x008f,
    0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
    0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e, 0x0178,
  ]
}
