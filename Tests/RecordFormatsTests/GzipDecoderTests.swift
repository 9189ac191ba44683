import Codecs
import RecordFormats
import Testing

/// A member of ours with the header fields of RFC 1952 put in.
func member(
  _ text: String, flags: UInt8 = 0, fields: [UInt8] = [], checksHeader: Bool = false
) -> [UInt8] {
  var plain: [UInt8] = []
  Array(text.utf8).withUnsafeBytes { Gzip.compress($0, into: &plain) }
  var header = Array(plain[..<10])
  header[3] = flags | (checksHeader ? 2 : 0)
  header += fields
  if checksHeader {
    let sum = header.withUnsafeBytes { Checksum.crc32($0) }
    header += [UInt8(truncatingIfNeeded: sum), UInt8(truncatingIfNeeded: sum >> 8)]
  }
  return header + plain[10...]
}

/// What a decoder gives for a file in pieces: the text, or the failure.
func decode(
  _ bytes: [UInt8], piece: Int = .max, atMost: Int = .max, limits: ByteLimits = ByteLimits()
) -> Result<String, FormatFailure> {
  let cuts = piece < bytes.count ? Array(stride(from: piece, to: bytes.count, by: piece)) : []
  return decode(bytes, cuts: cuts, atMost: atMost, limits: limits)
}

/// What a decoder gives for a file cut at the given bytes.
func decode(
  _ bytes: [UInt8], cuts: [Int], atMost: Int = .max, limits: ByteLimits = ByteLimits()
) -> Result<String, FormatFailure> {
  var decoder = GzipDecoder(limits: limits)
  var window = ScanWindow()
  var text: [UInt8] = []
  do throws(FormatFailure) {
    var offset = 0
    for end in cuts + [bytes.count] {
      while offset < end {
        let part = Array(bytes[offset..<end])
        offset += try decodePart(part, &decoder, &window, atMost)
        #expect(window.count <= atMost)
        text += window.bytes
        window.consume(window.count)
      }
    }
    try decoder.finish()
    return .success(String(decoding: text, as: UTF8.self))
  } catch {
    return .failure(error)
  }
}

private func decodePart(
  _ part: [UInt8], _ decoder: inout GzipDecoder, _ window: inout ScanWindow, _ atMost: Int
) throws(FormatFailure) -> Int {
  // An array's closure would take the decoder out of its place; a copy lends its bytes plainly.
  let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: part.count, alignment: 1)
  defer { memory.deallocate() }
  memory.copyBytes(from: part)
  return try decoder.decode(UnsafeRawBufferPointer(memory), into: &window, atMost: atMost)
}

private func failure(_ result: Result<String, FormatFailure>) -> FormatFailure? {
  if case .failure(let failure) = result { failure } else { nil }
}

@Suite struct GzipDecoderTests {
  /// `printf 'hello\n' | gzip -c` with the name `hello.txt`, written by GNU gzip 1.12.
  private static let fromGNU: [UInt8] = [
    0x1f, 0x8b, 0x08, 0x08, 0x9e, 0x0e, 0x02, 0x6b, 0x00, 0x03, 0x68, 0x65, 0x6c, 0x6c,
    0x6f, 0x2e, 0x74, 0x78, 0x74, 0x00, 0xcb, 0x48, 0xcd, 0xc9, 0xc9, 0xe7, 0x02, 0x00,
    0x20, 0x30, 0x3a, 0x36, 0x06, 0x00, 0x00, 0x00,
  ]

  private static let wellFormed: [(String, [UInt8], String)] = [
    ("one member", member("hello"), "hello"),
    ("empty member", member(""), ""),
    ("two members", member("hello ") + member("world"), "hello world"),
    ("extra field", member("x", flags: 4, fields: [3, 0, 1, 2, 3]), "x"),
    ("empty extra field", member("x", flags: 4, fields: [0, 0]), "x"),
    ("name", member("x", flags: 8, fields: Array("a.csv\0".utf8)), "x"),
    ("comment", member("x", flags: 16, fields: Array("why\0".utf8)), "x"),
    ("header checksum", member("x", checksHeader: true), "x"),
    (
      "all fields",
      member("x", flags: 28, fields: [1, 0, 9] + Array("n\0c\0".utf8), checksHeader: true), "x"
    ),
    ("zero padding", member("x") + [0, 0, 0], "x"),
    ("zero padding between members", member("x") + [0, 0, 0] + member("y"), "xy"),
    ("empty members", member("") + member("x") + member("") + member(""), "x"),
    ("GNU gzip", fromGNU, "hello\n"),
  ]

