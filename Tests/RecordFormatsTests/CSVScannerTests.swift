import RecordFormats
import Testing

/// One line, one rule: input, what it says, and knobs where they differ from RFC 4180.
struct CSVCase: Sendable, CustomTestStringConvertible {
  var name: String
  var bytes: [UInt8]
  var expected: [String]
  var dialect = CSVDialect()
  var limits = ByteLimits()
  var fixesWidth = false

  init(
    _ name: String, _ input: String, _ expected: [String],
    _ change: (inout CSVCase) -> Void = { _ in }
  ) {
    (self.name, self.bytes, self.expected) = (name, Array(input.utf8), expected)
    change(&self)
  }

  var testDescription: String { name }
}

private func width(_ test: inout CSVCase) { test.fixesWidth = true }
private func bare(_ test: inout CSVCase) { test.dialect.hasQuotes = false }
private func delimiter(_ byte: UInt8) -> (inout CSVCase) -> Void {
  { $0.dialect.delimiter = byte }
}
private func records(_ limit: Int) -> (inout CSVCase) -> Void { { $0.limits.record = limit } }
private func skip(_ rows: Int) -> (inout CSVCase) -> Void {
  { $0.dialect.skippedHeaderRows = rows }
}
private func raw(_ bytes: [UInt8], _ encoding: TextEncoding = .utf8) -> (inout CSVCase) -> Void {
  {
    $0.bytes = bytes
    $0.dialect.encoding = encoding
  }
}

private let wellFormed: [CSVCase] = [
  CSVCase("empty", "", []),
  CSVCase("one_row_one_field", "a", ["a"]),
  CSVCase("one_row_many_fields", "a,b,c", ["a|b|c"]),
  CSVCase("one_row_trailing_comma", "a,b,", ["a|b|"]),
  CSVCase("one_row_one_field_lf", "a\n", ["a"]),
  CSVCase("one_row_many_fields_lf", "a,b,c\n", ["a|b|c"]),
  CSVCase("one_row_trailing_comma_lf", "a,b,\n", ["a|b|"]),
  CSVCase("one_row_one_field_crlf", "a\r\n", ["a"]),
  CSVCase("one_row_trailing_comma_crlf", "a,b,\r\n", ["a|b|"]),
  CSVCase("one_row_one_field_cr", "a\r", ["a"]),
  CSVCase("one_row_trailing_comma_cr", "a,b,\r", ["a|b|"]),
  CSVCase("many_rows_one_field", "a\nb", ["a", "b"]),
  CSVCase("many_rows_many_fields_lf", "a,b\nx,y\n", ["a|b", "x|y"]),
  CSVCase("many_rows_many_fields_crlf", "a,b\r\nx,y\r\n", ["a|b", "x|y"]),
  CSVCase("many_rows_many_fields_cr", "a,b\rx,y\r", ["a|b", "x|y"]),
  CSVCase("many_rows_trailing_comma_cr", "a,\rx,", ["a|", "x|"]),
  CSVCase("mixed_line_ends", "a\nb\r\nc\rd", ["a", "b", "c", "d"]),
  CSVCase("only_delimiters", ",,\n", ["||"]),
  CSVCase("empty_lines", "\n\n\n\n", ["~4"]),
  CSVCase("empty_lines_cr", "\r\r", ["~2"]),
  CSVCase("empty_lines_interspersed", "\na,b\n\n\nx,y\n\n", ["~1", "a|b", "~2", "x|y", "~1"]),
  CSVCase("empty_lines_interspersed_mixed", "\r\na\n\r\n\rb", ["~2", "a", "~3", "b"]),
  CSVCase("spaces_are_data", " \n a , b ", [" ", " a | b "]),
  CSVCase("nul_is_data", "a\0,b", ["a\0|b"]),
  CSVCase("utf8", "é,ü\n", ["é|ü"]),
  CSVCase("bom_at_start", "\u{feff}a,b\n", ["~3", "a|b"]),
  CSVCase("bom_before_quote", "\u{feff}\"a\"\n", ["~3", "a"]),
  CSVCase("bom_later", "a\n\u{feff}b\n", ["a", "~3", "b"]),
  CSVCase(
    "bom_several", "\u{feff}\u{feff}a,b\n\u{feff}\"c\",d\r\n\u{feff}\ne,f",
    ["~6", "a|b", "~3", "c|d", "~4", "e|f"], width),
  CSVCase("bom_inside_is_data", "a,\u{feff}b\n", ["a|\u{feff}b"]),
  CSVCase("record_separator", "\u{1e}a,b\n\u{1e}c,d\n", ["~1", "a|b", "~1", "c|d"], width),
  CSVCase("record_separator_delimits", "a\u{1e}b\n\u{1e}\n", ["a|b", "|"], delimiter(0x1e)),
  CSVCase("bom_alone", "\u{feff}", ["~3"]),
  CSVCase("quoted", "\"a\",\"b\"\n", ["a|b"]),
  CSVCase("quoted_at_end_of_file", "a,\"b\"", ["a|b"]),
  CSVCase("quoted_empty", "\"\"\n\"\",\"\"", ["", "|"]),
  CSVCase("quoted_delimiter", "\"a,b\",c", ["a,b|c"]),
  CSVCase("quoted_lf", "\"a\nb\",c\nd,e", ["a\nb|c", "d|e"]),
  CSVCase("quoted_crlf", "\"a\r\nb\",c\r\nd,e", ["a\r\nb|c", "d|e"]),
  CSVCase("quoted_cr", "\"a\rb\",c\rd,e", ["a\rb|c", "d|e"]),
  CSVCase("doubled_quotes", "\"a\"\"b\",\"\"\"\"", ["a\"b|\""]),
  CSVCase("doubled_quotes_alone", "\"\"\"\"\n", ["\""]),
  CSVCase("delimiter_semicolon", "a;b,c\n", ["a|b,c"], delimiter(UInt8(ascii: ";"))),
  CSVCase("delimiter_tab", "a\tb\n", ["a|b"], delimiter(9)),
  CSVCase("no_quotes", "a\",\"b\n\"\n", ["a\"|\"b", "\""], bare),
]

