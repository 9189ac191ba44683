internal import CZlib

/// Raw deflate encoded by zlib, whatever decodes.
///
/// What is written must not depend on the build: the bytes of a release are compared and hashed,
/// and another library, or another version of its tables, would make other bytes of the same
/// content. So there is no second back end for this direction.
enum ZlibDeflate {
  /// What a stream is made of.
  enum Strategy {
    /// Looks for repetitions and writes what repeats nothing as it is.
    case repetitions
    /// Literals in codes of their frequency, nothing else: twice as fast.
    case literals
  }

  /// Appends one whole deflate stream holding the bytes; `level` is zlib's effort.
  static func append(
    _ bytes: UnsafeRawBufferPointer, level: Int32, strategy: Strategy = .repetitions,
    to output: inout [UInt8]
  ) {
    ZlibDeflateStream(level: level, strategy: strategy).append(bytes, to: &output)
  }
}

/// A zlib stream that is used for one deflate stream after the other.
struct ZlibDeflateStream: ~Copyable {
  /// Bytes offered to zlib at a time: its counters have 32 bits.
  private static let pieceBytes = 1 << 30
  /// Where it stays: zlib keeps a pointer back to it.
  private let stream: UnsafeMutablePointer<z_stream>

  /// A stream of an effort and a strategy.
  init(level: Int32, strategy: ZlibDeflate.Strategy) {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let started = deflateInit2_(
      stream, level, Z_DEFLATED, -MAX_WBITS, 8,
      strategy == .literals ? Z_HUFFMAN_ONLY : Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    precondition(started == Z_OK, "zlib cannot start a stream: bad level or out of memory")
  }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
  }

  /// Appends one whole deflate stream holding the bytes.
  func append(_ bytes: UnsafeRawBufferPointer, to output: inout [UInt8]) {
    precondition(deflateReset(stream) == Z_OK, "zlib's deflate state is damaged")
    var offset = 0
    repeat {
      let piece = min(ZlibDeflateStream.pieceBytes, bytes.count - offset)
      let start = bytes.baseAddress.map { ($0 + offset).assumingMemoryBound(to: UInt8.self) }
      stream.pointee.next_in = UnsafeMutablePointer(mutating: start)
      stream.pointee.avail_in = UInt32(piece)
      offset += piece
      drain(flush: offset == bytes.count ? Z_FINISH : Z_NO_FLUSH, into: &output)
    } while offset < bytes.count
  }

  /// Deflates what the stream was offered, until it asks for more or has ended.
  private func drain(flush: Int32, into output: inout [UInt8]) {
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
}