  @Test(arguments: wellFormed)
  func decodes(name: String, bytes: [UInt8], text: String) {
    #expect(decode(bytes) == .success(text))
    for cut in 0...bytes.count {
      #expect(decode(bytes, cuts: [cut]) == .success(text), "cut at \(cut)")
    }
    for piece in [1, 2, 3, 7, 64, 4096] {
      #expect(decode(bytes, piece: piece) == .success(text), "pieces of \(piece)")
      #expect(decode(bytes, piece: piece, atMost: 1) == .success(text), "pieces of \(piece)")
    }
  }

  @Test(arguments: wellFormed)
  func everyTruncationFailsAtItsByte(name: String, bytes: [UInt8], text: String) {
    let whole = decodableLengths(of: bytes)
    for cut in bytes.indices where !whole.contains(cut) {
      for piece in [1, 3, 64] {
        let found = failure(decode(Array(bytes[..<cut]), piece: piece))
        #expect(found?.kind == .truncatedGzip, "cut at \(cut)")
        #expect(found?.byteOffset == UInt64(cut))
      }
    }
  }

  /// Lengths at which a file ends that holds whole members and padding, as far as cases have them.
  private func decodableLengths(of bytes: [UInt8]) -> Set<Int> {
    let x = member("x").count
    let empty = member("").count
    switch bytes {
    case member("hello ") + member("world"): return [member("hello ").count]
    case member("x") + [0, 0, 0]: return Set(x...x + 3)
    case member("x") + [0, 0, 0] + member("y"): return Set(x...x + 3)
    case member("") + member("x") + member("") + member(""):
      return [empty, empty + x, empty + x + empty]
    default: return []
    }
  }

  @Test(arguments: wellFormed)
  func everyFlippedByteFailsOrChangesNothing(name: String, bytes: [UInt8], text: String) {
    for index in bytes.indices {
      for bit in 0..<8 {
        var damaged = bytes
        damaged[index] ^= 1 << UInt8(bit)
        if case .success(let found) = decode(damaged) {
          #expect(found == text, "byte \(index)")
        }
      }
    }
  }

