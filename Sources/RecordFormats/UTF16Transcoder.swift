/// Turns UTF-16 into UTF-8, piece by piece, so that lengths can be counted back.
///
/// ```
/// bytes of the file             bytes written         counted back
/// BOM, code points < U+10000    1 to 3 of UTF-8       2
/// surrogate pair                4 of UTF-8            4
/// surrogate without its other   FF                    2
/// odd byte at the end           FE                    1
/// ```
///
/// FF and FE occur in no UTF-8, so a row that holds one is rejected for its encoding. Every byte
/// written stands for a fixed number of bytes of the file, so ranges that tile the one tile the
/// other, however they are cut.
package struct UTF16Transcoder: Sendable {
  /// Stands for a surrogate without its other.
  private static let unpaired: UInt8 = 0xff
  /// Stands for half a code unit at the end of the file.
  private static let half: UInt8 = 0xfe

  private let isLittleEndian: Bool
  /// The first byte of a code unit whose second is yet to come.
  private var firstByte: UInt8?
  /// A high surrogate whose low one is yet to come; 0 where there is none.
  private var high: UInt32 = 0

  /// A transcoder of one of the two UTF-16 encodings.
  package init(_ encoding: TextEncoding) {
    precondition(!encoding.isSupported, "\(encoding.name) is not UTF-16")
    isLittleEndian = encoding == .utf16LittleEndian
  }

  /// Appends the next bytes of the file to a window, as far as their code points are whole.
  package mutating func transcode(
    _ bytes: UnsafeRawBufferPointer, into window: inout ScanWindow
  ) {
    var output = window.reserve(3 * (bytes.count / 2 + 2)).baseAddress.unsafelyUnwrapped
    let start = output
    var index = 0
    if let first = firstByte, !bytes.isEmpty {
      firstByte = nil
      write(unit(first, bytes[0]), to: &output)
      index = 1
    }
    while index + 1 < bytes.count {
      write(unit(bytes[index], bytes[index + 1]), to: &output)
      index += 2
    }
    if index < bytes.count { firstByte = bytes[index] }
    window.commit(output - start)
  }

  /// Appends what stands for the bytes that are left at the end of the file.
  package mutating func finish(into window: inout ScanWindow) {
    var output = window.reserve(2).baseAddress.unsafelyUnwrapped
    let start = output
    if high != 0 { put(Self.unpaired, to: &output) }
    if firstByte != nil { put(Self.half, to: &output) }
    (high, firstByte) = (0, nil)
    window.commit(output - start)
  }

  /// How many bytes of the file the written bytes stand for.
  package static func fileByteCount(of written: UnsafeRawBufferPointer) -> Int {
    var count = 0
    for byte in written {
      // Continuation bytes stand for nothing: their first byte did.
      if byte & 0xc0 != 0x80 { count += 2 }
      if byte & 0xf8 == 0xf0 { count += 2 }
      if byte == half { count -= 1 }
    }
    return count
  }

  private func unit(_ first: UInt8, _ second: UInt8) -> UInt32 {
    isLittleEndian
      ? UInt32(first) | UInt32(second) << 8 : UInt32(first) << 8 | UInt32(second)
  }

  @inline(__always)
  private mutating func write(_ unit: UInt32, to output: inout UnsafeMutableRawPointer) {
    if unit < 0x80, high == 0 { return put(UInt8(unit), to: &output) }
    let isLow = unit & 0xfc00 == 0xdc00
    if high != 0 {
      let point = 0x1_0000 + (high & 0x3ff) << 10 + unit & 0x3ff
      high = 0
      if isLow { return put(point, to: &output) }
      put(Self.unpaired, to: &output)
    } else if isLow {
      return put(Self.unpaired, to: &output)
    }
    if unit & 0xfc00 == 0xd800 { high = unit } else { put(unit, to: &output) }
  }

  private func put(_ byte: UInt8, to output: inout UnsafeMutableRawPointer) {
    output.storeBytes(of: byte, as: UInt8.self)
    output += 1
  }

  private func put(_ point: UInt32, to output: inout UnsafeMutableRawPointer) {
    output += UTF8Text.write(point, to: output.assumingMemoryBound(to: UInt8.self))
  }
}
