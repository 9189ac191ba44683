internal import CSHA256
package import JourneyModel

/// The secret under which identifiers become tokens.
package struct IdentifierKey: Sendable {
  private let key: tl_hmac_sha256_key

  /// How many bytes a key has.
  package static let byteCount = 32

  /// A key of 32 bytes; nil for any other number.
  package init?(bytes: [UInt8]) {
    guard bytes.count == Self.byteCount else { return nil }
    self.init(bytes)
  }

  /// The key for readings of which nothing is kept: it is no secret.
  package static let ofNothingKept = IdentifierKey([UInt8](repeating: 0, count: byteCount))

  private init(_ bytes: [UInt8]) { key = tl_hmac_sha256_prepare(bytes, bytes.count) }

  /// Eight hexadecimal digits that name the key without revealing it.
  package var id: String {
    HexText.lowercase(
      withUnsafeBytes(of: UInt32(truncatingIfNeeded: named("id").high >> 32).bigEndian, Array.init))
  }

  /// The secret under which shingles of texts are hashed: HMAC-SHA-256(key, "shingle").
  var textSalt: (UInt64, UInt64) {
    let code = named("shingle")
    return (code.high, code.low)
  }

  /// The id of a rejected record: equal bytes have one, and without the key nobody can guess it.
  package func id(rejected bytes: UnsafeRawBufferPointer) -> StableHash128 {
    var hasher = StableHasher(domain: "rejected")
    hasher.combine(bytes: bytes)
    let message = "rejected \0" + hasher.finalize().description
    return Array(message.utf8).withUnsafeBytes { hash($0) }
  }

  private func named(_ name: StaticString) -> StableHash128 {
    name.withUTF8Buffer { hash(UnsafeRawBufferPointer($0)) }
  }

  /// The first 128 bits of HMAC-SHA-256(key, message).
  ///
  /// Tokens are those of kind ‖ 0 ‖ namespace ‖ 0 ‖ normalized value.
  package func hash(_ message: UnsafeRawBufferPointer) -> StableHash128 {
    let bytes = message.baseAddress?.assumingMemoryBound(to: UInt8.self)
    return withUnsafeTemporaryAllocation(byteCount: 32, alignment: 8) { code in
      withUnsafePointer(to: key) {
        tl_hmac_sha256(
          $0, bytes, message.count, code.assumingMemoryBound(to: UInt8.self).baseAddress)
      }
      return StableHash128(
        high: UInt64(bigEndian: code.load(as: UInt64.self)),
        low: UInt64(bigEndian: code.load(fromByteOffset: 8, as: UInt64.self)))
    }
  }
}