  @Test func aWrongChecksumOrSizeIsNamedWithItsPlace() {
    let first = member("hello")
    let bytes = member("a") + first
    for index in bytes.indices.suffix(8) {
      let damaged = with(bytes) { $0[index] ^= 1 }
      let isChecksum = index < bytes.count - 4
      for piece in [1, 3, .max] {
        let found = failure(decode(damaged, piece: piece))
        #expect(found?.kind == .damagedGzip)
        #expect(found?.byteOffset == UInt64(bytes.count - (isChecksum ? 8 : 4)))
        #expect(
          found?.message.hasPrefix("the \(isChecksum ? "checksum" : "size") of member 2") == true)
      }
    }
  }

  @Test func aFlippedByteOfACheckedHeaderIsDamage() {
    // The time may say anything; only the header's own checksum can tell.
    let damaged = with(member("hello", checksHeader: true)) { $0[4] ^= 1 }
    #expect(failure(decode(damaged))?.kind == .damagedGzip)
  }

  @Test func trailingBytesAreNamedWithTheirPlace() {
    let good = member("x")
    for garbage in [[1], [0x1f, 0x8c], Array("text".utf8)] as [[UInt8]] {
      for padding in [0, 1, 5] {
        for piece in [1, 2, .max] {
          let bytes = good + [UInt8](repeating: 0, count: padding) + garbage
          let found = failure(decode(bytes, piece: piece))
          #expect(found?.kind == .trailingBytes)
          #expect(found?.byteOffset == UInt64(good.count + padding))
        }
      }
    }
    #expect(failure(decode(good + [0x1f]))?.kind == .truncatedGzip)
  }

  @Test func otherFilesAreNotGzip() {
    #expect(failure(decode(Array("a,b\n".utf8)))?.kind == .damagedGzip)
    #expect(failure(decode([]))?.kind == .truncatedGzip)
    #expect(failure(decode(member("x", flags: 0x20)))?.kind == .damagedGzip)
  }

  @Test(arguments: [0x20, 0x40, 0x80] as [UInt8])
  func reservedFlagsAreRefused(flag: UInt8) {
    let found = failure(decode(member("x", flags: flag)))
    #expect(found?.kind == .damagedGzip)
    #expect(found?.byteOffset == 3)
  }

  @Test func membersAreLimited() {
    let limits = with(ByteLimits()) { $0.members = 2 }
    #expect(decode(member("a") + member("b"), limits: limits) == .success("ab"))
    let found = failure(decode(member("a") + member("b") + member("c"), limits: limits))
    #expect(found?.kind == .tooManyMembers)
  }

  @Test func inflatedBytesAreLimited() {
    let limits = with(ByteLimits()) { $0.inflated = 4 }
    #expect(decode(member("ab") + member("cd"), limits: limits) == .success("abcd"))
    let found = failure(decode(member("ab") + member("cde"), limits: limits))
    #expect(found?.kind == .tooManyBytes)
  }

  @Test func aBombStaysSmallAndIsAlarmedAt() {
    var bytes: [UInt8] = []
    [UInt8](repeating: 0, count: 40 << 20).withUnsafeBytes {
      Gzip.compress($0, level: 9, into: &bytes)
    }
    let limits = with(ByteLimits()) { $0.ratio = 500 }
    #expect(failure(decode(bytes, atMost: 1 << 20, limits: limits))?.kind == .ratio)
    let wide = with(ByteLimits()) { $0.ratio = 2_000 }
    guard case .success(let text) = decode(bytes, atMost: 1 << 20, limits: wide) else {
      Issue.record("a high ratio that is allowed fails")
      return
    }
    #expect(text.utf8.count == 40 << 20)
  }

  #if ISAL
    // The size in a trailer is kept modulo 2^32. zlib would take seconds for these zeros.
    @Test func sizesBeyond32BitsHold() throws {
      // A fixed block: a literal zero, then matches of 258 bytes, eight of which fill 13 bytes.
      let matches: [UInt8] = [5, 0xa3, 0x60, 0x14, 0x8c, 0x82, 0x51, 0x30, 0x0a, 0x46, 0xc1, 0x28]
      let groups = 2080900
      let size = 1 + 8 * 258 * groups
      var bytes: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 0x63, 0x18]
      bytes.reserveCapacity(13 * groups + 30)
      for _ in 1..<groups {
        bytes += matches
        bytes.append(0x18)
      }
      bytes += matches + [0, 0]
      for word in [0xc0c2_1ddd as UInt32, UInt32(truncatingIfNeeded: size)] {
        withUnsafeBytes(of: word.littleEndian) { bytes += $0 }
      }
      #expect(size > 1 << 32)
      #expect(try outputByteCount(of: bytes) == UInt64(size))
    }

    private func outputByteCount(of bytes: [UInt8]) throws -> UInt64 {
      let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
      defer { memory.deallocate() }
      memory.copyBytes(from: bytes)
      var decoder = GzipDecoder()
      var window = ScanWindow()
      var offset = 0
      while offset < memory.count {
        let rest = UnsafeRawBufferPointer(rebasing: memory[offset...])
        offset += try decoder.decode(rest, into: &window, atMost: 1 << 18)
        window.consume(window.count)
      }
      try decoder.finish()
      return decoder.outputByteCount
    }
  #endif

  @Test func recognisesItsMagic() {
    func isGzip(_ bytes: [UInt8]) -> Bool { bytes.withUnsafeBytes { GzipDecoder.isGzip($0) } }
    #expect(isGzip(member("x")))
    #expect(!isGzip([0x1f]))
    #expect(!isGzip([0x1f, 0x8c]))
  }
}
