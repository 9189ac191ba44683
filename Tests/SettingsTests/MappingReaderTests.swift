import JourneyModel
import Settings
import Testing

@Suite struct MappingReaderTests {
  private func reader(_ text: String) throws -> MappingReader {
    MappingReader(try YAMLDocument.parse(text: text, file: "f.yaml"))
  }

  private func finished(_ reader: consuming MappingReader) -> [String] {
    var reader = reader
    var problems: [Diagnostic] = []
    reader.finish(into: &problems)
    return problems.map {
      "\($0.line):\($0.column) \($0.code) \($0.message)" + ($0.help.map { " | \($0)" } ?? "")
    }
  }

  @Test func valuesAreReadByWhatTheirKeyMeans() throws {
    var keys = try reader(
      """
      name: x
      count: 7
      wait: 90 s
      gap: 1.5h
      size: 512MiB
      share: 1%
      on: yes
      off: false
      list: [a, b]
      one: c
      none: null
      kind: red
      """)
    #expect(keys.requiredText("name") == "x")
    #expect(keys.integer("count", in: 0...10) == 7)
    #expect(keys.duration("wait") == 90_000)
    #expect(keys.duration("gap") == 5_400_000)
    #expect(keys.byteCount("size") == 536_870_912)
    #expect(keys.permille("share") == 10)
    #expect(keys.boolean("on") == true)
    #expect(keys.boolean("off") == false)
    #expect(keys.texts("list") == ["a", "b"])
    #expect(keys.texts("one") == ["c"])
    #expect(keys.text("none") == nil)
    #expect(keys.nodeOrNull("none") != nil)
    #expect(keys.word("kind", among: ["red", "green"]) == "red")
    #expect(keys.text("absent") == nil)
    #expect(finished(keys).isEmpty)
  }

  @Test func everyProblemIsCollected() throws {
    var keys = try reader(
      """
      windwo: 3
      count: many
      far: 11
      wait: 90
      size: 3 apples
      on: maybe
      list: {a: b}
      kind: gren
      """)
    _ = keys.requiredText("name")
    _ = keys.text("window")
    _ = keys.integer("count")
    _ = keys.integer("far", in: 0...10)
    _ = keys.duration("wait")
    _ = keys.byteCount("size")
    _ = keys.boolean("on")
    _ = keys.texts("list")
    _ = keys.word("kind", among: ["red", "green"])
    #expect(
      finished(keys) == [
        "1:1 C104 key 'name' is missing",
        "2:8 C103 'count' must be a whole number",
        "3:6 C105 'far' is out of range | from 0 to 10",
        "4:7 C103 'wait' must be a duration with its unit, such as 120s, 72h or 7d",
        "5:7 C103 'size' must be a size such as 512MiB",
        "6:5 C103 'on' must be true or false",
        "7:7 C103 'list' must be a list of texts",
        "8:7 C105 'gren' is not one of the words 'kind' may have | did you mean 'green'?",
        "1:1 C102 unknown key 'windwo' | did you mean 'window'?",
      ])
  }

  @Test func somethingElseThanAMappingIsReportedOnce() throws {
    let root = try YAMLDocument.parse(text: "a: [1]", file: "f.yaml")
    var keys = MappingReader(try #require(root["a"]), what: "an input")
    #expect(keys.text("x") == nil)
    #expect(finished(keys) == ["1:4 C103 an input must be a mapping of keys and values"])
  }

  @Test(
    arguments: [
      ("windwo", "window"), ("widnow", "window"), ("Window", "window"), ("wndw", "window"),
      ("elephant", nil), ("gap", nil), ("ga", "gap"), ("g", nil),
    ] as [(String, String?)])
  func suggestionsAreAtMostTwoEditsAway(word: String, expected: String?) {
    #expect(Suggestion.nearest(to: word, among: ["window", "gap", "wait"]) == expected)
  }

  @Test(.timeLimit(.minutes(10)))
  func longWordsAreComparedOnlyAsFarAsTheyCanBeNear() {
    let long = String(repeating: "ab", count: 125_000)
    #expect(Suggestion.nearest(to: long, among: ["window"]) == nil)
    let near = "x" + long.dropLast()
    #expect(Suggestion.nearest(to: long, among: [near + "yz", near, long + "c"]) == long + "c")
    #expect(Suggestion.nearest(to: long, among: [near + "yz", near]) == near)
    #expect(Suggestion.nearest(to: long, among: [String(long.reversed()) + "cc"]) == nil)
  }

  @Test func shortListsAreShownWhenNothingIsNear() {
    #expect(Suggestion.help(for: "zzz", among: ["a", "b"]) == "one of: a, b")
    #expect(Suggestion.help(for: "zzz", among: []) == nil)
    #expect(Suggestion.help(for: "zzz", among: (0..<30).map { "word\($0)" }) == nil)
  }

  @Test(
    arguments: [
      ("250ms", 250), ("2m", 120_000), ("15 min", 900_000), ("72h", 259_200_000),
      ("7d", 604_800_000), ("2 weeks", 1_209_600_000), ("0.5s", 500), ("90", nil), ("s", nil),
      ("1.0005s", nil), ("-3s", nil), ("3 parsecs", nil), ("", nil), ("1.s", nil),
    ] as [(String, Int64?)])
  func durations(text: String, milliseconds: Int64?) {
    #expect(Quantity.milliseconds(text) == milliseconds)
  }

  @Test(
    arguments: [
      ("1%", 10), ("0.5 %", 5), ("0.01", 10), ("100%", 1000), ("101%", nil), ("x", nil),
    ] as [(String, Int64?)])
  func shares(text: String, permille: Int64?) {
    #expect(Quantity.permille(text) == permille)
  }
}
