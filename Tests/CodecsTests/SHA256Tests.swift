import CSHA256
import Codecs
import Foundation
import Testing

/// SHA-256 is what FIPS 180-4 says, however the bytes are cut.
@Suite struct SHA256Tests {
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func publishedExamples(text: String, digest: String) {
    #expect(hexadecimal(Array(text.utf8), by: [1 << 20]) == digest)
  }

  @Test func aMillionLettersInPiecesOfEverySize() {
    let letters = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
    let digest = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    for pieces in [[1_000_000], [1, 63, 64, 65, 127, 128, 1000], [7], [4096, 1]] {
      #expect(hexadecimal(letters, by: pieces) == digest)
    }
  }

  private func hexadecimal(_ bytes: [UInt8], by pieces: [Int]) -> String {
    var hash = SHA256()
    var (start, turn) = (0, 0)
    bytes.withUnsafeBytes { bytes in
      while start < bytes.count {
        let end = min(start + pieces[turn % pieces.count], bytes.count)
        hash.update(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
        (start, turn) = (end, turn + 1)
      }
    }
    return hash.finalize().map { String(format: "%02x", $0) }.joined()
  }
}
