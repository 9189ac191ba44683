import RecordFormats
import Testing

@Suite struct CSVDialectTests {
  private func detect(_ bytes: [UInt8], isFinal: Bool = true) -> CSVDialect {
    bytes.withUnsafeBytes { CSVDialect.detect(sample: $0, isFinal: isFinal) }
  }

  @Test(arguments: [
    ("a,b\n1,2\n", ","),
    ("a;b\n1,5;2,5\n3,5;4\n", ";"),
    ("a\tb, c\n1\t2\n", "\t"),
    ("a|b|c\n1|2|3\n", "|"),
    ("a,b;c;d\n1;2;3\n4;5;6\n", ";"),
    ("\"a;b;c\",d\n1,2\n", ","),
    ("alone\n1\n", ","),
    ("", ","),
    ("a;b", ";"),
  ])
  func delimiter(text: String, expected: String) {
    #expect(detect(Array(text.utf8)).delimiter == expected.utf8.first)
  }

  @Test func theCutLastRowOfASampleDoesNotCount() {
    #expect(detect(Array("a;b\n1;2\n3,".utf8), isFinal: false).delimiter == UInt8(ascii: ";"))
  }

  @Test(arguments: [
    ([0xff, 0xfe, 97, 0], TextEncoding.utf16LittleEndian),
    ([0xfe, 0xff], .utf16BigEndian), ([0xef, 0xbb, 0xbf, 97], .utf8),
    ([0xef, 0xbb], nil), ([0xff], nil), ([0xff, 0xff], nil), ([97, 98, 99], nil), ([], nil),
  ])
  func marks(bytes: [UInt8], expected: TextEncoding?) {
    #expect(bytes.withUnsafeBytes { TextEncoding.marked(by: $0) } == expected)
  }

  @Test(arguments: [
    ("comma", ","), ("semicolon", ";"), ("tab", "\t"), ("bar", "|"), (";", ";"), ("\t", "\t"),
    (":", ":"), (" ", " "), ("^", "^"), ("\u{1f}", "\u{1f}"), ("", nil), (";;", nil), ("x", nil),
    ("0", nil), ("\"", nil), ("\n", nil), ("\r", nil), ("§", nil), ("colon", nil),
  ])
  func delimitersHaveNames(name: String, expected: String?) {
    #expect(CSVDialect.delimiter(named: name) == expected?.utf8.first)
  }

  @Test func invalidBytesAreNotTakenForAnotherEncoding() {
    #expect(detect([97, 44, 0xe9, 10]).encoding == .utf8)
  }

  @Test func encodingsHaveNamesThatComeBack() {
    for encoding in TextEncoding.allCases {
      #expect(TextEncoding(name: encoding.name) == encoding)
      var dialect = CSVDialect()
      dialect.encoding = encoding
      #expect((dialect.refusal == nil) == encoding.isSupported)
    }
    #expect(TextEncoding(name: "ebcdic") == nil)
  }

  @Test func describesItself() {
    var dialect = CSVDialect()
    dialect.delimiter = 9
    dialect.skippedHeaderRows = 2
    #expect(dialect.description == "CSV, tab, utf-8, header row and 2 more")
    #expect(
      dialect.description(of: .utf16LittleEndian, headerLine: 3)
        == "CSV, tab, utf-16le, header row on line 3 and 2 more")
    dialect.hasHeader = false
    dialect.skippedHeaderRows = 0
    dialect.delimiter = UInt8(ascii: ":")
    #expect(
      dialect.description(of: .latin1, headerLine: 3) == "CSV, byte 58, latin1, no header row")
  }
}
