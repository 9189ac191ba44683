import JourneyModel
import Testing

/// Text that is shown to people.
@Suite struct PrintableTextTests {
  @Test(arguments: [
    ("plain ü 漢字 👍", "plain ü 漢字 👍"), ("a\u{0}b\u{1f}", #"a\u0000b\u001f"#),
    ("\u{7f}\u{80}\u{9f}\u{a0}", "\\u007f\\u0080\\u009f\u{a0}"), ("a\tb\r\nc", #"a\tb\r\nc"#),
    ("\u{202a}\u{202e}\u{2066}\u{2069}", #"\u202a\u202e\u2066\u2069"#),
    ("\u{200e}\u{200f}\u{61c}", #"\u200e\u200f\u061c"#),
    ("\u{200b}\u{200d}\u{2060}\u{feff}", #"\u200b\u200d\u2060\ufeff"#),
    ("\u{2028}\u{2029}", #"\u2028\u2029"#), ("e\u{301}", "e\u{301}"),
  ])
  func whatActsIsEscaped(text: String, expected: String) {
    #expect(PrintableText.line(text).utf8.elementsEqual(expected.utf8))
  }

  @Test func linesStayWhereTheProgramWritesThem() {
    #expect(PrintableText.lines("a\nb\r\nc\u{1b}") == "a\nb\\r\nc\\u001b")
    #expect(PrintableText.withoutControls("a\nb\u{202e}") == "a\\nb\u{202e}")
  }

  @Test func aLongMessageKeepsItsBothEnds() {
    let short = "'" + String(repeating: "a", count: 700) + "' is not known"
    #expect(PrintableText.message(short) == short)
    let long = PrintableText.message("'" + String(repeating: "ü", count: 100_000) + "' is unknown")
    #expect(long.hasPrefix("'üü") && long.hasSuffix("üü' is unknown") && long.contains("…"))
    #expect(long.count == 801)
  }

  @Test func marksAreDoubledEvenBelowAnAccent() {
    #expect("a'b'\u{301}".doubling("'").unicodeScalars.count { $0 == "'" } == 4)
  }

  @Test(arguments: [
    ("abc", 2, "abc", 1), ("abc", 4, "abc", 3), ("abc", 6, "abc", 5), ("abc", 0, "abc", 0),
    ("a\tb\u{202e}c", 5, #"a\tb\u202ec"#, 10),
  ])
  func aCaretStandsBelowItsColumn(line: String, column: Int, text: String, caret: Int) {
    let excerpt = Excerpt(of: Array(line)[...], around: column)
    #expect(excerpt.text == text && excerpt.caret == caret)
  }

  @Test func onlyThePartAroundACaretIsShown() {
    let line = String(repeating: "a", count: 5000) + "x" + String(repeating: "b", count: 5000)
    let excerpt = Excerpt(of: Array(line)[...], around: 5001)
    #expect(excerpt.text.count == 202 && excerpt.text.hasPrefix("…a"))
    #expect(excerpt.text.dropFirst(excerpt.caret).hasPrefix("xb"))
  }
}
