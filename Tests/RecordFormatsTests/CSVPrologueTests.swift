import RecordFormats
import Testing

@Suite struct CSVPrologueTests {
  @Test(arguments: [
    ("a,b\n", 0, nil), ("", 0, nil), ("\u{feff}a\n", 3, nil),
    ("sep=;\na;b\n", 6, ";"), ("sep=;\r\na;b\r\n", 7, ";"), ("sep=;\ra;b\r", 6, ";"),
    ("SEP=\t\na", 6, "\t"), ("\"sep=|\"\r\na", 9, "|"), ("\u{feff}sep=,\na", 9, ","),
    ("sep=;", 5, ";"), ("sep=;\n", 6, ";"),
    ("sep=\n", 0, nil), ("sep=a\n", 0, nil), ("sep=\"\n", 0, nil), ("sep=;;\n", 0, nil),
    ("sep;\n", 0, nil), ("\nsep=;\n", 0, nil), ("sep,a\n", 0, nil),
    ("\u{13}ep=;\n", 0, nil), ("\"sep=;\n", 0, nil),
  ])
  func begins(text: String, byteCount: Int, delimiter: String?) {
    let prologue = Array(text.utf8).withUnsafeBytes { CSVPrologue(of: $0, isFinal: true) }
    #expect(prologue.byteCount == byteCount)
    #expect(prologue.delimiter == delimiter?.utf8.first)
    #expect(prologue.lineCount == (delimiter == nil ? 0 : 1))
  }

  @Test func linesAreAddedWhateverTheyHold() {
    let text = Array("\u{feff}sep=;\r\n\r\n\"Calls\rof today\nid;name\n".utf8)
    text.withUnsafeBytes { bytes in
      var prologue = CSVPrologue(of: bytes, isFinal: true)
      var places: [[Int]] = []
      repeat {
        places.append([prologue.byteCount, prologue.lineCount])
      } while prologue.addLine(of: bytes, isFinal: true)
      #expect(places == [[10, 1], [12, 2], [19, 3], [28, 4]])
    }
  }

  @Test func aLineThatIsNotWholeIsNotAdded() {
    Array("a\r".utf8).withUnsafeBytes { bytes in
      var prologue = CSVPrologue(of: bytes, isFinal: false)
      let isAdded = prologue.addLine(of: bytes, isFinal: false)
      #expect(!isAdded && prologue.byteCount == 0)
    }
  }
}
