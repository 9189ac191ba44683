import Codecs
import Testing

/// Bytes that look random and are the same every time.
private func noise(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
  var state = seed
  return (0..<count).map { _ in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return UInt8(truncatingIfNeeded: state >> 56)
  }
}

private func compressed(_ bytes: [UInt8], level: Int32 = 1) -> [UInt8] {
  var output: [UInt8] = []
  bytes.withUnsafeBytes { Gzip.compress($0, level: level, into: &output) }
  return output
}

private func decompressed(_ bytes: [UInt8], byteCount: Int) throws(CodecError) -> [UInt8] {
  let result = bytes.withUnsafeBytes { input in
    Result { () throws(CodecError) in try Gzip.decompress(input, byteCount: byteCount) }
  }
  return try result.get()
}

private func kind(of bytes: [UInt8], byteCount: Int) -> CodecError.Kind? {
  do {
    _ = try decompressed(bytes, byteCount: byteCount)
    return nil
  } catch {
    return error.kind
  }
}

@Suite struct ChecksumTests {
  @Test func agreesWithTheCheckValueOfTheStandard() {
    let sum = Array("123456789".utf8).withUnsafeBytes { Checksum.crc32($0) }
    #expect(sum == 0xcbf4_3926)
  }

  @Test func continuesAtEveryByte() {
    let bytes = noise(100)
    let whole = bytes.withUnsafeBytes { Checksum.crc32($0) }
    for cut in 0...bytes.count {
      let first = Array(bytes[..<cut]).withUnsafeBytes { Checksum.crc32($0) }
      let both = Array(bytes[cut...]).withUnsafeBytes { Checksum.crc32($0, continuing: first) }
      #expect(both == whole)
    }
  }

  @Test func nothingChangesNothing() {
    let empty = UnsafeRawBufferPointer(start: nil, count: 0)
    #expect(Checksum.crc32(empty, continuing: 7) == 7)
  }
}

@Suite struct GzipTests {
  @Test(arguments: [0, 1, 100, 65_535, 65_536, 300_000], [1, 6, 9] as [Int32])
  func whatIsCompressedComesBack(count: Int, level: Int32) throws {
    let bytes = noise(count / 2) + [UInt8](repeating: 7, count: count - count / 2)
    #expect(try decompressed(compressed(bytes, level: level), byteCount: count) == bytes)
  }

  @Test func headerTellsNoTimeNoNameNoSystem() {
    #expect(compressed([1, 2, 3])[..<10] == [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 4, 255])
    #expect(compressed([1, 2, 3], level: 9)[8] == 2)
    #expect(compressed([1, 2, 3], level: 6)[8] == 0)
  }

  @Test func appendsBehindWhatIsThere() {
    var output: [UInt8] = [9]
    [UInt8]([1, 2]).withUnsafeBytes { Gzip.compress($0, into: &output) }
    #expect(output == [9] + compressed([1, 2]))
  }

  @Test func everyTruncationIsTold() {
    let member = compressed(noise(50))
    for cut in 0..<member.count {
      #expect(kind(of: Array(member[..<cut]), byteCount: 50) == .truncated, "cut at \(cut)")
    }
  }

  @Test func everyFlippedByteIsToldOrHarmless() throws {
    let bytes = noise(50)
    let member = compressed(bytes)
    for index in member.indices {
      var damaged = member
      damaged[index] ^= 0xff
      let outcome = try? decompressed(damaged, byteCount: 50)
      #expect(outcome == nil || outcome == bytes, "byte \(index)")
    }
  }

  @Test func wrongSizesAreTold() {
    let member = compressed(noise(50))
    #expect(kind(of: member, byteCount: 49) == .wrongSize)
    #expect(kind(of: member, byteCount: 51) == .wrongSize)
    #expect(kind(of: member, byteCount: -1) == .wrongSize)
    #expect(kind(of: member, byteCount: 1 << 50) == .wrongSize)
  }

  @Test func trailingBytesAreTold() {
    #expect(kind(of: compressed(noise(50)) + [0], byteCount: 50) == .corrupt)
  }
}

@Suite struct InflateStreamTests {
  /// The deflate stream inside a member of ours.
  private func deflated(_ bytes: [UInt8]) -> [UInt8] {
    Array(compressed(bytes)[10...].dropLast(8))
  }

  private func inflate(_ input: [UInt8], piece: Int, room: Int) -> (InflateStream.Status, [UInt8]) {
    var stream = InflateStream()
    var output: [UInt8] = []
    var offset = 0
    while true {
      let end = min(input.count, offset + piece)
      var buffer = [UInt8](repeating: 0, count: room)
      let progress = Array(input[offset..<end]).withUnsafeBytes { source in
        buffer.withUnsafeMutableBytes { stream.inflate(source, into: $0) }
      }
      offset += progress.consumed
      output += buffer[..<progress.produced]
      if progress.status == .finished || progress.status == .corrupt {
        return (progress.status, output)
      }
      if progress.status == .needsInput, offset == input.count { return (.needsInput, output) }
    }
  }

  @Test(arguments: [1, 2, 7, 1_000], [1, 3, 64, 4_096])
  func everySlicingGivesTheSame(piece: Int, room: Int) {
    let bytes = noise(500) + [UInt8](repeating: 0, count: 500)
    let (status, output) = inflate(deflated(bytes), piece: piece, room: room)
    #expect(status == .finished)
    #expect(output == bytes)
  }

  @Test func truncationNeedsInput() {
    #expect(inflate(Array(deflated(noise(100)).dropLast()), piece: 9, room: 9).0 == .needsInput)
  }

  /// Where the last byte ends a long match and the stream, all input is taken before all is given.
  @Test func outputThatWaitsInsideIsGivenWithoutInput() {
    for count in 300..<400 {
      let bytes = [UInt8](repeating: 5, count: count)
      let (status, output) = inflate(deflated(bytes), piece: 1_000, room: 1)
      #expect(status == .finished, "\(count) bytes")
      #expect(output == bytes)
    }
  }

  @Test func otherBytesAreCorrupt() {
    #expect(inflate([0xff, 0xff, 0xff], piece: 3, room: 9).0 == .corrupt)
  }

  @Test func bytesBehindTheEndStayUnconsumed() {
    let input = deflated([1, 2, 3])
    var stream = InflateStream()
    var buffer = [UInt8](repeating: 0, count: 10)
    let progress = (input + [9, 9]).withUnsafeBytes { source in
      buffer.withUnsafeMutableBytes { stream.inflate(source, into: $0) }
    }
    #expect(progress.status == .finished)
    #expect(progress.consumed == input.count)
    #expect(progress.produced == 3)
  }

  @Test func resetStartsAnew() {
    let input = deflated([1, 2, 3])
    var stream = InflateStream()
    for _ in 0..<2 {
      var buffer = [UInt8](repeating: 0, count: 10)
      let progress = input.withUnsafeBytes { source in
        buffer.withUnsafeMutableBytes { stream.inflate(source, into: $0) }
      }
      #expect(progress.status == .finished)
      #expect(buffer[..<3] == [1, 2, 3])
      stream.reset()
    }
  }
}
