import CZlib

/// One whole gzip member (RFC 1952) in memory, both ways.
///
/// What is written depends on the bytes and the level only: no time, no name, no host system.
package enum Gzip {
  /// Bytes offered to zlib at a time: its counters have 32 bits.
  private static let pieceBytes = 1 << 30
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
    deflate(bytes, level: level, into: &output)
    append(Checksum.crc32(bytes), to: &output)
    append(UInt32(truncatingIfNeeded: bytes.count), to: &output)
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
    var answer = Z_OK
    var unread = 0
    // One byte more than announced, so that a longer stream shows itself.
    let output = [UInt8](unsafeUninitializedCapacity: byteCount + 1) { room, count in
      (answer, unread, count) = inflate(bytes, into: room)
    }
    switch (answer, output.count) {
    case (Z_STREAM_END, byteCount) where unread == 0: return output
    case (Z_STREAM_END, byteCount):
      throw CodecError(.corrupt, "\(unread) bytes follow the gzip member")
    case (Z_OK, ...byteCount), (Z_BUF_ERROR, ...byteCount):
      throw CodecError(.truncated, "the gzip member is cut after \(bytes.count) bytes")
    case (Z_STREAM_END, _), (Z_OK, _), (Z_BUF_ERROR, _):
      throw CodecError(.wrongSize, "the gzip member does not hold \(byteCount) bytes")
    default: throw CodecError(.corrupt, "the gzip member is damaged")
    }
  }

  private static func inflate(
    _ bytes: UnsafeRawBufferPointer, into room: UnsafeMutableBufferPointer<UInt8>
  ) -> (answer: Int32, unread: Int, produced: Int) {
    withStream { stream in
      let size = Int32(MemoryLayout<z_stream>.size)
      let started = inflateInit2_(stream, MAX_WBITS + 16, ZLIB_VERSION, size)
      precondition(started == Z_OK, "zlib cannot start a stream: out of memory or wrong version")
      defer { inflateEnd(stream) }
      let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
      stream.pointee.next_in = UnsafeMutablePointer(mutating: start)
      stream.pointee.avail_in = UInt32(bytes.count)
      stream.pointee.next_out = room.baseAddress
      stream.pointee.avail_out = UInt32(room.count)
      let answer = CZlib.inflate(stream, Z_FINISH)
      let produced = room.count - Int(stream.pointee.avail_out)
      return (answer, Int(stream.pointee.avail_in), produced)
    }
  }

  private static func deflate(
    _ bytes: UnsafeRawBufferPointer, level: Int32, into output: inout [UInt8]
  ) {
    withStream { stream in
      let size = Int32(MemoryLayout<z_stream>.size)
      let started = deflateInit2_(
        stream, level, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size)
      precondition(started == Z_OK, "zlib cannot start a stream: bad level or out of memory")
      defer { deflateEnd(stream) }
      var offset = 0
      repeat {
        let piece = min(pieceBytes, bytes.count - offset)
        let start = bytes.baseAddress.map { ($0 + offset).assumingMemoryBound(to: UInt8.self) }
        stream.pointee.next_in = UnsafeMutablePointer(mutating: start)
        stream.pointee.avail_in = UInt32(piece)
        offset += piece
        drain(stream, flush: offset == bytes.count ? Z_FINISH : Z_NO_FLUSH, into: &output)
      } while offset < bytes.count
    }
  }

  /// Deflates what the stream was offered, until it asks for more or has ended.
  private static func drain(
    _ stream: UnsafeMutablePointer<z_stream>, flush: Int32, into output: inout [UInt8]
  ) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1 << 16) { room in
      repeat {
        stream.pointee.next_out = room.baseAddress
        stream.pointee.avail_out = UInt32(room.count)
        let answer = CZlib.deflate(stream, flush)
        precondition(answer != Z_STREAM_ERROR, "zlib's deflate state is damaged")
        let produced = room.count - Int(stream.pointee.avail_out)
        output.append(contentsOf: UnsafeMutableBufferPointer(rebasing: room[..<produced]))
      } while stream.pointee.avail_out == 0
    }
  }

  /// Lends a stream that does not move: zlib keeps a pointer back to it.
  private static func withStream<Answer>(
    _ body: (UnsafeMutablePointer<z_stream>) -> Answer
  ) -> Answer {
    withUnsafeTemporaryAllocation(of: z_stream.self, capacity: 1) { room in
      room.initialize(repeating: z_stream())
      return body(room.baseAddress.unsafelyUnwrapped)
    }
  }

  private static func append(_ value: UInt32, to output: inout [UInt8]) {
    for shift in stride(from: 0, to: 32, by: 8) {
      output.append(UInt8(truncatingIfNeeded: value >> UInt32(shift)))
    }
  }
}
