import CZlib

/// gzip by zlib's own hand: its gzip mode, which checks headers, checksums and sizes itself.
///
/// Owns zlib's states, so that an input costs no large allocation.
final class GzipReference {
  /// Decompressed bytes that are kept; no input of the fuzzer's size holds more.
  private static let roomBytes = 1 << 20

  /// How members are compressed.
  enum Effort: Int, CaseIterable {
    case stored, fixed, dynamic
  }

  private let inflater: UnsafeMutablePointer<z_stream>
  private var deflaters: [UnsafeMutablePointer<z_stream>] = []
  private let room = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: roomBytes)
  private let version = ZLIB_VERSION

  init() {
    let size = Int32(MemoryLayout<z_stream>.size)
    inflater = .allocate(capacity: 1)
    inflater.initialize(to: z_stream())
    inflateInit2_(inflater, MAX_WBITS + 16, version, size)
    for effort in Effort.allCases {
      let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
      stream.initialize(to: z_stream())
      let strategy = effort == .fixed ? Z_FIXED : Z_DEFAULT_STRATEGY
      let level: Int32 = effort == .stored ? 0 : 9
      // Little memory: every input starts anew.
      deflateInit2_(stream, level, Z_DEFLATED, -9, 1, strategy, version, size)
      deflaters.append(stream)
    }
  }

  deinit {
    inflateEnd(inflater)
    inflater.deallocate()
    for stream in deflaters {
      deflateEnd(stream)
      stream.deallocate()
    }
    room.deallocate()
  }

  /// The text of a file of members and zero padding, or nil where zlib takes it for none.
  func text(of file: UnsafeRawBufferPointer, members: Int) -> [UInt8]? {
    var (offset, produced, count) = (0, 0, 0)
    repeat {
      count += 1
      inflateReset2(inflater, MAX_WBITS + 16)
      guard count <= members, run(inflater, file[offset...], from: produced, inflate) else {
        return nil
      }
      offset = file.count - Int(inflater.pointee.avail_in)
      produced = GzipReference.roomBytes - Int(inflater.pointee.avail_out)
    } while offset < file.count && file[offset] != 0
    return file[offset...].allSatisfy { $0 == 0 } ? Array(room[..<produced]) : nil
  }

  /// What a deflate stream at the start of some bytes holds and how long it is, or nil.
  func inflateRaw(_ bytes: UnsafeRawBufferPointer) -> (text: [UInt8], count: Int)? {
    inflateReset2(inflater, -MAX_WBITS)
    guard run(inflater, bytes[...], from: 0, inflate) else { return nil }
    let produced = GzipReference.roomBytes - Int(inflater.pointee.avail_out)
    return (Array(room[..<produced]), bytes.count - Int(inflater.pointee.avail_in))
  }

  /// Appends a deflate stream.
  func deflate(_ bytes: UnsafeRawBufferPointer, _ effort: Effort, into output: inout [UInt8]) {
    let stream = deflaters[effort.rawValue]
    deflateReset(stream)
    let isWhole = run(stream, bytes[...], from: 0, CZlib.deflate)
    precondition(isWhole, "the input of the fuzzer is too large")
    output += room[..<(GzipReference.roomBytes - Int(stream.pointee.avail_out))]
  }

  /// The CRC-32 of bytes.
  static func checksum(_ bytes: [UInt8]) -> UInt32 {
    UInt32(truncatingIfNeeded: crc32(0, bytes, UInt32(bytes.count)))
  }

  /// Runs a stream over all bytes; whether it came to its end.
  private func run(
    _ stream: UnsafeMutablePointer<z_stream>, _ bytes: Slice<UnsafeRawBufferPointer>,
    from produced: Int, _ step: (UnsafeMutablePointer<z_stream>, Int32) -> Int32
  ) -> Bool {
    let input = UnsafeRawBufferPointer(rebasing: bytes)
    let start = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.next_in = UnsafeMutablePointer(mutating: start)
    stream.pointee.avail_in = UInt32(input.count)
    stream.pointee.next_out = room.baseAddress.map { $0 + produced }
    stream.pointee.avail_out = UInt32(GzipReference.roomBytes - produced)
    return step(stream, Z_FINISH) == Z_STREAM_END
  }
}
