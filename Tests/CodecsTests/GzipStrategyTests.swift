import Codecs
import Testing

@Suite struct GzipStrategyTests {
  /// Digits of hashes, by a generator whose numbers do not repeat (Steele, Lea, Flood, 2014).
  private func digits(_ count: Int) -> [UInt8] {
    var state: UInt64 = 7
    return (0..<count).map { _ in
      state &+= 0x9e37_79b9_7f4a_7c15
      let mixed = (state ^ state >> 30) &* 0xbf58_476d_1ce4_e5b9
      return Array("0123456789abcdef".utf8)[Int(mixed >> 60)]
    }
  }

  private func compressed(_ bytes: [UInt8]) throws -> [UInt8] {
    var output: [UInt8] = []
    bytes.withUnsafeBytes { Gzip.compress($0, into: &output) }
    let back = try output.withUnsafeBytes { try Gzip.decompress($0, byteCount: bytes.count) }
    #expect(back == bytes)
    return output
  }

  @Test func digitsTakeHardlyMoreThanTheirHalf() throws {
    for count in [32 << 10, 100_001, 1 << 20] {
      #expect(try compressed(digits(count)).count < count * 51 / 100)
    }
  }

  @Test func whatRepeatsItselfStaysSmall() throws {
    let record = digits(64)
    let repeated = (0..<2_000).flatMap { _ in record }
    #expect(try compressed(repeated).count < repeated.count / 50)
  }

  @Test func whereTheMiddleMisleadsOnlySizeIsLost() throws {
    let half = (0..<500).flatMap { _ in digits(64) }
    let misleading = half + digits(10 << 10) + half
    let count = try compressed(misleading).count
    #expect(count > misleading.count / 4 && count < misleading.count * 55 / 100)
  }
}
