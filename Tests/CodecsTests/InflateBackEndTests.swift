import CZlib
import Codecs
import Testing

/// What a stream gave for an input in pieces.
private struct Decoded: Equatable {
  var status = InflateStream.Status.needsInput
  var output: [UInt8] = []
  var consumed = 0
}

/// One deflate stream as zlib writes it with the given settings.
private struct Recipe: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let level: Int32
  let strategy: Int32
  let blockBytes: Int

  static let all = [
    Recipe(testDescription: "fast", level: 1, strategy: Z_DEFAULT_STRATEGY, blockBytes: .max),
    Recipe(testDescription: "blocks", level: 6, strategy: Z_DEFAULT_STRATEGY, blockBytes: 3_000),
    Recipe(testDescription: "fixed codes", level: 9, strategy: Z_FIXED, blockBytes: .max),
    Recipe(testDescription: "stored", level: 0, strategy: Z_DEFAULT_STRATEGY, blockBytes: .max),
    Recipe(testDescription: "no matches", level: 6, strategy: Z_HUFFMAN_ONLY, blockBytes: 900),
    Recipe(testDescription: "runs", level: 6, strategy: Z_RLE, blockBytes: 70_000),
  ]

  func deflate(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    let size = Int32(MemoryLayout<z_stream>.size)
    deflateInit2_(&stream, level, Z_DEFLATED, -MAX_WBITS, 8, strategy, ZLIB_VERSION, size)
    defer { deflateEnd(&stream) }
    var input = bytes
    var offset = 0
    return [UInt8](unsafeUninitializedCapacity: bytes.count * 2 + 10_000) { room, count in
      stream.next_out = room.baseAddress
      stream.avail_out = UInt32(room.count)
      input.withUnsafeMutableBufferPointer { input in
        repeat {
          let piece = min(blockBytes, bytes.count - offset)
          stream.next_in = input.baseAddress.map { $0 + offset }
          stream.avail_in = UInt32(piece)
          offset += piece
          CZlib.deflate(&stream, offset == bytes.count ? Z_FINISH : Z_FULL_FLUSH)
        } while offset < bytes.count
      }
      count = room.count - Int(stream.avail_out)
    }
  }
}

/// Bytes between noise and repetition that are the same every time.
private func sample(_ count: Int) -> [UInt8] {
  var state = UInt64(count) &+ 99
  var bytes = (0..<count).map { _ in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return UInt8(truncatingIfNeeded: state >> 56) & 0x1f
  }
  for index in bytes.indices.dropFirst(400) where index / 64 % 3 != 0 {
    bytes[index] = bytes[index - 1 - count % 400]
  }
  return bytes
}

/// The back end of this build against zlib, whatever is cut and damaged.
@Suite struct InflateBackEndTests {
  /// Input bytes and room offered at a time.
  private static let slicings = [
    (Int.max, 1 << 18), (1, 1 << 18), (3, 7), (7, 300), (4_096, 1 << 16), (Int.max, 64), (2, 1),
  ]

  @Test(arguments: Recipe.all)
  fileprivate func givesAndTakesWhatZlibDoes(recipe: Recipe) {
    for count in [0, 1, 50, 700, 5_000, 70_000, 200_000] {
      let bytes = sample(count)
      let input = recipe.deflate(bytes) + [1, 2, 3, 4, 5, 6, 7, 8, 9]
      let expected = Decoded(status: .finished, output: bytes, consumed: input.count - 9)
      #expect(byZlib(input) == expected, "\(count) bytes")
      for (piece, room) in Self.slicings where count <= 5_000 || room >= 300 || piece == .max {
        let isSame = decode(input, piece: piece, room: room) == expected
        #expect(isSame, "\(count) bytes in pieces of \(piece) into \(room)")
      }
    }
  }

  @Test(arguments: Recipe.all)
  fileprivate func neverFinishesWhatIsCut(recipe: Recipe) {
    let input = recipe.deflate(sample(900))
    for cut in input.indices {
      for (piece, room) in [(Int.max, 4_096), (7, 300), (Int.max, 64)] {
        let decoded = decode(Array(input[..<cut]), piece: piece, room: room)
        let isCut = decoded.status == .needsInput && decoded.consumed == cut
        if !isCut { Issue.record("cut at \(cut) in pieces of \(piece)") }
      }
    }
  }

