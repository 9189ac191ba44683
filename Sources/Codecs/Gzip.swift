/// One whole gzip member (RFC 1952) in memory, both ways.
///
/// What is written depends on the bytes and the level only: no time, no name, no host system.
package enum Gzip {
  private static let trailerBytes = 8
  /// How much of a text is looked at to find out whether it repeats itself.
  private static let sampleBytes = 8 << 10
  /// Deflate turns one byte into at most 1,032 (zlib's technical notes).
  private static let largestRatio = 1_032

  /// Appends one member holding the bytes.
  ///
  /// - Parameter level: zlib's effort, 1 (fast) to 9 (small).
  package static func compress(
    _ bytes: UnsafeRawBufferPointer, level: Int32 = 1, into output: inout [UInt8]
  ) {
    // RFC 1952 §2.3: magic, deflate, no flags, no time, the effort, an unknown system.
    let effort: UInt8 = level == 1 ? 4 : level == 9 ? 2 : 0
    output.append(contentsOf: [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, effort, 255])
    let strategy = strategy(for: bytes, level: level)
    ZlibDeflate.append(bytes, level: level, strategy: strategy, to: &output)
    append(Checksum.crc32(bytes), to: &output)
    append(UInt32(truncatingIfNeeded: bytes.count), to: &output)
  }

  /// How to compress best, judged by the middle: a page of a column begins with which cells it has.
  ///
  /// The digits of hashes, which are most of what is published, repeat nothing but a few letters by
  /// chance, and looking for that takes time and makes them larger.
  private static func strategy(
    for bytes: UnsafeRawBufferPointer, level: Int32
  ) -> ZlibDeflate.Strategy {
    guard bytes.count >= 4 * sampleBytes else { return .repetitions }
    let start = (bytes.count - sampleBytes) / 2
    let sample = UnsafeRawBufferPointer(rebasing: bytes[start..<start + sampleBytes])
    var outputs: [[UInt8]] = [[], []]
    ZlibDeflate.append(sample, level: level, to: &outputs[0])
    ZlibDeflate.append(sample, level: level, strategy: .literals, to: &outputs[1])
    return outputs[1].count < outputs[0].count ? .literals : .repetitions
  }

  /// The bytes of exactly one member whose size is known.
  ///
  /// - Throws: `CodecError` where the member is cut, damaged, followed by anything, or of another
  ///   size.
  package static func decompress(
    _ bytes: UnsafeRawBufferPointer, byteCount: Int
  ) throws(CodecError) -> [UInt8] {
    guard byteCount >= 0, byteCount / largestRatio <= bytes.count else {
      throw CodecError(.wrongSize, "\(bytes.count) bytes cannot hold \(byteCount)")
    }
    guard bytes.count <= UInt32.max, byteCount < UInt32.max else {
      throw CodecError(.wrongSize, "a member of 4 GiB or more is not read whole")
    }
    let start = try bodyStart(of: bytes)
    var progress = InflateStream.Progress(status: .needsInput, consumed: 0, produced: 0)
    // One byte more than announced, so that a longer stream shows itself.
    let output = [UInt8](unsafeUninitializedCapacity: byteCount + 1) { room, count in
      var stream = InflateStream()
      let body = UnsafeRawBufferPointer(rebasing: bytes[start...])
      progress = stream.inflate(body, into: UnsafeMutableRawBufferPointer(room))
      count = progress.produced
    }
    switch progress.status {
    case .finished: break
    case .corrupt: throw CodecError(.corrupt, "the gzip member is damaged")
    case .needsInput: throw truncated(bytes)
    case .outputFull: throw CodecError(.wrongSize, "the gzip member holds more than \(byteCount)")
    }
    try checkTrailer(of: output, in: bytes, at: start + progress.consumed)
    guard output.count == byteCount else {
      throw CodecError(.wrongSize, "the gzip member does not hold \(byteCount) bytes")
    }
    return output
  }

  /// Where the header of a member ends and its deflate stream begins.
  private static func bodyStart(of bytes: UnsafeRawBufferPointer) throws(CodecError) -> Int {
    var header = GzipHeader()
    for (index, byte) in bytes.enumerated() {
      switch header.take(byte) {
      case .goesOn: break
      case .complete: return index + 1
      case .absent: throw CodecError(.corrupt, "this is not a gzip member")
      case .broken(let reason): throw CodecError(.corrupt, reason)
      }
    }
    throw truncated(bytes)
  }

  private static func checkTrailer(
    of output: [UInt8], in bytes: UnsafeRawBufferPointer, at start: Int
  ) throws(CodecError) {
    let unread = bytes.count - start - trailerBytes
    if unread < 0 { throw truncated(bytes) }
    let sum = bytes.loadUnaligned(fromByteOffset: start, as: UInt32.self)
    let size = bytes.loadUnaligned(fromByteOffset: start + 4, as: UInt32.self)
    let holds = output.withUnsafeBytes { UInt32(littleEndian: sum) == Checksum.crc32($0) }
    guard holds, UInt32(littleEndian: size) == UInt32(truncatingIfNeeded: output.count) else {
      throw CodecError(.corrupt, "checksum and size of the gzip member do not hold")
    }
    if unread > 0 { throw CodecError(.corrupt, "\(unread) bytes follow the gzip member") }
  }

  private static func truncated(_ bytes: UnsafeRawBufferPointer) -> CodecError {
    CodecError(.truncated, "the gzip member is cut after \(bytes.count) bytes")
  }

  private static func append(_ value: UInt32, to output: inout [UInt8]) {
    for shift in stride(from: 0, to: 32, by: 8) {
      output.append(UInt8(truncatingIfNeeded: value >> UInt32(shift)))
    }
  }
}
