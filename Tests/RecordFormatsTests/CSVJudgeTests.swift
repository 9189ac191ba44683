import Foundation
import RecordFormats
import TestSupport
import Testing

/// What real senders do to rows, beside the cases of `CSVScannerTests`.
private let wild: [CSVCase] = [
  CSVCase("cr_only_quoted_lines", "a,b\r\"1\r2\",3\r\r4,5\r", ["a|b", "1\r2|3", "~1", "4|5"]),
  CSVCase("cr_only_blank_lines_at_end", "a\rb\r\r\r", ["a", "b", "~2"]),
  CSVCase("cr_then_crlf", "a\r\r\nb\r\r\r\n", ["a", "~2", "b", "~3"]),
  CSVCase("cr_quoted_at_line_end", "\"a\r\",\"\rb\"\r\"\r\"", ["a\r|\rb", "\r"]),
  CSVCase("cr_before_quote", "a\r\"b\"\r\"\"\r", ["a", "b", ""]),
  CSVCase("lf_cr_is_a_line_and_a_blank_one", "a\n\rb\n\r", ["a", "~1", "b", "~1"]),
  CSVCase("crlf_inside_quotes_of_cr_file", "\"a\r\nb\"\rc\r", ["a\r\nb", "c"]),
  CSVCase("trailing_blank_columns", "a,b,,\n1,2,,\n", ["a|b||", "1|2||"]),
  CSVCase("unnamed_index", ",a,b\n0,1,2\n", ["|a|b", "0|1|2"]),
  CSVCase("repeated_names", "k,Labels,Labels\n1,,x\n", ["k|Labels|Labels", "1||x"]),
  CSVCase("ragged", "a,b,c\n1\n1,2\n1,2,3,4\n", ["a|b|c", "1", "1|2", "1|2|3|4"]),
  CSVCase("spaces_only", "  \n \t\n", ["  ", " \t"]),
  CSVCase("quoted_blank_line", "\"\n\"\n\n\"\"\n", ["\n", "~1", ""]),
  CSVCase("json_in_a_cell", "a,\"{\"\"ImportId\"\":\"\"Q1\"\"}\"\n", ["a|{\"ImportId\":\"Q1\"}"]),
  CSVCase("apostrophes_are_data", "'a,b',c\n", ["'a|b'|c"]),
  CSVCase("backslash_is_data", "a\\,\"b\\\"\n", ["a\\|b\\"]),
  CSVCase(
    "separators_of_unicode_are_data", "a\u{85}b,c\u{2028}d\u{b}\u{c}\n",
    ["a\u{85}b|c\u{2028}d\u{b}\u{c}"]),
  CSVCase("bars", "a|\"b|c\"|\r\n", ["a|b|c|"]) { $0.dialect.delimiter = UInt8(ascii: "|") },
  CSVCase("tabs_and_quotes", "a\t\"b\t\"\"c\"\"\"\t\n", ["a|b\t\"c\"|"]) {
    $0.dialect.delimiter = 9
  },
  CSVCase("spaces_between", "a b \"c d\" \n", ["a|b|c d|"]) {
    $0.dialect.delimiter = 0x20
  },
  CSVCase("latin1_lines", "", ["é\u{85}|ü", "ß|"]) {
    $0.bytes = [0xe9, 0x85, 44, 0xfc, 13, 0xdf, 44, 13]
    $0.dialect.encoding = .latin1
  },
  CSVCase("windows1252_quotes", "", ["“a”|€"]) {
    $0.bytes = [34, 0x93, 97, 0x94, 34, 44, 0x80, 10]
    $0.dialect.encoding = .windows1252
  },
]

/// The scanner against Python's csv in its strict mode, which reads files and knows no rejections.
@Suite struct CSVJudgeTests {
  private struct JudgedCase: Encodable {
    var name: String
    var bytes: [UInt8]
    var encoding: String
    var delimiter: String
    var hasQuotes: Bool
  }

  /// Where Python and the scanner differ, and why.
  private static let disagreements: [String: String] = [
    "stray_quote": quoteIsData,
    "stray_quote_after_space": quoteIsData,
    "stray_quote_at_end": quoteIsData,
    "stray_behind_quoted_lines": quoteIsData,
    "skip_rows_malformed": quoteIsData,
    "over_limit_with_stray_quote": quoteIsData,
    "bom_later": markIsData,
    "bom_several": markIsData,
    "record_separator": markIsData,
    "encoding_windows1252": "Python knows no 0x81; browsers read it as U+0081, and so do we",
    "encoding_utf16_refused": "the scanner reads UTF-16 only behind UTF16Transcoder",
  ]
  /// Files that were put together have marks where they begin.
  private static let markIsData = "Python takes marks behind the beginning of a file for data"
  /// RFC 4180 allows no quote there, and a row that may have been meant otherwise is rejected.
  private static let quoteIsData = "Python takes a quote inside an unquoted field for data"

  @Test(arguments: wild)
  func says(_ test: CSVCase) {
    let whole = traceCSV(Feed(test.bytes), test.dialect)
    #expect(whole.short == test.expected)
    for feed in Feed.allWays(test.bytes) {
      #expect(traceCSV(feed, test.dialect) == whole, "cut at \(feed.cuts)")
    }
  }

  @Test func pythonReadsTheSameRows() throws {
    let cases = csvTableCases + wild
    let answers = try Self.judge(cases)
    var differing: Set<String> = []
    for (test, answer) in zip(cases, answers) {
      var dialect = test.dialect
      dialect.skippedHeaderRows = 0
      let trace = traceCSV(Feed(test.bytes), dialect)
      let isRefused = trace.items.contains { $0.kind == .rejected }
      let rows = isRefused ? nil : trace.records
      if rows != answer?.map({ $0.joined(separator: "|") }) { differing.insert(test.name) }
    }
    #expect(differing.symmetricDifference(Self.disagreements.keys) == [])
    #expect(answers.count == cases.count && answers.count > 90)
  }

  /// The rows Python reads of every case; nil where it refuses the file.
  private static func judge(_ cases: [CSVCase]) throws -> [[[String]]?] {
    let judged = cases.map { test in
      JudgedCase(
        name: test.name, bytes: test.bytes, encoding: test.dialect.encoding.name,
        delimiter: String(Unicode.Scalar(test.dialect.delimiter)),
        hasQuotes: test.dialect.hasQuotes)
    }
    let file = FileManager.default.temporaryDirectory
      .appending(path: "csv-cases-\(UUID().uuidString).json")
    try JSONEncoder().encode(judged).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let verdict = try Judge.run("Tests/Judges/csv_judge.py", [file.path()])
    try #require(verdict.status == 0, "\(verdict.output)")
    return try JSONDecoder().decode([[[String]]?].self, from: Data(verdict.output.utf8))
  }
}
