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

  @Test func utf16IsRecognisedAndRefusedByName() {
    #expect(detect([0xff, 0xfe, 97, 0]).encoding == .utf16LittleEndian)
    let dialect = detect([0xfe, 0xff, 0, 97])
    #expect(dialect.encoding == .utf16BigEndian)
    #expect(dialect.refusal?.kind == .unsupportedEncoding)
    #expect(dialect.refusal?.message.contains("utf-16be") == true)
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
  }
}
