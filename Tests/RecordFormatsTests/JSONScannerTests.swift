import RecordFormats
import Testing

/// One line, one rule: layout, input, what it says.
struct JSONCase: Sendable, CustomTestStringConvertible {
  var name: String
  var layout: JSONLayout
  var bytes: [UInt8]
  var expected: [String]
  var limits = ByteLimits()

  init(
    _ name: String, _ layout: JSONLayout, _ input: String, _ expected: [String],
    _ change: (inout JSONCase) -> Void = { _ in }
  ) {
    (self.name, self.layout, self.bytes, self.expected) = (
      name, layout, Array(input.utf8), expected
    )
    change(&self)
  }

  var testDescription: String { name }
}

private func records(_ limit: Int) -> (inout JSONCase) -> Void { { $0.limits.record = limit } }
private func depth(_ limit: Int) -> (inout JSONCase) -> Void { { $0.limits.depth = limit } }
private func raw(_ bytes: [UInt8]) -> (inout JSONCase) -> Void { { $0.bytes = bytes } }

private let objects: [JSONCase] = [
  JSONCase("objects_empty", .objects, "", []),
  JSONCase("objects_white_space", .objects, " \n\t\r ", ["~5"]),
  JSONCase("objects_one", .objects, "{}", ["{}"]),
  JSONCase(
    "objects_per_line", .objects, "{\"a\":1}\n{\"b\":2}\n", ["{‹a›:1}", "~1", "{‹b›:2}", "~1"]),
  JSONCase("objects_crlf", .objects, "{}\r\n{}\r\n", ["{}", "~2", "{}", "~2"]),
  JSONCase("objects_glued", .objects, "{}{}{}", ["{}", "{}", "{}"]),
  JSONCase("objects_with_commas", .objects, "{},\n{},\n", ["{}", "~2", "{}", "~2"]),
  JSONCase("objects_over_lines", .objects, "{\n \"a\" : [ ]\n}\n{}", ["{‹a›:[]}", "~1", "{}"]),
  JSONCase("objects_bom", .objects, "\u{feff}{}", ["~3", "{}"]),
  JSONCase("objects_bom_alone", .objects, "\u{feff}", ["~3"]),
  JSONCase(
    "objects_all_values", .objects,
    "{\"a\":[1,-0.5e+3,true,false,null,\"x\",{\"b\":{}}],\"c\":\"\"}",
    ["{‹a›:[1,-0.5e+3,true,false,null,‹x›,{‹b›:{}}],‹c›:‹›}"]),
  JSONCase("objects_duplicate_keys", .objects, "{\"a\":1,\"a\":2}", ["{‹a›:1,‹a›:2}"]),
  JSONCase(
    "objects_escapes", .objects, #"{"\u0061":"\"\\\/\b\f\n\r\t\u00e9\u20ac\ud83d\ude00é"}"#,
    ["{‹a›:‹\"\\/\u{8}\u{c}\n\r\té€😀é›}"]),
  JSONCase("objects_bad_value", .objects, "{\"a\":x}\n{}", ["!malformedJSON 7", "~1", "{}"]),
  JSONCase("objects_bad_glued", .objects, "{\"a\":x}{}", ["!malformedJSON 7", "{}"]),
  JSONCase("objects_bad_nested", .objects, "{\"a\":{\"b\":}}{}", ["!malformedJSON 12", "{}"]),
  JSONCase("objects_trailing_comma", .objects, "{\"a\":1,}\n{}", ["!malformedJSON 8", "~1", "{}"]),
  JSONCase("objects_open_string", .objects, "{\"a\":\"b}\n{}\n", ["!malformedJSON 9", "{}", "~1"]),
  JSONCase("objects_missing_brace", .objects, "{\"a\":1\n{}\n", ["!malformedJSON 7", "{}", "~1"]),
  JSONCase(
    "objects_bad_over_lines", .objects, "{\n \"a\": [\n  {\"b\":1},\n  x\n ]\n}\n{}",
    ["!malformedJSON 29", "~1", "{}"]),
  JSONCase(
    "objects_bad_indented", .objects, "  {\"a\"\n    {}\n  {}\n",
    ["~2", "!malformedJSON 14", "{}", "~1"]),
  JSONCase(
    "objects_bad_on_second_line", .objects, "  {}\n  {\"a\"\n   {}\n",
    ["~2", "{}", "~3", "!malformedJSON 11"]),
  JSONCase(
    "objects_bad_inside_bad", .objects, "{\"a\":\n{\"b\":x}}\n{}",
    ["!malformedJSON 6", "!malformedJSON 7", "!malformedJSON 1", "~1", "{}"]),
  JSONCase(
    "objects_bad_inside_bad_later", .objects, "{}\n{\"a\":\n{\"b\":x}}\n{}",
    ["{}", "~1", "!malformedJSON 6", "!malformedJSON 7", "!malformedJSON 1", "~1", "{}"]),
  JSONCase("objects_brace_in_string", .objects, "{\"}\":x}{}", ["!malformedJSON 7", "{}"]),
  JSONCase("objects_escaped_quote", .objects, #"{"\"}":x}{}"#, ["!malformedJSON 9", "{}"]),
  JSONCase(
    "objects_other_values", .objects, "1\n\"a\"\n{}",
    ["!malformedJSON 1", "~1", "!malformedJSON 3", "~1", "{}"]),
  JSONCase("objects_array_line", .objects, "[{},{}]\n{}", ["!malformedJSON 7", "~1", "{}"]),
  JSONCase("objects_closing_brace", .objects, "{}}\n{}", ["{}", "!malformedJSON 1", "~1", "{}"]),
  JSONCase(
    "objects_log_stamps", .objects, "{}\n12:00 {}\n12:01 {}\r\n\n\u{a0}{}\r\n{}",
    [
      "{}", "~1", "!malformedJSON 8", "~1", "!malformedJSON 8", "~3", "!malformedJSON 4", "~2",
      "{}",
    ]),
  JSONCase(
    "objects_strings_per_line", .objects, #""{\"a\":1}""# + "\n\"{}\"\n{}",
    ["!malformedJSON 11", "~1", "!malformedJSON 4", "~1", "{}"]),
  JSONCase(
    "objects_cut_lines", .objects, "{\"a\":1\ndata: {}\n{\"b\n{}",
    ["!malformedJSON 7", "!malformedJSON 8", "~1", "!malformedJSON 4", "{}"]),
  JSONCase(
    "objects_bad_indented_among_others", .objects, "  {\n    x\n  }, {}\n  y\n{}",
    ["~2", "!malformedJSON 11", "~2", "{}", "~3", "!malformedJSON 1", "~1", "{}"]),
  JSONCase(
    "objects_bom_per_line", .objects, "\u{feff}{}\r\n\u{feff}\u{feff}{}\r\n \u{feff} {}",
    ["~3", "{}", "~8", "{}", "~7", "{}"]),
  JSONCase(
    "objects_record_separators", .objects, "\u{1e}{}\n\u{1e}{}\n", ["~1", "{}", "~2", "{}", "~1"]),
  JSONCase(
    "objects_cut_mark", .objects, "", ["{}", "!malformedJSON 2"], raw([123, 125, 0xef, 0xbb])),
  JSONCase(
    "objects_mark_is_no_indentation", .objects, "\u{feff}{\"a\"\n {}\n{}",
    ["~3", "!malformedJSON 9", "{}"]),
  JSONCase("objects_cut", .objects, "{}\n{\"a\":", ["{}", "~1", "!malformedJSON 5"]),
  JSONCase("objects_cut_number", .objects, "{\"a\":1", ["!malformedJSON 6"]),
  JSONCase("objects_cut_escape", .objects, "{\"a\":\"\\ud83d", ["!malformedJSON 12"]),
  JSONCase("objects_lone_surrogate", .objects, #"{"a":"\ud83d"}{}"#, ["!malformedJSON 14", "{}"]),
  JSONCase("objects_low_surrogate", .objects, #"{"a":"\ude00"}"#, ["!malformedJSON 14"]),
  JSONCase("objects_control", .objects, "{\"a\":\"\u{1}\"}", ["!malformedJSON 9"]),
  JSONCase(
    "objects_invalid_utf8", .objects, "", ["!invalidEncoding 5", "~1", "{}"],
    raw([123, 34, 0xff, 34, 125, 10, 123, 125])),
  JSONCase("objects_depth_at_limit", .objects, "{\"a\":[[1]]}", ["{‹a›:[[1]]}"], depth(3)),
  JSONCase("objects_too_deep", .objects, "{\"a\":[[1]]}{}", ["!tooDeep 11", "{}"], depth(2)),
  JSONCase("objects_at_limit", .objects, "{\"a\":1}{}", ["{‹a›:1}", "{}"], records(7)),
  JSONCase(
    "objects_over_limit", .objects, "{\"a\":10}{}", ["!recordTooLarge 8", "{}"], records(7)),
  JSONCase(
    "objects_over_limit_in_word", .objects, "{\"a\":true}", ["!recordTooLarge 10"], records(7)),
  JSONCase(
    "objects_far_over_limit", .objects, "{\"a\":\"0123456789\",\"b\":{}}\n{}",
    ["!recordTooLarge 25", "~1", "{}"], records(7)),
  JSONCase(
    "objects_over_limit_over_lines", .objects, "{\"a\":0,\n\"b\":1}\n{}",
    ["!recordTooLarge 8", "!malformedJSON 6", "~1", "{}"], records(9)),
  JSONCase("objects_too_many_values", .objects, "{\"a\":[1,2]}{}", ["!tooManyValues 11", "{}"]) {
    $0.limits.values = 4
  },
]

private let arrays: [JSONCase] = [
  JSONCase("array_empty_file", .array, "", []),
  JSONCase("array_empty", .array, " [ ] ", ["~5"]),
  JSONCase("array_one", .array, "[{}]", ["~1", "{}", "~1"]),
  JSONCase("array_many", .array, "[\n {\"a\":1},\n {}\n]\n", ["~3", "{‹a›:1}", "~3", "{}", "~3"]),
  JSONCase("array_pages", .array, "[{}]\n[{}]", ["~1", "{}", "~3", "{}", "~1"]),
  JSONCase(
    "array_comma_between_pages", .array, "[{}],[{}]", ["~1", "{}", "~1", "!malformedJSON 5"]),
  JSONCase("array_bom", .array, "\u{feff}[{}]", ["~4", "{}", "~1"]),
  JSONCase(
    "array_bom_between_pages", .array, "\u{feff}[{}]\n\u{feff}\u{feff}[{}]",
    ["~4", "{}", "~9", "{}", "~1"]),
  JSONCase(
    "array_bom_is_no_separator", .array, "[\u{feff}{},{}]",
    ["~1", "!malformedJSON 5", "~1", "{}", "~1"]),
  JSONCase(
    "array_bad_value", .array, "[{\"a\":x},{}]", ["~1", "!malformedJSON 7", "~1", "{}", "~1"]),
  JSONCase(
    "array_bad_bracket", .array, "[{\"a\":[1},{}]", ["~1", "!malformedJSON 8", "~1", "{}", "~1"]),
  JSONCase(
    "array_other_values", .array, "[1, \"],\" ,[{},[2]],{}]",
    [
      "~1", "!malformedJSON 1", "~2", "!malformedJSON 5", "~1", "!malformedJSON 8", "~1", "{}",
      "~1",
    ]),
  JSONCase("array_undecidable", .array, "[{\"a\":{},{}]", ["~1", "!malformedJSON 11"]),
  JSONCase("array_cut_in_record", .array, "[{},{\"a\"", ["~1", "{}", "~1", "!malformedJSON 4"]),
  JSONCase("array_cut_behind_record", .array, "[{},", ["~1", "{}", "~1", "!malformedJSON 0"]),
  JSONCase("array_is_object", .array, "{\"a\":1}", ["!malformedJSON 7"]),
  JSONCase("array_then_garbage", .array, "[{}] x\ny", ["~1", "{}", "~2", "!malformedJSON 3"]),
  JSONCase(
    "array_over_limit", .array, "[{\"a\":10},{}]", ["~1", "!recordTooLarge 8", "~1", "{}", "~1"],
    records(7)),
  JSONCase(
    "array_too_deep", .array, "[{\"a\":[[[]]]},{}]", ["~1", "!tooDeep 12", "~1", "{}", "~1"],
    depth(2)),
]

private let rows = JSONLayout.member("r")
private let members: [JSONCase] = [
  JSONCase("member_empty_file", rows, "", []),
  JSONCase("member_only", rows, "{\"r\":[{},{}]}", ["~6", "{}", "~1", "{}", "~2"]),
  JSONCase(
    "member_among_others", rows, #"{"n":{"r":[1]},"r":[{}],"p":[[],"x"]}"#, ["~20", "{}", "~15"]),
  JSONCase("member_missing", rows, #"{"n":1,"x":[{}]}"#, ["~16"]),
  JSONCase("member_empty_object", rows, "{}", ["~2"]),
  JSONCase("member_not_array", rows, #"{"r":null}"#, ["~10"]),
  JSONCase("member_empty_array", rows, #"{"r":[]}"#, ["~8"]),
  JSONCase("member_escaped_key", rows, #"{"\u0072":[{}]}"#, ["~11", "{}", "~2"]),
  JSONCase("member_twice", rows, #"{"r":[{}],"r":[{}]}"#, ["~6", "{}", "~7", "{}", "~2"]),
  JSONCase(
    "member_bom_between_pages", rows, "\u{feff}{\"r\":[{}]}\n\u{feff}{\"r\":[{}]}",
    ["~9", "{}", "~12", "{}", "~2"]),
  JSONCase("member_pages", rows, "{\"r\":[{}]}\n{\"r\":[{}]}\n", ["~6", "{}", "~9", "{}", "~3"]),
  JSONCase(
    "member_bad_record", rows, #"{"r":[{"a":}, {}]}"#,
    ["~6", "!malformedJSON 6", "~2", "{}", "~2"]),
  JSONCase("member_bad_before", rows, #"{"n":x,"r":[{}]}"#, ["~5", "!malformedJSON 11"]),
  JSONCase(
    "member_bad_after", rows, #"{"r":[{}],"n":01}"#, ["~6", "{}", "~6", "!malformedJSON 3"]),
  JSONCase("member_bad_key", rows, #"{"r":[{}],n}"#, ["~6", "{}", "~2", "!malformedJSON 2"]),
  JSONCase(
    "member_bad_string", rows, "{\"n\":\"ab\u{1}\",\"r\":[{}]}", ["~8", "!malformedJSON 12"]),
  JSONCase("member_trailing_comma", rows, #"{"r":[{}],}"#, ["~6", "{}", "~2", "!malformedJSON 1"]),
  JSONCase("member_cut_behind_array", rows, #"{"r":[{}]"#, ["~6", "{}", "~1", "!malformedJSON 0"]),
  JSONCase("member_cut_in_key", rows, #"{"r":[{}],"ne"#, ["~6", "{}", "~2", "!malformedJSON 3"]),
  JSONCase(
    "member_cut_in_string", rows, #"{"r":[{}],"n":"ab"#, ["~6", "{}", "~9", "!malformedJSON 0"]),
  JSONCase(
    "member_cut_in_literal", rows, #"{"r":[{}],"n":nul"#, ["~6", "{}", "~6", "!malformedJSON 3"]),
  JSONCase("member_is_array", rows, "[{}]", ["!malformedJSON 4"]),
  JSONCase(
    "member_string_of_any_size", rows, #"{"n":"0123456789é\u00e9","r":[{}]}"#,
    ["~31", "{}", "~2"], records(8)),
  JSONCase(
    "member_huge_key", rows, #"{"012345678":1,"r":[{}]}"#,
    ["~1", "!recordTooLarge 23"], records(8)),
  JSONCase(
    "member_huge_number", rows, #"{"n":123456789,"r":[{}]}"#, ["~5", "!recordTooLarge 19"],
    records(8)),
]

@Suite struct JSONScannerTests {
  @Test(arguments: objects + arrays + members)
  func says(_ test: JSONCase) {
    let whole = traceJSON(Feed(test.bytes), test.layout, limits: test.limits)
    #expect(whole.short == test.expected)
    for feed in Feed.allWays(test.bytes) {
      let cut = traceJSON(feed, test.layout, limits: test.limits)
      #expect(cut == whole, "cut at \(feed.cuts)")
    }
  }

  @Test func namesAreUnique() {
    let names = (objects + arrays + members).map(\.name)
    #expect(Set(names).count == names.count)
  }

  /// Damaged files: no oracle, but every slicing says the same and every byte is accounted for.
  @Test(arguments: 0..<30)
  func anySlicingOfDamagedFiles(batch: Int) {
    var numbers = SeededNumbers(seed: UInt64(batch))
    let texts = [
      "{\"a\":[1,{\"b\":\"x\\n\"}]}\n{\"c\":null}\n", "{\"n\":\"é\",\"r\":[{\"a\":1},{}],\"m\":2}",
    ]
    let alphabet = Array("{}[]\",:\\u0 \nx1é".utf8)
    for _ in 0..<60 {
      var bytes = Array((texts.randomElement(using: &numbers) ?? "").utf8)
      for _ in 0..<Int.random(in: 1...4, using: &numbers) {
        let index = Int.random(in: bytes.indices, using: &numbers)
        bytes[index] = alphabet.randomElement(using: &numbers) ?? 0
      }
      let limits = with(ByteLimits()) { $0.record = batch % 3 == 0 ? 12 : 100 }
      for layout in [.objects, .array, rows] as [JSONLayout] {
        let whole = traceJSON(Feed(bytes), layout, limits: limits)
        for feed in [Feed(bytes, piece: 1), Feed(bytes, piece: 3), Feed(bytes, piece: 7)] {
          let text = String(decoding: bytes, as: UTF8.self)
          #expect(traceJSON(feed, layout, limits: limits) == whole, "\(text.debugDescription)")
        }
      }
    }
  }

  @Test(arguments: [.objects, .array, rows] as [JSONLayout])
  func tenMillionDeepIsOneRejection(layout: JSONLayout) {
    let limits = with(ByteLimits()) { $0.record = 1 << 20 }
    let (head, tail) =
      layout == .objects ? ("", "\n{}") : layout == .array ? ("[", ",{}]") : ("{\"r\":[", ",{}]}")
    let deep = [UInt8](repeating: 91, count: 10_000_000) + [UInt8](repeating: 93, count: 10_000_000)
    let bytes = Array("\(head){\"a\":".utf8) + deep + Array("}\(tail)".utf8)
    let trace = traceJSON(Feed(bytes, piece: 256 << 10), layout, limits: limits)
    #expect(trace.items.filter { $0.kind == .rejected }.map(\.range.count) == [20_000_006])
    #expect(trace.records == ["{}"])
    #expect(trace.largestWindow <= limits.record + 256 << 10)
  }

  @Test func anEnvelopeLargerThanTheLimitPassesPieceByPiece() {
    let limits = with(ByteLimits()) { $0.record = 64 << 10 }
    let long = String(repeating: "x", count: 3 << 20)
    let many = [String](repeating: "{\"k\":[1]}", count: 50_000).joined(separator: ",")
    let text = "{\"big\":\"\(long)\",\"many\":[\(many)],\"r\":[{}]}"
    let trace = traceJSON(Feed(Array(text.utf8), piece: 32 << 10), rows, limits: limits)
    #expect(trace.short == ["~\(text.utf8.count - 4)", "{}", "~2"])
    #expect(trace.largestWindow <= 96 << 10)
  }
}
