import RecordFormats
import Testing

@Suite struct UTF16TranscoderTests {
  private static let encodings = [TextEncoding.utf16LittleEndian, .utf16BigEndian]

  @Test(arguments: encodings)
  func wellFormedTextBecomesItsUTF8(encoding: TextEncoding) {
    let text = "\u{feff}a\u{0}é\u{7f}\u{80}\u{7ff}\u{800}€\u{d7ff}\u{e000}\u{ffff}😀\u{10ffff}\r\n"
    let bytes = utf16(text.utf16, encoding)
    for feed in Feed.allWays(bytes) {
      let written = transcoded(feed, encoding)
      #expect(String(validating: written, as: UTF8.self) == text, "cut at \(feed.cuts)")
    }
  }

  @Test(
    arguments: [
      ([0xd800], [0xff]), ([0xdc00], [0xff]),
      ([0xd800, 0xd800, 0xdc00], [0xff, 0xf0, 0x90, 0x80, 0x80]),
      ([0xd800, 0x61], [0xff, 0x61]), ([0xdc00, 0xd800], [0xff, 0xff]),
      ([0x61, 0xdbff, 0xdfff, 0xdfff], [0x61, 0xf4, 0x8f, 0xbf, 0xbf, 0xff]),
      ([0xd83d, 0x20ac], [0xff, 0xe2, 0x82, 0xac]),
    ] as [([UInt16], [UInt8])])
  func surrogatesAloneBecomeBytesOfNoUTF8(units: [UInt16], expected: [UInt8]) {
    for encoding in Self.encodings {
      for feed in Feed.allWays(utf16(units, encoding)) {
        #expect(transcoded(feed, encoding) == expected, "cut at \(feed.cuts)")
      }
    }
  }

  @Test func anOddByteAtTheEndBecomesOneToo() {
    #expect(transcoded(Feed([0x61, 0, 0x62]), .utf16LittleEndian) == [0x61, 0xfe])
    #expect(transcoded(Feed([0xd8, 0, 0x62]), .utf16BigEndian) == [0xff, 0xfe])
    #expect(transcoded(Feed([]), .utf16BigEndian) == [])
  }

  @Test(arguments: 0..<40)
  func anyBytesCanBeCountedBackFromAnyPart(seed: Int) {
    var numbers = SeededNumbers(seed: UInt64(seed))
    let alphabet: [UInt16] = [0x61, 0xe9, 0x20ac, 0xd83d, 0xde00, 0xfffe]
    let units = (0..<200).map { _ in alphabet[Int.random(in: 0..<6, using: &numbers)] }
    let bytes = utf16(units, .utf16LittleEndian) + (seed % 2 == 0 ? [] : [0x0a])
    let written = transcoded(Feed(bytes), .utf16LittleEndian)
    for cut in 0...written.count {
      let parts = [written.prefix(cut), written.dropFirst(cut)].map { part in
        Array(part).withUnsafeBytes { UTF16Transcoder.fileByteCount(of: $0) }
      }
      #expect(parts[0] + parts[1] == bytes.count, "cut at \(cut)")
    }
    #expect(transcoded(Feed(bytes, piece: 1), .utf16LittleEndian) == written)
    if seed % 2 == 0 {
      let repaired = String(decoding: units, as: UTF16.self)
      let ours = String(decoding: written, as: UTF8.self)
      #expect(ours == repaired, "a replacement character for each surrogate alone")
    }
  }

  private func utf16(_ units: some Sequence<UInt16>, _ encoding: TextEncoding) -> [UInt8] {
    units.flatMap { unit in
      let low = UInt8(truncatingIfNeeded: unit)
      let high = UInt8(unit >> 8)
      return encoding == .utf16LittleEndian ? [low, high] : [high, low]
    }
  }

  private func transcoded(_ feed: Feed, _ encoding: TextEncoding) -> [UInt8] {
    var transcoder = UTF16Transcoder(encoding)
    var window = ScanWindow()
    var from = 0
    for cut in feed.cuts + [feed.bytes.count] {
      feed.bytes.withUnsafeBytes {
        transcoder.transcode(UnsafeRawBufferPointer(rebasing: $0[from..<cut]), into: &window)
      }
      from = cut
    }
    transcoder.finish(into: &window)
    return window.withBytes { Array($0) }
  }
}