private let uneven: [CSVCase] = [
  CSVCase("width_too_few", "a,b\n1\n2,3\n", ["a|b", "!tooFewFields 2", "2|3"], width),
  CSVCase("width_too_many", "a,b\n1,2,3\n4,5\n", ["a|b", "!tooManyFields 6", "4|5"], width),
  CSVCase("width_blank_columns", "a,b\n1,2,,\n1,2, ,\"\"\n", ["a|b", "1|2", "1|2"], width),
  CSVCase(
    "width_footer", "a,b\n1,2\n\nCopyright\n", ["a|b", "1|2", "~1", "!tooFewFields 10"], width),
  CSVCase("skip_rows", "a,b\n\"Q\n1\",x\n{},y,z\n1,2\n", ["a|b", "~15", "1|2"], skip(2)),
  CSVCase("skip_rows_without_header", "pre\na,b\n", ["~4", "a|b"]) {
    $0.dialect.hasHeader = false
    $0.dialect.skippedHeaderRows = 1
  },
  CSVCase("skip_rows_malformed", "a\nb\"\nc\n", ["a", "!strayQuote 3", "c"], skip(1)),
]

private let malformed: [CSVCase] = [
  CSVCase("stray_quote", "a,b\nx\"y,z\nc,d\n", ["a|b", "!strayQuote 6", "c|d"]),
  CSVCase("stray_quote_after_space", "a, \"b\"\nc\n", ["!strayQuote 7", "c"]),
  CSVCase("stray_text_after_quote", "\"a\"b\nc\n", ["!strayQuote 5", "c"]),
  CSVCase("stray_space_after_quote", "\"a\" ,b\nc\n", ["!strayQuote 7", "c"]),
  CSVCase("stray_quote_at_end", "a\"", ["!strayQuote 2"]),
  CSVCase(
    "stray_behind_quoted_lines", "\"x\ny\",b\"c\nd\n", ["!strayQuote 10", "d"]),
  CSVCase(
    "stray_costs_the_line_of_the_field", "\"x\ny\"z\nd\n", ["!strayQuote 3", "!strayQuote 4", "d"]),
  CSVCase("unclosed", "a\n\"b", ["a", "!unclosedQuote 2"]),
  CSVCase("unclosed_alone", "\"", ["!unclosedQuote 1"]),
  CSVCase("unclosed_costs_one_line", "1,\"a\n2,b\n3,c\n", ["!unclosedQuote 5", "2|b", "3|c"]),
  CSVCase("unclosed_crlf", "1,\"a\r\n2,b\r\n", ["!unclosedQuote 6", "2|b"]),
  CSVCase("unclosed_cr", "1,\"a\r2,b\r", ["!unclosedQuote 5", "2|b"]),
  CSVCase("unclosed_meets_quote", "\"a\nb,\"c\"\nd\n", ["!strayQuote 3", "b|c", "d"]),
  CSVCase("unclosed_ends_with_doubled", "\"a\"\"\nb\n", ["!unclosedQuote 5", "b"]),
  CSVCase(
    "unclosed_in_second_quoted", "\"a\nb\",\"c\nd\ne\n", ["!unclosedQuote 9", "d", "e"]),
  CSVCase("record_at_limit", "abcd\nef\n", ["abcd", "ef"], records(5)),
  CSVCase("record_at_limit_end_of_file", "abcde", ["abcde"], records(5)),
  CSVCase("record_over_limit", "abcde\nef\n", ["!recordTooLarge 6", "ef"], records(5)),
  CSVCase("record_over_limit_end_of_file", "abcdef", ["!recordTooLarge 6"], records(5)),
  CSVCase("record_over_limit_crlf", "abcd\r\nef\n", ["!recordTooLarge 6", "ef"], records(5)),
  CSVCase("record_at_limit_cr", "abcd\ref\r", ["abcd", "ef"], records(5)),
  CSVCase("record_over_limit_comma", "abcd,\nef\n", ["!recordTooLarge 6", "ef"], records(5)),
  CSVCase(
    "record_far_over_limit", "abcdefghijklmn\ref\n", ["!recordTooLarge 15", "ef"], records(5)),
  CSVCase(
    "quoted_over_limit_never_closed", "\"a\nb\nc\nd\ne\n", ["!recordTooLarge 11"], records(5)),
  CSVCase(
    "quoted_over_limit", "a\n\"b\nc\r\nd\"\"\ne\",f\r\ng\n", ["a", "!recordTooLarge 16", "g"],
    records(5)),
  CSVCase(
    "quoted_over_limit_closed_before", "\"a\nb\"cdef\ng\n\"a\nb\",\"c\nd\"\ng\n",
    ["!strayQuote 3", "!strayQuote 7", "g", "!recordTooLarge 12", "g"], records(6)),
  CSVCase(
    "quoted_behind_limit", "abcdef,\"g\nh\"\ni\n", ["!recordTooLarge 13", "i"], records(5)),
  CSVCase(
    "quoted_over_limit_with_stray_quote", "\"abcdef\ng \"h\"\ni\n", ["!recordTooLarge 14", "i"],
    records(5)),
  CSVCase("over_limit_with_stray_quote", "abcdef\"\ng\n", ["!recordTooLarge 8", "g"], records(5)),
  CSVCase("columns_over_limit", "a,b,c\nd,e\n", ["!tooManyColumns 6", "d|e"]) {
    $0.limits.columns = 2
  },
  CSVCase("columns_over_limit_quoted", "a,b,\"c\nd\"\ne,f\n", ["!tooManyColumns 10", "e|f"]) {
    $0.limits.columns = 2
  },
  CSVCase("encoding_invalid", "", ["a", "!invalidEncoding 2", "b"], raw([97, 10, 0xff, 10, 98])),
  CSVCase("encoding_cut_sequence", "", ["!invalidEncoding 3"], raw([97, 0xc3, 10])),
  CSVCase("encoding_surrogate", "", ["!invalidEncoding 3"], raw([0xed, 0xa0, 0x80])),
  CSVCase("encoding_overlong", "", ["!invalidEncoding 2"], raw([0xc0, 0x80])),
  CSVCase("encoding_latin1", "", ["\u{e9}|\u{80}"], raw([0xe9, 44, 0x80], .latin1)),
  CSVCase(
    "encoding_windows1252", "", ["\u{e9}|€\u{81}"], raw([0xe9, 44, 0x80, 0x81], .windows1252)),
  CSVCase(
    "encoding_utf16_refused", "", ["!invalidEncoding 4"],
    raw([0xff, 0xfe, 97, 0], .utf16LittleEndian)),
]

