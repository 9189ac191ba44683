import CSHA256
import Codecs
import Foundation
import Testing

/// Our own C is held against the vectors of others, with the processor's instructions and without.
///
/// Fixtures/sha256 names where they come from. Where the processor has no such instructions both
/// ways are the same.
@Suite struct SHA256VectorTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures/sha256")

  private static func text(_ name: String) throws -> String {
    try String(contentsOf: folder.appending(path: name), encoding: .utf8)
  }

  /// The values of a response file by name, in order.
  private static func values(_ text: String) -> [(name: Substring, value: Substring)] {
    text.split(whereSeparator: \.isNewline).compactMap { line in
      let parts = line.split(separator: "=").map { $0.drop { $0 == " " } }
      guard parts.count == 2, !line.hasPrefix("["), !line.hasPrefix("#") else { return nil }
      return (parts[0].prefix { $0 != " " }, parts[1].prefix { $0 != " " })
    }
  }

  private static func bytes(_ digits: Substring) -> [UInt8] {
    let digits = Array(digits.utf8)
    return stride(from: 0, to: digits.count - 1, by: 2).compactMap {
      UInt8(String(decoding: digits[$0..<($0 + 2)], as: UTF8.self), radix: 16)
    }
  }

  /// The digest of bytes that come in pieces.
  private func digest(_ message: [UInt8], by pieces: [Int], isAccelerated: Bool) -> [UInt8] {
    var stream = tl_sha256_begin()
    if !isAccelerated { stream.is_accelerated = 0 }
    var (start, turn) = (0, 0)
    message.withUnsafeBufferPointer { message in
      while start < message.count, let base = message.baseAddress {
        let count = min(pieces[turn % pieces.count], message.count - start)
        tl_sha256_update(&stream, base + start, count)
        (start, turn) = (start + count, turn + 1)
      }
    }
    var digest = [UInt8](repeating: 0, count: 32)
    tl_sha256_digest(&stream, &digest)
    return digest
  }

  @Test(arguments: [("SHA256ShortMsg.rsp", 65), ("SHA256LongMsg.rsp", 64)], [true, false])
  func messagesOfNISTWhole(_ file: (name: String, count: Int), _ isAccelerated: Bool) throws {
    var (message, count) = ([UInt8](), 0)
    var length = 0
    for (name, value) in Self.values(try Self.text(file.name)) {
      switch name {
      case "Len": length = try #require(Int(value)) / 8
      case "Msg": message = Array(Self.bytes(value).prefix(length))
      case "MD":
        let expected = Self.bytes(value)
        for pieces in [[1 << 20], [1], [63, 1, 65], [64], [7, 128, 3]] {
          #expect(
            digest(message, by: pieces, isAccelerated: isAccelerated) == expected,
            "\(length) bytes by \(pieces)")
        }
        count += 1
      default: break
      }
    }
    #expect(count == file.count)
  }

  @Test("sequences fed together have the digests they have alone")
  func sequencesTogether() {
    var set = SHA256Set(count: 5)
    var all = [[UInt8]](repeating: [], count: 5)
    for turn in 0..<40 {
      // Lengths around blocks, some of nothing, of all sequences or of a few.
      let parts = (0..<5).filter { (turn >> $0) & 3 != 1 }.map { sequence in
        let count = [0, 1, 63, 64, 65, 127, 128, 1_000, 4_096][(turn * 7 + sequence * 5) % 9]
        return (sequence, (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ turn) })
      }
      let room = parts.flatMap(\.1)
      room.withUnsafeBytes { room in
        var start = 0
        set.update(
          parts.map { sequence, bytes in
            defer { start += bytes.count }
            return (sequence, UnsafeRawBufferPointer(rebasing: room[start..<start + bytes.count]))
          })
      }
      for (sequence, bytes) in parts { all[sequence] += bytes }
    }
    for (sequence, bytes) in all.enumerated() {
      let alone = digest(bytes, by: [1 << 20], isAccelerated: false)
      #expect(set.finalize(sequence) == alone, "sequence \(sequence), \(bytes.count) bytes")
    }
  }

  /// A thousand hashes of the three before it make each of a hundred checkpoints (SHAVS 6.4).
  @Test(arguments: [true, false])
  func hashesOfHashesOfNIST(isAccelerated: Bool) throws {
    let values = Self.values(try Self.text("SHA256Monte.rsp"))
    var seed = Self.bytes(try #require(values.first { $0.name == "Seed" }).value)
    let expected = values.filter { $0.name == "MD" }.map { Self.bytes($0.value) }
    #expect(expected.count == 100)
    for (number, checkpoint) in expected.enumerated() {
      var last = [seed, seed, seed]
      for _ in 0..<1000 {
        last = [
          last[1], last[2],
          digest(last[0] + last[1] + last[2], by: [37], isAccelerated: isAccelerated),
        ]
      }
      seed = last[2]
      #expect(seed == checkpoint, "checkpoint \(number)")
    }
  }

  /// A right code, whole or cut, is made; a wrong one never.
  @Test func codesOfPython() throws {
    var verdicts: [Substring: Int] = [:]
    for line in try Self.text("hmac_sha256.txt").split(separator: "\n") {
      let parts = line.split(separator: " ")
      let (message, tag) = (Self.bytes(parts[1]), Self.bytes(parts[2]))
      var key = Self.bytes(parts[0])
      // RFC 2104: a key longer than a block is hashed first, which is the caller's business here.
      if key.count > 64 { key = digest(key, by: [64], isAccelerated: true) }
      if key.isEmpty { key = [0] }
      let prepared = tl_hmac_sha256_prepare(key, key.count)
      for compute in [tl_hmac_sha256, tl_hmac_sha256_scalar] {
        var code = [UInt8](repeating: 0, count: 32)
        withUnsafePointer(to: prepared) { compute($0, message, message.count, &code) }
        #expect((Array(code.prefix(tag.count)) == tag) == (parts[3] == "valid"), "\(line)")
      }
      verdicts[parts[3], default: 0] += 1
    }
    #expect(verdicts == ["valid": 192, "invalid": 288])
  }
}