  @Test(arguments: Recipe.all)
  fileprivate func staysInBoundsAndAgreesOnWhatIsDamaged(recipe: Recipe) {
    let good = recipe.deflate(sample(2_000))
    for index in good.indices {
      var damaged = good
      damaged[index] ^= 1 << UInt8(index % 8)
      let reference = byZlib(damaged)
      for (piece, room) in [(Int.max, 4_096), (7, 300), (Int.max, 64)] {
        let decoded = decode(damaged, piece: piece, room: room)
        let isInBounds = decoded.consumed >= 0 && decoded.consumed <= damaged.count
        // What zlib refuses another may finish; checksum and size are left to tell.
        let agrees = reference.status != .finished || decoded == reference
        if !isInBounds || !agrees { Issue.record("byte \(index) in pieces of \(piece)") }
      }
    }
  }

  /// Codes whose copy reaches before the beginning, close to the end of a small room.
  @Test func countsHoldWhereACopyReachesTooFar() {
    for literals in 0..<300 {
      for room in [literals + 1, literals + 20, literals + 300] {
        // A fixed block: literals, then a match of 3 bytes at a distance of 24,577 or more.
        var bits: [UInt8] = [1, 1, 0]
        func code(_ value: Int, _ count: Int) {
          for bit in (0..<count).reversed() { bits.append(UInt8(value >> bit & 1)) }
        }
        for _ in 0..<literals { code(0x30 + 7, 8) }
        code(1, 7)
        code(29, 5)
        bits += [UInt8](repeating: 0, count: 13 + 200 * 8)
        let bytes = stride(from: 0, to: bits.count - 7, by: 8).map { at in
          (0..<8).reduce(0) { $0 | bits[at + $1] << UInt8($1) }
        }
        let decoded = decode(bytes, piece: .max, room: room)
        #expect(decoded.status == .corrupt)
        let isPrefix = decoded.output == [UInt8](repeating: 7, count: decoded.output.count)
        #expect(isPrefix && decoded.output.count <= literals, "\(literals) literals in \(room)")
        #expect(decoded.consumed <= bytes.count)
      }
    }
  }

  @Test func isUsableAfterDamage() {
    var stream = InflateStream()
    var room = [UInt8](repeating: 0, count: 100)
    let good = Recipe.all[0].deflate(sample(50))
    for input in [[0xff, 0xff], good, [7, 7, 7], Array(good.dropLast()), good] {
      stream.reset()
      let progress = input.withUnsafeBytes { source in
        room.withUnsafeMutableBytes { stream.inflate(source, into: $0) }
      }
      guard input == good else { continue }
      #expect(progress == .init(status: .finished, consumed: good.count, produced: 50))
      #expect(Array(room[..<50]) == sample(50))
    }
  }

  private func decode(_ input: [UInt8], piece: Int, room: Int) -> Decoded {
    var stream = InflateStream()
    return run(input, piece: piece, room: room) { stream.inflate($0, into: $1) }
  }

  private func byZlib(_ input: [UInt8]) -> Decoded {
    var stream = ZlibInflate()
    return run(input, piece: .max, room: 1 << 18) { stream.inflate($0, into: $1) }
  }

  private func run(
    _ input: [UInt8], piece: Int, room: Int,
    _ step: (UnsafeRawBufferPointer, UnsafeMutableRawBufferPointer) -> InflateStream.Progress
  ) -> Decoded {
    var decoded = Decoded()
    let output = UnsafeMutableRawBufferPointer.allocate(byteCount: room, alignment: 1)
    defer { output.deallocate() }
    input.withUnsafeBytes { input in
      while true {
        let end = decoded.consumed + min(piece, input.count - decoded.consumed)
        let source = UnsafeRawBufferPointer(rebasing: input[decoded.consumed..<end])
        let progress = step(source, output)
        decoded.consumed += progress.consumed
        decoded.output += output[..<progress.produced]
        switch progress.status {
        case .finished, .corrupt:
          decoded.status = progress.status
          return
        case .needsInput:
          #expect(progress.consumed == source.count, "input is left")
          if decoded.consumed == input.count { return }
        case .outputFull: #expect(progress.produced == room, "room is left")
        }
      }
    }
    return decoded
  }
}

@Suite struct ChecksumBackEndTests {
  @Test func agreesWithZlibAtEveryLengthAndAlignment() {
    let bytes = sample(700)
    bytes.withUnsafeBytes { bytes in
      for count in 0..<300 {
        for start in [0, 1, 7, 33, 399] {
          let part = UnsafeRawBufferPointer(rebasing: bytes[start..<start + count])
          let bound = part.assumingMemoryBound(to: UInt8.self)
          let expected = count == 0 ? 5 : ZlibChecksum.crc32(bound, continuing: 5)
          #expect(Checksum.crc32(part, continuing: 5) == expected)
        }
      }
    }
  }
}
