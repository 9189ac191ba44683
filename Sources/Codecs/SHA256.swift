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
