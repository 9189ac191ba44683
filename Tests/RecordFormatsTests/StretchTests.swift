import RecordFormats
import Testing

/// Files of many stretches: what an instruction set finds in them is what reading byte by byte
/// finds, also where a record is longer than a stretch, and where something is not right.
@Suite struct StretchTests {
  @Test(arguments: 0..<8)
  func objectsAreFoundInStretches(seed: Int) {
    var numbers = SeededNumbers(seed: UInt64(seed))
    var text: [UInt8] = []
    while text.count < 500_000 {
      let isLong = Int.random(in: 0..<60, using: &numbers) == 0
      text += object(ofAbout: isLong ? 150_000 : 900, &numbers)
      text += [0x0a, 0x20, 0x2c].prefix(Int.random(in: 0...3, using: &numbers))
    }
    damage(&text, at: seed % 4 * 3, with: Array("{}[]\",:\\0 \u{1}é".utf8), &numbers)
    let piece = [1 << 20, 100_000, 4_096][seed % 3]
    let trace = traceJSON(Feed(text, piece: piece), .objects)
    #expect(trace.records.count > 20)
  }

  @Test(arguments: 0..<8)
  func rowsAreFoundInStretches(seed: Int) {
    var numbers = SeededNumbers(seed: UInt64(seed))
    var text = Array("a,b,c\n".utf8)
    while text.count < 500_000 {
      let isLong = Int.random(in: 0..<200, using: &numbers) == 0
      let note = words(isLong ? 40_000 : 30, &numbers)
      let field = ["1", "", "\"\"", "\"x\"\"y\r\nz\"", "é"].randomElement(using: &numbers) ?? ""
      text += Array("\(field),\"\(note)\",\(note)".utf8)
      text += seed % 2 == 0 ? [0x0a] : [0x0d, 0x0a]
    }
    damage(&text, at: seed % 4 * 3, with: Array("\",\r\n x".utf8) + [0xc3], &numbers)
    let piece = [1 << 20, 100_000, 4_096][seed % 3]
    let trace = traceCSV(Feed(text, piece: piece), fixesWidth: true)
    #expect(trace.records.count > 20)
  }

  @Test func everyFieldOfAWideRowHasItsOwnDoubledQuotes() {
    let fields = ["\"\"\"\"", "x", "\"a\"\"b\"\"c\"", "\"\r\n\"", "\"\"", "\"\"\"\"\"\"", ""]
    let header = (0..<700).map { "c\($0)" }.joined(separator: ",")
    let row = (0..<700).map { fields[$0 % fields.count] }.joined(separator: ",")
    let text = Array("\(header)\n\(row)\n\(row)\r\n".utf8)
    let trace = traceCSV(Feed(text, piece: 1 << 20), fixesWidth: true)
    let expected = ["\"", "x", "a\"b\"c", "\r\n", "", "\"\"", ""]
    #expect(trace.records.count == 3)
    #expect(
      trace.records.last
        == (0..<100).map { _ in expected.joined(separator: "|") }
        .joined(separator: "|"))
  }

  /// What is wrong shows in bytes and marks side by side, which may lie in two blocks of 64.
  @Test(arguments: [
    "01", "-01", "1.", "tru", "nulll", #""\x""#, #""\u12""#, "1\"b\"", "\"a\"\"b\"", "[1 2]",
    "[1,]",
    "[,1]", "[:1]", "[}", "{]", "{,}", "{:1}", #"[1,"b":2]"#, #"["b":2]"#, #"[{},"b":2]"#,
    #"["x","b":2]"#, #"{"a",1}"#, #"{"a" 1}"#, "{1:2}", #"{"a":1,}"#, #"{"a":1,2}"#,
    #"{"a":{},2}"#, #"{"a":[],"b"}"#, #"{"a"::1}"#, #"{"a":1"b":2}"#, #"{"a":{}"b":2}"#,
    #"[1,"b":{}]"#,
    #"[1,"b":[]]"#, #"[{},"b":{}]"#, #"[[],"b":[]]"#, #"{"a":{},{}}"#, #"{"a":[],[]}"#,
    #"{"a":1,{}}"#,
    #"{"a":1,[]}"#, #"{"a":"b",{}}"#, #"["a","b":[]]"#,
  ])
  func wrongObjectsAreRefusedWhereverBlocksEnd(wrong: String) {
    for count in 0..<70 {
      let letters = String(repeating: "x", count: count)
      let elements = String(repeating: "0,", count: count)
      for before in [#""p":"\#(letters)""#, #""p":[\#(elements)0]"#, #""p":[[],\#(elements)0]"#] {
        let text = "{\(before),\"w\":\(wrong)}\n{}"
        let trace = traceJSON(Feed(Array(text.utf8), piece: 1 << 20), .objects)
        #expect(trace.records.count == 1, "\(text)")
      }
    }
  }

  private func damage(
    _ text: inout [UInt8], at places: Int, with bytes: [UInt8], _ numbers: inout SeededNumbers
  ) {
    for _ in 0..<places {
      text[Int.random(in: 10..<text.count, using: &numbers)] =
        bytes.randomElement(using: &numbers) ?? 0
    }
  }

  private func object(ofAbout size: Int, _ numbers: inout SeededNumbers) -> [UInt8] {
    var text = Array("{\"id\":\(size)".utf8)
    let values = [
      "null", "-1.5e3", "0", "[]", "{}", "true", #""a\n\u00e9""#, "[1,[2,{\"k\":[]}],\"x\"]",
      #"{"k": "v", "l":{"m":false} }"#, "\"漢字 😀\"", "12345",
    ]
    while text.count < size {
      let value = values.randomElement(using: &numbers) ?? ""
      let key = words(Int.random(in: 0...30, using: &numbers), &numbers)
      text += Array(",\"\(key)\":\(value)".utf8)
    }
    return text + Array("}".utf8)
  }

  private func words(_ count: Int, _ numbers: inout SeededNumbers) -> String {
    let alphabet = Array("abc é")
    return String((0..<count).map { _ in alphabet.randomElement(using: &numbers) ?? "a" })
  }
}
