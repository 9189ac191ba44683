import RecordFormats
import Testing

/// What envelopes say of the number of their records.
@Suite struct JSONPageCounterTests {
  /// What a scan tells of the pages of a text.
  private struct Told: Equatable {
    var miscounts: [PageMiscount] = []
    var total: Int64?
  }

  /// What is told of a text that is seen in growing pieces.
  private func scan(_ bytes: UnsafeRawBufferPointer, _ counts: CountMembers, piece: Int) -> Told {
    var scanner = JSONScanner(layout: .member("rows"), counts: counts)
    var told = Told()
    var (position, end) = (0, 0)
    while true {
      let seen = UnsafeRawBufferPointer(rebasing: bytes[..<end])
      switch scanner.next(in: seen, from: position, isFinal: end == bytes.count) {
      case .record(let range), .framing(let range), .rejected(let range, _),
        .rejectedContinuation(let range):
        position = range.upperBound
      case .needsMore:
        end = min(bytes.count, end + piece)
        told.miscounts += scanner.takeMiscounts()
      case .end:
        told.miscounts += scanner.takeMiscounts()
        told.total = scanner.statedTotal
        return told
      }
    }
  }

  /// What is told of a text, which must be the same in pieces of every size.
  private func scan(_ text: String, _ counts: CountMembers) -> Told {
    Array(text.utf8).withUnsafeBytes { bytes in
      let whole = scan(bytes, counts, piece: bytes.count)
      for piece in 1..<bytes.count {
        #expect(scan(bytes, counts, piece: piece) == whole, "\(text) in pieces of \(piece)")
      }
      return whole
    }
  }

  @Test(arguments: [
    (#"{"count":2,"rows":[{},{}]}"#, nil), (#"{"rows":[{},{}],"next":null,"count":2}"#, nil),
    (#"{"count":3,"rows":[{},{}]}"#, 3), (#"{"rows":[{},{}],"count" : 1 }"#, 1),
    (#"{"rows":[{},7],"count":2}"#, nil), (#"{"rows":[{},{"a":],{}],"count":3}"#, nil),
    (#"{"c\u006funt":1234567,"rows":[{},{}]}"#, 1_234_567),
    (#"{"rows":[{},{}],"count":"5"}"#, nil), (#"{"rows":[{},{}],"count":5.5}"#, nil),
    (#"{"rows":[{},{}],"count":{"count":5}}"#, nil), (#"{"rows":[{},{}],"count":[5]}"#, nil),
    (#"{"rows":[{},{}],"count":-5}"#, nil), (#"{"rows":[{},{}],"other":{"count":5}}"#, nil),
    (#"{"rows":[{"count":5},{}],"total":5}"#, nil),
  ])
  func `a page says how many records it has`(_ text: String, _ stated: Int64?) {
    let told = scan(text, CountMembers(page: "count"))
    #expect(
      told.miscounts == (stated.map { [PageMiscount(stated: $0, found: 2)] } ?? []), "\(text)")
    #expect(told.total == nil)
  }

  @Test func `each page of a file is compared`() {
    let text = """
      {"count":0,"rows":[]}{"count":1,"rows":[]}
      {"rows":[{}],"count":1}{"rows":[{},{}]}{"rows":[{}],"count":2}
      """
    let told = scan(text, CountMembers(page: "count"))
    #expect(
      told.miscounts == [PageMiscount(stated: 1, found: 0), PageMiscount(stated: 2, found: 1)])
  }

  @Test func `the greatest total counts`() {
    let text = #"{"all":7,"rows":[{}]}{"rows":[{}],"all":9}{"all":8,"rows":[]}"#
    #expect(scan(text, CountMembers(total: "all")) == Told(total: 9))
  }

  @Test func `a count without its mark is a total`() {
    let counts = CountMembers(page: "count", pageMark: "end_time")
    #expect(scan(#"{"count":250,"rows":[{}]}"#, counts) == Told(total: 250))
    let marked = #"{"count":250,"rows":[{}],"end_time":null}"#
    #expect(
      scan(marked, counts) == Told(miscounts: [PageMiscount(stated: 250, found: 1)], total: nil))
    #expect(scan(marked + #"{"rows":[{}],"count":90}"#, counts).total == 90)
  }
}
