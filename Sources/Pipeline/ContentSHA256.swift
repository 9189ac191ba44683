internal import Codecs
internal import JourneyModel

/// SHA-256 for file hashes and the manifest.
package struct ContentSHA256 {
  private var hash = SHA256()

  /// A digest of nothing yet.
  package init() {}

  /// Adds bytes behind those of earlier calls.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) { hash.update(bytes) }

  /// The 32 bytes of the digest of all that was added.
  package func finalize() -> [UInt8] { hash.finalize() }

  /// The digest in lower-case hexadecimal.
  package var hexadecimal: String { HexText.lowercase(finalize()) }
}
