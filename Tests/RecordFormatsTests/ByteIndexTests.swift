import CByteScan
import RecordFormats
import Testing

/// Every instruction set's kernels answer as the plain C ones do.
@Suite struct ByteIndexTests {
  private static let alphabets = [
    ["a", "b", ",", "\n", "\"", "\r"], ["aaaaaaaa", ",", "\n"], ["\"", ",", "x"],
    ["\"", "\\", "\\\\", "a"], ["{", "}", "[", "]", ":", ",", "1", " ", "\"", "e"],
    ["é", "\u{1}", "\t", "\"", "x", "\r\n"],
  ]

  private static func texts(_ batch: Int) -> [[UInt8]] {
    var numbers = SeededNumbers(seed: UInt64(batch))
    return (0..<60).map { _ in
      let alphabet = alphabets[batch % alphabets.count]
      let length = Int.random(in: 0...260, using: &numbers)
      return (0..<length).flatMap { _ in Array((alphabet.randomElement(using: &numbers) ?? "").utf8)
      }
    }
  }

  @Test(arguments: 0..<30)
  func indexesOfCSVAreEqual(batch: Int) {
    for text in Self.texts(batch) {
      let expected = csv(text, TL_SCALAR)
      for set in InstructionSet.available {
        #expect(csv(text, tl_instruction_set(set.rawValue)) == expected, "\(set) \(text)")
      }
    }
  }

  @Test(arguments: 0..<30)
  func indexesOfJSONAreEqual(batch: Int) {
    for text in Self.texts(batch) {
      let expected = json(text, TL_SCALAR)
      for set in InstructionSet.available {
        #expect(json(text, tl_instruction_set(set.rawValue)) == expected, "\(set) \(text)")
      }
    }
  }

  @Test func damagedUTF8EndsAnIndexWhereSwiftFindsIt() {
    var numbers = SeededNumbers(seed: 8)
    for _ in 0..<20_000 {
      var text = Array("plain é ü € 漢字 😀 \u{10ffff}\u{800}\u{7ff} text that is long".utf8)
      text += Array(repeating: 0x20, count: Int.random(in: 0...70, using: &numbers))
      text.shuffle(using: &numbers)
      if Int.random(in: 0...3, using: &numbers) > 0 {
        text = Array(String(decoding: text, as: UTF8.self).utf8)
        let place = Int.random(in: 0..<text.count, using: &numbers)
        text[place] = UInt8.random(in: 0x80...255, using: &numbers)
      }
      // A letter at the end, so that no sequence is cut off by it.
      text.append(0x61)
      let expected = String(validating: text, as: UTF8.self) != nil
      for set in InstructionSet.available {
        let isWhole = csv(text, tl_instruction_set(set.rawValue)).understood == text.count
        #expect(isWhole == expected, "\(set) \(text)")
      }
    }
  }

