import Testing

/// The JSON scanner against the oracle on seeded damage to files of every layout.
@Suite struct JSONOracleTests {
  private static let texts = [
    #"{"a":[1,{"b":"x\n\ud83d\ude00"}],"c":-0.5e+3}"# + "\n  {\"c\":null}{}\n",
    #"{"n":"é€😀","r":[{"a":1},{},[1],"x"],"m":{"k":[2,true]}}"# + "\n" + #"{"r":[]}"#,
    #" [ {"a":"\u00e9","b":[[],[{}]]} , 7 , {"long":"0123456789 0123456789 0123456789"} ] [{}]"#,
    "\u{feff}{\"a\":1}\r\n\u{feff}\u{1e}{\"b\":[\n 2]}\ndata: {}\n\u{a0}{}\n{\n  x\n }{}\n",
  ]
  private static let alphabet = Array("{}[]\",:\\u0 \nxe-.9é€".utf8)

  @Test(arguments: 0..<60)
  func agrees(batch: Int) {
    var numbers = SeededNumbers(seed: UInt64(batch))
    var targets = FuzzTargets()
    for _ in 0..<300 {
      var file = Array((JSONOracleTests.texts.randomElement(using: &numbers) ?? "").utf8)
      for _ in 0..<Int.random(in: 0...4, using: &numbers) {
        let index = Int.random(in: file.indices, using: &numbers)
        file[index] = JSONOracleTests.alphabet.randomElement(using: &numbers) ?? 0
      }
      let limit = batch % 3 == 0 ? UInt8.random(in: 1...60, using: &numbers) : 0
      let narrow = batch % 5 == 0 ? UInt8.random(in: .min ... .max, using: &numbers) : 0
      let choices = [
        UInt8.random(in: 0...2, using: &numbers), limit, narrow,
        UInt8.random(in: .min ... .max, using: &numbers),
      ]
      let found = (choices + file).withUnsafeBytes { targets.finding(.json, $0) }
      let text = String(decoding: file, as: UTF8.self)
      #expect(found == nil, "\(text.debugDescription) with \(choices)")
    }
  }
}
