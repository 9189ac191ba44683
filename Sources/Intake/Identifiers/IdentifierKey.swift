internal import Crypto
internal import Foundation
internal import JourneyModel

/// The secret under which identifiers become tokens.
package struct IdentifierKey: Sendable {
  private let key: SymmetricKey

  /// How many bytes a key has.
  package static let byteCount = 32

  /// A key of 32 bytes; nil for any other number.
  package init?(bytes: [UInt8]) {
    guard bytes.count == Self.byteCount else { return nil }
    key = SymmetricKey(data: bytes)
  }

  /// Eight hexadecimal digits that name the key without revealing it.
  package var id: String {
    let code = HMAC<SHA256>.authenticationCode(for: Array("id".utf8), using: key)
    return HexText.lowercase(code.prefix(4))
  }

  /// The secret under which shingles of texts are hashed: HMAC-SHA-256(key, "shingle").
  var textSalt: (UInt64, UInt64) {
    let code = HMAC<SHA256>.authenticationCode(for: Array("shingle".utf8), using: key)
    return code.withUnsafeBytes { digest in
      (
        UInt64(bigEndian: digest.loadUnaligned(as: UInt64.self)),
        UInt64(bigEndian: digest.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
      )
    }
  }

  /// The first 128 bits of HMAC-SHA-256(key, kind ‖ 0 ‖ namespace ‖ 0 ‖ normalized value).
  func hash(
    kind: TokenKind, namespace: String, value: UnsafeRawBufferPointer
  ) -> StableHash128 {
    var code = HMAC<SHA256>(key: key)
    code.update(data: Array(kind.name.utf8))
    code.update(data: [0])
    code.update(data: Array(namespace.utf8))
    code.update(data: [0])
    code.update(data: value)
    return code.finalize().withUnsafeBytes { digest in
      StableHash128(
        high: UInt64(bigEndian: digest.loadUnaligned(as: UInt64.self)),
        low: UInt64(bigEndian: digest.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
    }
  }
}