/// Every case of this file, for the judge.
let csvTableCases = wellFormed + uneven + malformed

@Suite struct CSVScannerTests {
  @Test(arguments: wellFormed + uneven + malformed)
  func says(_ test: CSVCase) {
    let whole = traceCSV(
      Feed(test.bytes), test.dialect, limits: test.limits, fixesWidth: test.fixesWidth)
    #expect(whole.short == test.expected)
    for feed in Feed.allWays(test.bytes) {
      let cut = traceCSV(feed, test.dialect, limits: test.limits, fixesWidth: test.fixesWidth)
      #expect(cut == whole, "cut at \(feed.cuts)")
    }
  }

  @Test func namesAreUnique() {
    let names = (wellFormed + uneven + malformed).map(\.name)
    #expect(Set(names).count == names.count)
  }

  @Test func countsPhysicalLines() {
    let text = "\u{feff}h\n\n\"a\r\nb\"\rc\nx\"\r\nd\n\"e\n"
    let trace = traceCSV(Feed(Array(text.utf8)))
    let lines = trace.items.filter { $0.kind != .framing }.map(\.line)
    #expect(lines == [1, 3, 5, 6, 7, 8])
  }

  @Test func saysWhetherAFieldWasQuoted() {
    var scanner = CSVScanner(dialect: CSVDialect())
    Array("a,\"\",\n".utf8).withUnsafeBytes { bytes in
      #expect(scanner.next(in: bytes, from: 0, isFinal: true) == .record(0..<6))
      #expect((0..<scanner.row.count).map { scanner.row[$0].isQuoted } == [false, true, false])
    }
  }

