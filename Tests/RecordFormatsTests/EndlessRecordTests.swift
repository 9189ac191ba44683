import RecordFormats
import Testing

/// Records of 500 MB, with the default limits: one rejection with all its bytes, the next record
/// read, and a window that never holds more than the limit and a piece.
@Suite struct EndlessRecordTests {
  private static let piece = 256 << 10
  private static let pieces = 2_000

  @Test func lineOfFiveHundredMegabytes() {
    var scanner = CSVScanner(dialect: CSVDialect())
    let file = ("a,b\n1,", "x", "\n3,4\n")
    #expect(scan(file) { scanner.next(in: $0, from: $1, isFinal: $2) } == "record rejected record")
  }

  @Test func quotedLineOfFiveHundredMegabytes() {
    var scanner = CSVScanner(dialect: CSVDialect())
    let file = ("a,b\n1,\"", ",", "\"\n3,4\n")
    #expect(scan(file) { scanner.next(in: $0, from: $1, isFinal: $2) } == "record rejected record")
  }

  @Test(
    arguments: [
      ("{}\n{\"k\":\"", "x", "\"}\n{}\n"), ("{}\n{\"k\":[", "[", "]}\n{}\n"),
      ("{}\n{\"k\":[", "1,", "1]}\n{}\n"), ("{}\n{\"k\":", "1", "}\n{}\n"),
      ("{}\n{", "\"k\":{},", "\"k\":1}\n{}\n"),
    ])
  func objectOfFiveHundredMegabytes(_ start: String, _ filling: String, _ end: String) {
    var scanner = JSONScanner(layout: .objects)
    let found = scan((start, filling, end)) { scanner.next(in: $0, from: $1, isFinal: $2) }
    #expect(found == "record rejected record")
  }

  /// What a scanner says to a file of a start, much filling and an end; framing is left out.
  private func scan(
    _ file: (start: String, filling: String, end: String),
    _ next: (UnsafeRawBufferPointer, Int, Bool) -> ScanStep
  ) -> String {
    var window = ScanWindow()
    var found: [String] = []
    var (fed, reported) = (0, 0)
    let unit = Array(file.filling.utf8)
    let filling = Array(repeatElement(unit, count: Self.piece / unit.count).joined())
    for number in 0..<Self.pieces + 2 {
      let isLast = number == Self.pieces + 1
      let bytes = number == 0 ? Array(file.start.utf8) : isLast ? Array(file.end.utf8) : filling
      bytes.withUnsafeBytes { window.append($0) }
      fed += bytes.count
      #expect(window.count <= ByteLimits().record + Self.piece)
      var position = 0
      scan: while true {
        let step = next(window.bytes, position, isLast)
        switch step {
        case .record(let range): found.append("record"); position = range.upperBound
        case .rejected(let range, _): found.append("rejected"); position = range.upperBound
        case .framing(let range), .rejectedContinuation(let range): position = range.upperBound
        case .needsMore, .end: break scan
        }
      }
      reported += position
      window.consume(position)
    }
    #expect(reported == fed, "bytes are missing")
    #expect(window.capacity <= 4 * (ByteLimits().record + Self.piece))
    return found.joined(separator: " ")
  }
}
