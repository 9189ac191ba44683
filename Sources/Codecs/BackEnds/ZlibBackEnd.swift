internal import CZlib

/// Raw deflate decoded by zlib: the back end that is always there, and the measure of the others.
///
/// One state of about 40 KiB. `InflateStream` says what every back end promises.
package struct ZlibInflate: ~Copyable, @unchecked Sendable {
  // zlib keeps a pointer back to its stream, so the stream must not move.
  private let stream: UnsafeMutablePointer<z_stream>

  /// A stream at its beginning.
  package init() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let size = Int32(MemoryLayout<z_stream>.size)
    let answer = inflateInit2_(stream, -MAX_WBITS, ZLIB_VERSION, size)
    precondition(answer == Z_OK, "zlib cannot start a stream: out of memory or wrong version")
  }

  deinit {
    inflateEnd(stream)
    stream.deinitialize(count: 1)
    stream.deallocate()
  }

  /// Forgets everything and starts the next stream.
  package mutating func reset() {
    inflateReset(stream)
  }

  /// Decodes some of the input into some of the output, which has room.
  package mutating func inflate(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) -> InflateStream.Progress {
    let offered = UInt32(clamping: input.count)
    let space = UInt32(clamping: output.count)
    let start = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.next_in = UnsafeMutablePointer(mutating: start)
    stream.pointee.avail_in = offered
    stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = space
    let answer = CZlib.inflate(stream, Z_NO_FLUSH)
    return InflateStream.Progress(
      status: status(of: answer),
      consumed: Int(offered - stream.pointee.avail_in),
      produced: Int(space - stream.pointee.avail_out))
  }

  private func status(of answer: Int32) -> InflateStream.Status {
    switch answer {
    case Z_STREAM_END: .finished
    // Z_BUF_ERROR says that nothing could be done with the input at hand: not an error.
    case Z_OK, Z_BUF_ERROR: stream.pointee.avail_out == 0 ? .outputFull : .needsInput
    case Z_MEM_ERROR: preconditionFailure("zlib is out of memory")
    default: .corrupt
    }
  }
}

/// CRC-32 by zlib, a table look-up for each byte.
package enum ZlibChecksum {
  /// The checksum after some more bytes.
  package static func crc32(_ bytes: UnsafeBufferPointer<UInt8>, continuing: UInt32) -> UInt32 {
    UInt32(truncatingIfNeeded: crc32_z(UInt(continuing), bytes.baseAddress, bytes.count))
  }
}
