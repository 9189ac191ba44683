import CZlib

/// Raw deflate (RFC 1951) decoded piece by piece, without header or trailer.
///
/// Owns one zlib state of about 40 KiB; memory is constant whatever the stream. One thread at a
/// time.
package struct InflateStream: ~Copyable, @unchecked Sendable {
  /// Why a step stopped.
  package enum Status: Equatable, Sendable {
    /// All input is consumed and the stream goes on.
    case needsInput
    /// The output is full; call again with more room, even where no input is left.
    case outputFull
    /// The stream has ended; input behind it is not consumed.
    case finished
    /// The bytes are not deflate.
    case corrupt
  }

  /// What one step did.
  package struct Progress: Equatable, Sendable {
    /// Why it stopped.
    package var status: Status
    /// Input bytes consumed.
    package var consumed: Int
    /// Output bytes produced.
    package var produced: Int
  }

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

  /// Decodes some of the input into some of the output.
  package mutating func inflate(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) -> Progress {
    guard let room = output.baseAddress, output.count > 0 else {
      return Progress(status: .outputFull, consumed: 0, produced: 0)
    }
    let offered = UInt32(clamping: input.count)
    let space = UInt32(clamping: output.count)
    let start = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.next_in = UnsafeMutablePointer(mutating: start)
    stream.pointee.avail_in = offered
    stream.pointee.next_out = room.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = space
    let answer = CZlib.inflate(stream, Z_NO_FLUSH)
    return Progress(
      status: status(of: answer),
      consumed: Int(offered - stream.pointee.avail_in),
      produced: Int(space - stream.pointee.avail_out))
  }

  private func status(of answer: Int32) -> Status {
    switch answer {
    case Z_STREAM_END: .finished
    // Z_BUF_ERROR says that nothing could be done with the input at hand: not an error.
    case Z_OK, Z_BUF_ERROR: stream.pointee.avail_out == 0 ? .outputFull : .needsInput
    case Z_MEM_ERROR: preconditionFailure("zlib is out of memory")
    default: .corrupt
    }
  }
}