  @Test func aLineFarBeyondTheLimitIsDroppedPieceByPiece() {
    let limits = with(ByteLimits()) { $0.record = 1 << 20 }
    let bytes =
      Array("a,b\n1,".utf8) + [UInt8](repeating: 120, count: 20 << 20) + Array("\n3,4\n".utf8)
    let trace = traceCSV(Feed(bytes, piece: 256 << 10), limits: limits)
    #expect(trace.short == ["a|b", "!recordTooLarge \(20 << 20 + 3)", "3|4"])
    #expect(trace.largestWindow <= limits.record + 256 << 10)
  }

  @Test func aQuoteNeverClosedIsPassedOverPieceByPiece() {
    let limits = with(ByteLimits()) { $0.record = 64 << 10 }
    let rows = String(repeating: "1,abcdefgh\n", count: 50_000)
    let text = "a,b\n1,\"x\n\(rows)2,\"y\"\n3,4\n"
    let trace = traceCSV(Feed(Array(text.utf8), piece: 32 << 10), limits: limits)
    #expect(trace.short == ["a|b", "!recordTooLarge \(text.utf8.count - 8)", "3|4"])
    #expect(trace.largestWindow <= 96 << 10)
  }

  @Test func tenMillionColumnsAreOneRejection() {
    let bytes =
      Array("a,b\n".utf8) + [UInt8](repeating: 44, count: 10_000_000) + Array("\n3,4\n".utf8)
    let trace = traceCSV(Feed(bytes, piece: 256 << 10))
    #expect(trace.short == ["a|b", "!tooManyColumns 10000001", "3|4"])
  }
}

/// A copy with changes.
func with<Value>(_ value: Value, _ change: (inout Value) -> Void) -> Value {
  var copy = value
  change(&copy)
  return copy
}
