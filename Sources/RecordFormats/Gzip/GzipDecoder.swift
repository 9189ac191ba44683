internal import Codecs

/// Decompresses a gzip file (RFC 1952) piece by piece and proves it to its end.
///
/// Members follow each other; zero bytes may lie between and behind them, as tapes and some
/// programs leave them. CRC-32 and size of every member are compared, and of a header where it
/// has one. Constant memory besides the window: `atMost` bounds what one call adds to it.
package struct GzipDecoder: ~Copyable {
  private enum Place {
    case header, body, trailer, afterMember, padding
  }

  private static let trailerBytes = 8
  private static let outputPiece = 256 << 10
  private static let ratioAlarmFrom: UInt64 = 16 << 20

  private let limits: ByteLimits
  private var stream = InflateStream()
  private var place = Place.header
  private var header = GzipHeader()
  private var memberCount = 0
  private var memberBytes: UInt32 = 0
  private var memberChecksum: UInt32 = 0
  private var trailer: UInt64 = 0
  private var trailerTaken = 0
  /// The compressed byte at which the member or its trailer begins, whichever came last.
  private var partStart: UInt64 = 0
  /// Compressed bytes taken so far.
  package private(set) var inputByteCount: UInt64 = 0
  /// Decompressed bytes given so far.
  package private(set) var outputByteCount: UInt64 = 0

  /// A decoder at the start of a file.
  package init(limits: ByteLimits = ByteLimits()) {
    self.limits = limits
  }

  /// Whether a file that begins so is gzip: 1F 8B.
  package static func isGzip(_ prefix: UnsafeRawBufferPointer) -> Bool {
    prefix.count >= 2 && prefix[0] == 0x1f && prefix[1] == 0x8b
  }

  /// Appends what the bytes hold to the window.
  ///
  /// - Parameter atMost: decompressed bytes to append at most; where it is reached, scan and
  ///   consume the window and call again with the bytes not taken.
  /// - Returns: the bytes taken: all of them, unless `atMost` was reached.
  /// - Throws: `FormatFailure` with the compressed byte, for damage, trailing bytes, too many
  ///   members or bytes, or a ratio out of proportion.
  @discardableResult
  package mutating func decode(
    _ chunk: UnsafeRawBufferPointer, into window: inout ScanWindow, atMost: Int = .max
  ) throws(FormatFailure) -> Int {
    var offset = 0
    var room = atMost
    while offset < chunk.count {
      if place == .body {
        if room == 0 { return offset }
        let rest = UnsafeRawBufferPointer(rebasing: chunk[offset...])
        let (consumed, produced) = try decodeBody(rest, into: &window, atMost: room)
        offset += consumed
        room -= produced
      } else {
        try takeBetweenBodies(chunk[offset])
        offset += 1
        inputByteCount += 1
      }
    }
    return offset
  }

  /// Ends the file.
  ///
  /// - Throws: `FormatFailure` where it ends inside a member.
  package mutating func finish() throws(FormatFailure) {
    if place == .afterMember || place == .padding { return }
    throw failure(.truncatedGzip, "the gzip stream ends inside member \(memberCount + 1)")
  }

  private mutating func decodeBody(
    _ input: UnsafeRawBufferPointer, into window: inout ScanWindow, atMost: Int
  ) throws(FormatFailure) -> (consumed: Int, produced: Int) {
    let output = window.reserve(min(atMost, GzipDecoder.outputPiece))
    let progress = stream.inflate(input, into: output)
    let made = UnsafeRawBufferPointer(rebasing: output[..<progress.produced])
    memberChecksum = Checksum.crc32(made, continuing: memberChecksum)
    // RFC 1952 §2.3.1: the size is kept modulo 2^32.
    memberBytes &+= UInt32(truncatingIfNeeded: progress.produced)
    window.commit(progress.produced)
    inputByteCount += UInt64(progress.consumed)
    outputByteCount += UInt64(progress.produced)
    if progress.status == .corrupt {
      throw failure(.damagedGzip, "member \(memberCount + 1) of the gzip stream is damaged")
    }
    try checkSize()
    if progress.status == .finished {
      place = .trailer
      partStart = inputByteCount
      trailer = 0
      trailerTaken = 0
    }
    return (progress.consumed, progress.produced)
  }

  private mutating func takeBetweenBodies(_ byte: UInt8) throws(FormatFailure) {
    switch place {
    case .header: try takeHeader(byte)
    case .trailer: try takeTrailer(byte)
    case .afterMember where byte == 0, .padding where byte == 0: place = .padding
    case .afterMember, .padding:
      place = .header
      partStart = inputByteCount
      header = GzipHeader()
      try takeHeader(byte)
    case .body: preconditionFailure("the stream takes the bytes of a body")
    }
  }

  private mutating func takeHeader(_ byte: UInt8) throws(FormatFailure) {
    switch header.take(byte) {
    case .goesOn: break
    case .absent where memberCount == 0: throw failure(.damagedGzip, "this is not gzip")
    case .absent:
      let message = "bytes that are not gzip follow member \(memberCount)"
      throw FormatFailure(.trailingBytes, byteOffset: partStart, message)
    case .broken(let reason): throw failure(.damagedGzip, reason)
    case .complete:
      if memberCount == limits.members {
        throw failure(.tooManyMembers, "the gzip stream has more than \(memberCount) members")
      }
      stream.reset()
      memberBytes = 0
      memberChecksum = 0
      place = .body
    }
  }

  private mutating func takeTrailer(_ byte: UInt8) throws(FormatFailure) {
    trailer |= UInt64(byte) << UInt64(8 * trailerTaken)
    trailerTaken += 1
    if trailerTaken < GzipDecoder.trailerBytes { return }
    let member = "member \(memberCount + 1) of the gzip stream"
    if UInt32(truncatingIfNeeded: trailer) != memberChecksum {
      let message = "the checksum of \(member) does not hold"
      throw FormatFailure(.damagedGzip, byteOffset: partStart, message)
    }
    if UInt32(trailer >> 32) != memberBytes {
      let message = "the size of \(member) does not hold"
      throw FormatFailure(.damagedGzip, byteOffset: partStart + 4, message)
    }
    memberCount += 1
    place = .afterMember
  }

  private func checkSize() throws(FormatFailure) {
    if outputByteCount > UInt64(limits.inflated) {
      throw failure(.tooManyBytes, "the file holds more than \(limits.inflated) bytes inflated")
    }
    if outputByteCount < GzipDecoder.ratioAlarmFrom { return }
    if outputByteCount / UInt64(limits.ratio) < inputByteCount { return }
    let detail = "more than \(limits.ratio) decompressed bytes per compressed byte"
    throw failure(.ratio, detail)
  }

  private func failure(_ kind: FormatFailure.Kind, _ message: String) -> FormatFailure {
    FormatFailure(kind, byteOffset: inputByteCount, message)
  }
}
