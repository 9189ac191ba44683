/// Writes gzip members (RFC 1952) one after the other with one zlib stream that is set up once.
///
/// Setting a stream up costs as much as compressing a few kilobytes, and most pages of a release
/// are that small. The bytes are the same as those of `Gzip.compress` with the same strategy.
package struct GzipEncoder: ~Copyable {
  /// What the bytes are like.
  package enum Habit: Sendable {
    /// They repeat what stood before: prose, JSON.
    case repeating
    /// They repeat a few letters but nothing longer: digits of hashes.
    case random
  }

  private let stream: ZlibDeflateStream
  private let effort: UInt8

  /// An encoder of zlib's effort, 1 (fast) to 9 (small).
  package init(level: Int32 = 1, for habit: Habit) {
    stream = ZlibDeflateStream(level: level, strategy: habit == .random ? .literals : .repetitions)
    effort = level == 1 ? 4 : level == 9 ? 2 : 0
  }

  /// Appends one member that holds the bytes.
  package func append(_ bytes: UnsafeRawBufferPointer, to output: inout [UInt8]) {
    GzipEncoder.appendHeader(effort: effort, to: &output)
    stream.append(bytes, to: &output)
    GzipEncoder.appendTrailer(of: bytes, to: &output)
  }

  /// Appends one member that holds the bytes as they are (RFC 1951, 3.2.4), for what is packed
  /// already.
  package static func appendStored(_ bytes: UnsafeRawBufferPointer, to output: inout [UInt8]) {
    appendHeader(effort: 4, to: &output)
    var start = 0
    repeat {
      let count = min(bytes.count - start, 0xffff)
      output.append(start + count == bytes.count ? 1 : 0)
      appendLittleEndian(UInt16(count), to: &output)
      appendLittleEndian(~UInt16(count), to: &output)
      output.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[start..<start + count]))
      start += count
    } while start < bytes.count
    appendTrailer(of: bytes, to: &output)
  }

  /// RFC 1952 §2.3: magic, deflate, no flags, no time, the effort, an unknown system.
  private static func appendHeader(effort: UInt8, to output: inout [UInt8]) {
    output.append(contentsOf: [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, effort, 255])
  }

  private static func appendTrailer(
    of bytes: UnsafeRawBufferPointer, to output: inout [UInt8]
  ) {
    appendLittleEndian(Checksum.crc32(bytes), to: &output)
    appendLittleEndian(UInt32(truncatingIfNeeded: bytes.count), to: &output)
  }

  private static func appendLittleEndian<Number: FixedWidthInteger>(
    _ number: Number, to output: inout [UInt8]
  ) {
    withUnsafeBytes(of: number.littleEndian) { output.append(contentsOf: $0) }
  }
}
