import Testing

/// The CSV scanner against the oracle on seeded inputs of troublesome bytes, in many dialects.
@Suite struct CSVOracleTests {
  private static let alphabets = [
    ["a", ",", "\"", "\r", "\n", "é"],
    ["a", "b", ",", ",", "\"", "\"", "\n", " "],
    ["a", ",", "\"\"", "\"", "\r\n", "é", "\",\"", "\n\""],
    ["abcdefghij", "a,b\n", "\"x,\n\",y\r\n", "\"\"\"\",z\n", "é,e\n", ",\n", "\"", "\r"],
    ["a", ",", "\"", "\n", "\u{feff}", "\n\u{feff}", "\u{1e}", "a,b\n"],
    ["a", ",", "=\"", "\"", "=", "\n", "=\"01\"", ",=\"a,b\",", "\"=\"\"7\"\"\""],
  ]

  @Test(arguments: 0..<60)
  func agrees(batch: Int) {
    var numbers = SeededNumbers(seed: UInt64(batch))
    var targets = FuzzTargets()
    for _ in 0..<300 {
      let alphabet = CSVOracleTests.alphabets[batch % CSVOracleTests.alphabets.count]
      let length = Int.random(in: 0...(batch % 4 == 0 ? 300 : 40), using: &numbers)
      let text = (0..<length).map { _ in alphabet.randomElement(using: &numbers) ?? "" }.joined()
      func any(_ range: ClosedRange<UInt8>) -> UInt8 { UInt8.random(in: range, using: &numbers) }
      let choices = [
        batch % 2 == 0 ? 0x40 : any(0...255), 0, batch % 2 == 0 ? 0 : any(1...20),
        batch % 5 == 0 ? any(1...4) : 0, any(0...255),
      ]
      let found = (choices + Array(text.utf8)).withUnsafeBytes { targets.finding(.csv, $0) }
      #expect(found == nil, "\(text.debugDescription) with \(choices)")
    }
  }
}
