import RecordFormats
import Testing

/// The scanner against the oracle on seeded inputs of troublesome bytes.
@Suite struct CSVOracleTests {
  private static let alphabets = [
    ["a", ",", "\"", "\r", "\n", "é"],
    ["a", "b", ",", ",", "\"", "\"", "\n", " "],
    ["a", ";", "\"\"", "\"", "\r\n", "é", "\",\"", "\n\""],
    ["abcdefghij", "a,b\n", "\"x,\n\",y\r\n", "\"\"\"\",z\n", "é,e\n", ",\n", "\"", "\r"],
  ]

  @Test(arguments: 0..<60)
  func agrees(batch: Int) {
    var numbers = SeededNumbers(seed: UInt64(batch))
    for _ in 0..<100 {
      let alphabet = CSVOracleTests.alphabets[batch % CSVOracleTests.alphabets.count]
      // Some are longer than a few blocks of 64 bytes.
      let length = Int.random(in: 0...(batch % 4 == 3 ? 300 : 40), using: &numbers)
      let text = (0..<length).map { _ in alphabet.randomElement(using: &numbers) ?? "" }.joined()
      var dialect = CSVDialect()
      if alphabet.contains(";") { dialect.delimiter = UInt8(ascii: ";") }
      var limits = ByteLimits()
      if batch % 2 == 1 { limits.record = Int.random(in: 1...20, using: &numbers) }
      if batch % 5 == 1 { limits.columns = Int.random(in: 1...4, using: &numbers) }
      let bytes = Array(text.utf8)
      var oracle = CSVOracle(bytes: bytes, dialect: dialect, limits: limits)
      let expected = oracle.run()
      for feed in [
        Feed(bytes), Feed(bytes, piece: 1), Feed(bytes, piece: 3), Feed(bytes, piece: 64),
      ] {
        let trace = traceCSV(feed, dialect, limits: limits, fixesWidth: true)
        let found = trace.items.map(comparable)
        #expect(found == expected, "\(text.debugDescription) \(limits) cut at \(feed.cuts)")
      }
    }
  }

  /// Without the words of a rejection, and for surplus fields without their place.
  private func comparable(_ item: Trace.Item) -> Trace.Item {
    if item.kind != .rejected { return item }
    let place = item.text.prefix { $0 != " " }
    return with(item) {
      $0.text = place.hasPrefix("tooManyFields") ? "tooManyFields" : String(place)
    }
  }
}
