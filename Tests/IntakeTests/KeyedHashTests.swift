import CSHA256
import Foundation
import Intake
import Testing

/// The codes under which identifiers become tokens are those RFC 2104 defines.
@Suite struct KeyedHashTests {
  @Test(arguments: [1, 20, 32, 63, 64])
  func codesAreHashesOfHashes(keyLength: Int) {
    let key = (0..<keyLength).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ 3) }
    let prepared = tl_hmac_sha256_prepare(key, key.count)
    // Around the ends of blocks, where padding goes on in another one.
    for length in 0...260 {
      let message = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ length) }
      let expected = definition(key, message)
      #expect(code(message, prepared, tl_hmac_sha256) == expected, "\(length)")
      #expect(code(message, prepared, tl_hmac_sha256_scalar) == expected, "\(length)")
    }
  }

  @Test func aKeyIsNamedAndUsedAsAnybodyWould() throws {
    let bytes = (0..<32).map { UInt8($0) }
    let key = try #require(IdentifierKey(bytes: bytes))
    let code = definition(bytes, Array("id".utf8))
    #expect(key.id == code.prefix(4).map { String(format: "%02x", $0) }.joined())
  }

  /// H(key ⊕ opad ‖ H(key ⊕ ipad ‖ message)), RFC 2104 section 2.
  private func definition(_ key: [UInt8], _ message: [UInt8]) -> [UInt8] {
    let padded = key + Array(repeating: 0, count: 64 - key.count)
    let inner = digest([padded.map { $0 ^ 0x36 }, message])
    return digest([padded.map { $0 ^ 0x5c }, inner])
  }

  private func digest(_ parts: [[UInt8]]) -> [UInt8] {
    var stream = tl_sha256_begin()
    for part in parts { tl_sha256_update(&stream, part, part.count) }
    var digest = [UInt8](repeating: 0, count: 32)
    tl_sha256_digest(&stream, &digest)
    return digest
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
