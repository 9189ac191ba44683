import CSHA256
import Crypto
import Foundation
import Intake
import Testing

/// The codes under which identifiers become tokens are those of swift-crypto.
@Suite struct KeyedHashTests {
  @Test(arguments: [1, 20, 32, 63, 64])
  func codesAreThoseOfSwiftCrypto(keyLength: Int) {
    let key = (0..<keyLength).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ 3) }
    let prepared = tl_hmac_sha256_prepare(key, key.count)
    // Around the ends of blocks, where padding goes on in another one.
    for length in 0...260 {
      let message = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ length) }
      let expected = HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: key))
      #expect(code(message, prepared, tl_hmac_sha256) == Array(expected), "\(length)")
      #expect(code(message, prepared, tl_hmac_sha256_scalar) == Array(expected), "\(length)")
    }
  }

  @Test func aKeyIsNamedAndUsedAsAnybodyWould() throws {
    let bytes = (0..<32).map { UInt8($0) }
    let key = try #require(IdentifierKey(bytes: bytes))
    let code = HMAC<SHA256>.authenticationCode(
      for: Data("id".utf8), using: SymmetricKey(data: bytes))
    #expect(key.id == code.prefix(4).map { String(format: "%02x", $0) }.joined())
  }

  private func code(
    _ message: [UInt8], _ key: tl_hmac_sha256_key,
    _ compute: (
      UnsafePointer<tl_hmac_sha256_key>, UnsafePointer<UInt8>, Int, UnsafeMutablePointer<UInt8>
    )
      -> Void
  ) -> [UInt8] {
    var code = [UInt8](repeating: 0, count: 32)
    withUnsafePointer(to: key) { compute($0, message, message.count, &code) }
    return code
  }
}
