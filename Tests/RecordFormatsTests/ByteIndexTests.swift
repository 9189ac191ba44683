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

  @Test func damagedUTF8IsFoundWhereSwiftFindsIt() {
    var numbers = SeededNumbers(seed: 8)
    for _ in 0..<20_000 {
      var text = Array("plain é ü € 漢字 😀 \u{10ffff}\u{800}\u{7ff} text that is long".utf8)
      text += Array(repeating: 0x20, count: Int.random(in: 0...70, using: &numbers))
      text.shuffle(using: &numbers)
      if Int.random(in: 0...3, using: &numbers) > 0 {
        text = Array(String(decoding: text, as: UTF8.self).utf8)
        let place = Int.random(in: 0..<text.count, using: &numbers)
        text[place] = UInt8.random(in: 0...255, using: &numbers)
        text.removeLast(Int.random(in: 0...3, using: &numbers))
      }
      let expected = String(validating: text, as: UTF8.self) != nil
      for set in InstructionSet.available {
        let isUTF8 = tl_is_utf8(tl_instruction_set(set.rawValue), text, text.count) != 0
        #expect(isUTF8 == expected, "\(set) \(text)")
      }
    }
  }

  @Test func marksOfJSONAreWhatStandsOutsideStrings() {
    let text = Array(#"{"a\"," : [1, -2.5e3,true ,{}], "\\":"x,y"}"#.utf8)
    let marked = json(text, TL_SCALAR)[0].map { Character(UnicodeScalar(text[Int($0)])) }
    #expect(String(marked) == #"{":[1,-,t,{}],":"}"#)
  }

  @Test func separatorsOfCSVAreWhatStandsOutsideQuotes() {
    let text = Array("1,\"a,\"\"b\n\",x\r\n,\n".utf8)
    #expect(csv(text, TL_SCALAR) == [[1, 10, 13, 14, 15], [2, 4], [8], [16], [1]])
  }

  /// Separators, rows, quoted line ends, bytes understood, and whether they are UTF-8.
  private func csv(_ text: [UInt8], _ set: tl_instruction_set) -> [[UInt32]] {
    var separators = [UInt32](repeating: 0, count: text.count + 64)
    var (rows, ends) = (separators, separators)
    var index = tl_csv_index()
    separators.withUnsafeMutableBufferPointer { separators in
      rows.withUnsafeMutableBufferPointer { rows in
        ends.withUnsafeMutableBufferPointer { ends in
          index.separators = separators.baseAddress
          index.rows = rows.baseAddress
          index.quoted_line_ends = ends.baseAddress
          tl_index_csv(set, text, text.count, 0x2c, 0x22, 1, &index)
        }
      }
    }
    return [
      Array(separators.prefix(index.separator_count)), Array(rows.prefix(index.row_count)),
      Array(ends.prefix(index.quoted_line_end_count)), [UInt32(index.indexed)],
      [UInt32(index.is_utf8)],
    ]
  }

  /// Marks, what is special in each block, and whether all is UTF-8.
  private func json(_ text: [UInt8], _ set: tl_instruction_set) -> [[UInt32]] {
    var marks = [UInt32](repeating: 0, count: text.count + 64)
    var special = [UInt8](repeating: 0, count: text.count / 64 + 1)
    var index = tl_json_index()
    marks.withUnsafeMutableBufferPointer { marks in
      special.withUnsafeMutableBufferPointer { special in
        index.marks = marks.baseAddress
        index.special = special.baseAddress
        tl_index_json(set, text, text.count, &index)
      }
    }
    return [
      Array(marks.prefix(index.mark_count)), special.map { UInt32($0) }, [UInt32(index.is_utf8)],
    ]
  }
}
