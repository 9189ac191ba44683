internal import CSHA256

/// SHA-256 (FIPS 180-4) of bytes fed piece by piece.
package struct SHA256: Sendable {
  private var stream = tl_sha256_begin()

  /// How many bytes a digest has.
  package static let byteCount = 32

  /// A digest of nothing yet.
  package init() {}

  /// Adds bytes behind those that were added before; pieces do not show.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress, !bytes.isEmpty else { return }
    tl_sha256_update(&stream, start.assumingMemoryBound(to: UInt8.self), bytes.count)
  }

  /// The 32 bytes of the digest of all that was added.
  package func finalize() -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: SHA256.byteCount)
    withUnsafePointer(to: stream) { tl_sha256_digest($0, &digest) }
    return digest
  }
}

/// SHA-256 of several sequences of bytes that are fed together, which is faster than one by one:
/// two are digested at a time.
package struct SHA256Set: Sendable {
  private var streams: [tl_sha256_stream]

  /// Digests of so many sequences, of nothing yet.
  package init(count: Int) {
    streams = [tl_sha256_stream](repeating: tl_sha256_begin(), count: count)
  }

  /// Adds bytes behind those that the sequences have; each sequence is named at most once.
  package mutating func update(_ pieces: [(sequence: Int, bytes: UnsafeRawBufferPointer)]) {
    streams.withUnsafeMutableBufferPointer { streams in
      withUnsafeTemporaryAllocation(of: tl_sha256_piece.self, capacity: pieces.count) { room in
        var count = 0
        for piece in pieces {
          precondition(streams.indices.contains(piece.sequence), "a sequence is one of the set")
          guard let start = streams.baseAddress, let bytes = piece.bytes.baseAddress else {
            continue
          }
          room.initializeElement(
            at: count,
            to: tl_sha256_piece(
              stream: start + piece.sequence, bytes: bytes.assumingMemoryBound(to: UInt8.self),
              count: piece.bytes.count))
          count += 1
        }
        tl_sha256_update_each(room.baseAddress, count)
      }
    }
  }

  /// The 32 bytes of the digest of a sequence.
  package func finalize(_ sequence: Int) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: SHA256.byteCount)
    withUnsafePointer(to: streams[sequence]) { tl_sha256_digest($0, &digest) }
    return digest
  }
}
