import JourneyModel
import Testing

/// SipHash-2-4-128 against the reference implementation's vectors (vectors_sip128, key 00…0f,
/// message 00 01 02 … of the given length).
@Suite struct StableHasherTests {
  @Test(arguments: [
    (0, "a3817f04ba25a8e66df67214c7550293"), (1, "da87c1d86b99af44347659119b22fc45"),
    (2, "8177228da4a45dc7fca38bdef60affe4"), (8, "3b62a9ba6258f5610f83e264f31497b4"),
    (15, "5493e99933b0a8117e08ec0f97cfc3d9"), (63, "5150d1772f50834a503e069a973fbd7c"),
  ])
  func agreesWithTheReference(length: Int, digest: String) {
    #expect(littleEndian(hash(Array(0..<UInt8(length)))) == digest)
  }

  @Test(arguments: 0..<40)
  func doesNotDependOnHowBytesArePieced(split: Int) {
    let message = (0..<40).map { UInt8($0) }
    var hasher = StableHasher()
    message[..<split].withUnsafeBytes { hasher.append($0) }
    message[split...].withUnsafeBytes { hasher.append($0) }
    var whole = StableHasher()
    message.withUnsafeBytes { whole.append($0) }
    #expect(hasher.finalize() == whole.finalize())
  }

  @Test func wordsEqualTheirBytes() {
    for lead in 0..<9 {
      var words = StableHasher()
      var bytes = StableHasher()
      let prefix = [UInt8](repeating: 7, count: lead)
      prefix.withUnsafeBytes { words.append($0) }
      prefix.withUnsafeBytes { bytes.append($0) }
      words.combine(0x0807_0605_0403_0201 as UInt64)
      [1, 2, 3, 4, 5, 6, 7, 8].map { UInt8($0) }.withUnsafeBytes { bytes.append($0) }
      #expect(words.finalize() == bytes.finalize())
    }
  }

  @Test func partsAreHashedWithTheirLengths() {
    #expect(
      StableHash128(domain: "test", "ab", "c") != StableHash128(domain: "test", "a", "bc"))
    #expect(StableHash128(domain: "test", "a") != StableHash128(domain: "tes", "ta"))
  }

  @Test func hexadecimalTextKeepsOrderAndValue() throws {
    let small = StableHash128(high: 1, low: .max)
    let large = StableHash128(high: 0x8000_0000_0000_0000, low: 0)
    #expect(small < large && small.description < large.description)
    #expect(small.description == "0000000000000001ffffffffffffffff")
    #expect(StableHash128(hexadecimal: large.description) == large)
    #expect(StableHash128(hexadecimal: "xyz") == nil)
  }

  private func hash(_ message: [UInt8]) -> StableHash128 {
    var hasher = StableHasher(key: 0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908)
    message.withUnsafeBytes { hasher.append($0) }
    return hasher.finalize()
  }

  /// The reference writes both words little-endian.
  private func littleEndian(_ hash: StableHash128) -> String {
    StableHash128(high: hash.high.byteSwapped, low: hash.low.byteSwapped).description
  }
}