  @Test func marksOfJSONAreWhatStandsOutsideStrings() {
    let text = Array(#"{"a\"," : [1, -2.5e3,true ,{}], "\\":"x,y"}"#.utf8)
    let index = json(text, TL_SCALAR)
    let marked = index.marks.map { Character(UnicodeScalar(text[Int($0)])) }
    #expect(String(marked) == #"{":[1,-,t,{}],":"}"#)
    #expect(index.kinds == Array(#"{\:[1,-,t,{}],\:"}"#.utf8))
    #expect(index.doubts == [6, 8])
    #expect(index.known == index.marks.count && !index.isRefused)
    #expect(index.closings == [0: 17, 3: 12, 10: 11])
  }

  /// What the kernels know without looking into words and strings, and where they stop.
  @Test(
    arguments: [
      (#"{"a":1}{"b":[]} {"c":[1,{}]}"#, 21, false), (#"{"a":1},{"b":2"#, 6, false),
      (#"{"a":1}]}"#, 5, false), (#"{"a":1}{"b" 2}"#, 5, true), (#"{"a":1}{"b":2,}"#, 5, true),
      (#"{"a",1}"#, 0, true), (#"{1:2}"#, 0, true), (#"{"a":[1,"b":2]}"#, 0, true),
      (#"{"a":["b":2]}"#, 0, true), (#"{"a":[{},"b":2]}"#, 0, true), (#"{"a":1,2}"#, 0, true),
      (#"{"a":{},2}"#, 0, true), (#"{"a":[}"#, 0, true), (#"{"a":[1 2]}"#, 0, true),
      (#"{"a":1"b"}"#, 0, true), (#"{"a""b"}"#, 0, true), (#"{"a":"\x"}"#, 0, true),
      (#"{"a":"b}"#, 0, false), (#"[{"a":1}]"#, 0, false), (#"{"a":[[[1]]]}"#, 0, true),
    ] as [(String, Int, Bool)])
  func objectsAreKnownUpToWhatIsNotRight(_ text: String, _ known: Int, _ isRefused: Bool) {
    for set in InstructionSet.available {
      let index = json(Array(text.utf8), tl_instruction_set(set.rawValue), depthLimit: 3)
      #expect(index.known == known, "\(set)")
      #expect(index.isRefused == isRefused, "\(set)")
    }
  }

  /// What is right is known, wherever in it the blocks end: else it would only be read slowly.
  @Test func rightObjectsAndRowsAreKnownWhereverBlocksEnd() {
    let values = #"{"a":-12.5e3,"é€😀":[true,null,{"b\\\"\u00e9":"x\n"},[]],"#
    let object = values + #""long":[{},"plain text that is long", 0]}"#
    let row = "12345,\"a,\"\"b\"\"\r\n\",é€😀,\"\",,\"x\"\r\n"
    for padding in 0..<130 {
      let text = Array(#"{"p":"\#(String(repeating: "x", count: padding))"}\#(object)"#.utf8)
      let line = Array("\"\(String(repeating: "x", count: padding))\"\n\(row)".utf8)
      for set in InstructionSet.available {
        let index = json(text, tl_instruction_set(set.rawValue))
        #expect(index.known == index.marks.count && index.marks.count == 38, "\(set) \(padding)")
        #expect(!index.isRefused)
        let rows = csv(line, tl_instruction_set(set.rawValue))
        // Two line feeds that end rows, two pairs of quotes, CR and LF inside quotes.
        #expect(rows.understood == line.count && rows.separators.count == 7, "\(set) \(padding)")
        #expect(rows.events.count == 6, "\(set) \(padding)")
      }
    }
  }

  @Test func separatorsOfCSVAreWhatStandsOutsideQuotes() {
    let text = Array("1,\"a,\"\"b\n\",x\r\n,\n".utf8)
    let index = csv(text, TL_SCALAR)
    #expect(index.separators == [1, 10, 13, 14, 15])
    #expect(index.events == [6, 8, 13, 15])
    #expect(index.understood == 16)
  }

  private struct CSVIndex: Equatable {
    var separators: [UInt32] = []
    var events: [UInt32] = []
    var understood = 0
  }

  private func csv(_ text: [UInt8], _ set: tl_instruction_set) -> CSVIndex {
    let room = text.count + 64
    let words = UnsafeMutablePointer<UInt32>.allocate(capacity: 2 * room)
    defer { words.deallocate() }
    var found = tl_csv_index()
    (found.separators, found.events) = (words, words + room)
    let dialect = tl_csv_dialect(delimiter: 0x2c, quote: 0x22, has_quotes: 1, is_utf8: 1)
    tl_index_csv(set, text, text.count, dialect, &found)
    return CSVIndex(
      separators: Self.copy(found.separators, found.separator_count),
      events: Self.copy(found.events, found.event_count),
      understood: found.indexed)
  }

  private struct JSONIndex: Equatable {
    var marks: [UInt32] = []
    var kinds: [UInt8] = []
    var doubts: [UInt32] = []
    /// Of the known objects' brackets.
    var closings: [Int: UInt32] = [:]
    var known = 0
    var isRefused = false
  }

  private func json(
    _ text: [UInt8], _ set: tl_instruction_set, depthLimit: Int = 8
  ) -> JSONIndex {
    let room = text.count + 64
    let words = UnsafeMutablePointer<UInt32>.allocate(capacity: 3 * room + depthLimit)
    let kinds = UnsafeMutablePointer<UInt8>.allocate(capacity: room)
    defer {
      words.deallocate()
      kinds.deallocate()
    }
    words.initialize(repeating: 0, count: 3 * room + depthLimit)
    var found = tl_json_index()
    (found.marks, found.kinds) = (words, kinds)
    (found.closings, found.doubts) = (words + room, words + 2 * room)
    (found.open, found.depth_limit) = (words + 3 * room, depthLimit)
    tl_index_json(set, text, text.count, &found)
    var index = JSONIndex(
      marks: Self.copy(found.marks, found.mark_count),
      kinds: Array(UnsafeBufferPointer(start: found.kinds, count: found.mark_count)),
      doubts: Self.copy(found.doubts, found.doubt_count), known: found.known,
      isRefused: found.is_refused != 0)
    for mark in 0..<found.known where found.closings[mark] > 0 {
      index.closings[mark] = found.closings[mark]
    }
    return index
  }

  private static func copy(_ first: UnsafeMutablePointer<UInt32>, _ count: Int) -> [UInt32] {
    Array(UnsafeBufferPointer(start: first, count: count))
  }
}
