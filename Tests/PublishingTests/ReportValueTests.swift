import JourneyModel
import Publishing
import Testing

@Suite struct ReportValueTests {
  @Test(
    arguments: [
      (0, "0"), (999, "999"), (1000, "1,000"), (20_769, "20,769"), (-1_234_567, "−1,234,567"),
    ] as [(Int64, String)])
  func `numbers are grouped`(_ value: Int64, _ text: String) {
    #expect(NumberText.grouped(value) == text)
  }

  @Test(
    arguments: [
      (0, "0.0 %"), (5, "0.5 %"), (412, "41.2 %"), (1000, "100.0 %"), (-12, "−1.2 %"),
    ] as [(Int64, String)])
  func `shares have one decimal`(_ permille: Int64, _ text: String) {
    #expect(NumberText.percent(permille: permille) == text)
  }

  @Test(
    arguments: [
      (0, "0 s"), (950, "950 ms"), (1000, "1 s"), (1500, "1.5 s"), (61_000, "1 m"),
      (66_000, "1.1 m"), (3_600_000, "1 h"), (172_800_000, "2 d"), (1_209_600_000, "14 d"),
    ] as [(Int64, String)])
  func `labels of durations are short`(_ milliseconds: Int64, _ text: String) {
    #expect(NumberText.shortDuration(milliseconds) == text)
  }

  @Test(
    arguments: [
      (1, 2, 500), (1, 3, 333), (2, 3, 667), (0, 5, 0), (7, 0, 0), (999_999, 1_000_000, 1000),
      (Int64.max / 2, Int64.max, 500),
    ] as [(Int64, Int64, Int64)])
  func `shares are rounded half up`(_ part: Int64, _ whole: Int64, _ permille: Int64) {
    #expect(NumberText.permille(part, of: whole) == permille)
  }

  /// Counts of domain.md C9, and the ends.
  @Test(
    arguments: [
      (7, 10, 397, 892), (21, 30, 521, 833), (70, 100, 604, 781), (700, 1000, 671, 728),
      (0, 10, 0, 278), (10, 10, 722, 1000), (1, 1, 207, 1000), (500_000_000, 999_999_999, 500, 500),
    ] as [(Int64, Int64, Int64, Int64)])
  func `Wilson intervals are the published ones`(
    _ count: Int64, _ total: Int64, _ low: Int64, _ high: Int64
  ) {
    let interval = WilsonInterval(count: count, of: total)
    #expect(interval?.lowPermille == low)
    #expect(interval?.highPermille == high)
  }

  @Test func `nothing counted has no interval`() {
    #expect(WilsonInterval(count: 0, of: 0) == nil)
    #expect(WilsonInterval(count: 3, of: 2) == nil)
    #expect(WilsonInterval(count: -1, of: 2) == nil)
  }

  @Test func `every value has one form for people, for CSV and for JSON`() {
    let instant = Instant(microseconds: 1_709_350_200_000_000)
    let forms: [(ReportValue, String, String, String)] = [
      (.count(1234), "1,234", "1234", "1234"), (.permille(5), "0.5 %", "5", "5"),
      (.absent, "–", "", "null"), (.withheld(below: 10), "<10", "<10", "\"<10\""),
      (.flag(true), "yes", "true", "true"),
      (.day(19_783), "2024-03-01", "2024-03-01", "\"2024-03-01\""),
      (
        .instant(instant), "2024-03-02 03:30 UTC", "2024-03-02T03:30:00Z",
        "\"2024-03-02T03:30:00Z\""
      ),
      (.change(permille: -31), "−3.1 %", "-31", "-31"),
      (.points(permille: 12), "+1.2 pp", "12", "12"),
      (.milliseconds(125_000), "2 m 5 s", "125000", "125000"),
    ]
    for (value, shown, plain, json) in forms {
      #expect(value.shown == shown)
      #expect(value.plain == plain)
      #expect(value.json.compactText == json)
    }
  }

  @Test(arguments: [
    "=1+1", "+49 30", "-2", "@SUM", "\tx", "\rx", " =1", "\u{feff}=1", "＝1", "＋1", "－1", "＠1",
    "\nx",
  ])
  func `texts that look like formulas get an apostrophe`(_ text: String) {
    #expect(SpreadsheetCSV.neutralised(text) == "'" + text)
  }

  @Test(arguments: ["", "x=1", "a-b", "call>ticket", "1+1", "'=1", "äöü", "12"])
  func `other texts stay as they are`(_ text: String) {
    #expect(SpreadsheetCSV.neutralised(text) == text)
  }

  @Test func `CSV quotes what RFC 4180 says and keeps negative numbers`() {
    var table = ReportTable(
      id: "t", title: "T", columns: [ReportColumn("a", "A"), ReportColumn("b", "B")])
    table.append([.text("a \"b\", c\n"), .change(permille: -3)])
    table.append([.text("-x"), .absent])
    #expect(SpreadsheetCSV.text(of: table) == "a,b\r\n\"a \"\"b\"\", c\\n\",-3\r\n\"'-x\",\r\n")
  }

  @Test func `CSV shows control characters and doubles quotes below an accent`() {
    var table = ReportTable(id: "t", title: "T", columns: [ReportColumn("a", "A")])
    table.append([.text("x\u{1b}[31m\u{0}\u{9b}\t")])
    table.append([.text("\"\u{301},=1")])
    let text = SpreadsheetCSV.text(of: table)
    #expect(text == "a\r\nx\\u001b[31m\\u0000\\u009b\\t\r\n\"\"\"\u{301},=1\"\r\n")
  }

  @Test func `JSON escapes what RFC 8259 says`() {
    let value = JSONValue.object([("a\"\\\n\t\u{1}é", .array([.integer(-1), .bool(false), .null]))])
    #expect(value.compactText == "{\"a\\\"\\\\\\n\\t\\u0001é\":[-1,false,null]}")
    let hostile = JSONValue.text("é\u{7f}\u{9b}\u{202e}\u{2028}\u{feff}")
    #expect(hostile.compactText == #""é\u007f\u009b\u202e\u2028\ufeff""#)
    #expect(JSONValue.object([("x", .object([]))]).indentedText == "{\n  \"x\": {}\n}\n")
  }

  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy"),
  ])
  func `base64 is that of RFC 4648`(_ text: String, _ encoded: String) {
    #expect(DigestText.base64(Array(text.utf8)) == encoded)
  }

  @Test func `the digest of a text is SHA-256, in hexadecimal digits`() {
    let digest = DigestText.sha256(of: "abc")
    #expect(
      HexText.lowercase(digest)
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  @Test func `text becomes markup only by a literal`() {
    var page = Markup()
    page.element("p", ["title": "\"'<>&", "class": ""]) { page in
      page.add("a<b>&\u{202e}\u{1}\n")
      page.empty("br")
    }
    #expect(
      page.text
        == "<p title=\"&quot;&#39;&lt;&gt;&amp;\">a&lt;b&gt;&amp;\u{fffd}\u{fffd}\n<br/></p>")
  }
}
