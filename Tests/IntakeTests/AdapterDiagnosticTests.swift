import Intake
import JourneyModel
import Testing

/// What users read when an adapter is wrong.
@Suite struct AdapterDiagnosticTests {
  private func problems(_ text: String) -> [String] {
    var library = AdapterLibrary()
    do throws(DiagnosticError) {
      try library.add(text: text, file: "a.yaml")
      return []
    } catch {
      return error.diagnostics.map(\.rendered)
    }
  }

  private static func text(_ statement: String) -> String {
    """
    adapter: mine
    system: mine
    title: Mine
    reads: json
    recognise: {keys: [id]}
    parameters: {customer-attribute: c}
    record: {entity: thing, key: id}
    \(statement)
    """
  }

  @Test(arguments: [
    ("{under: rows, page-mark: m}", "page-mark"), ("{nulls: [x], total: n}", "total"),
    ("{nulls: [x], page-count: n}", "page-count"),
  ])
  func `what a vendor counts needs an array and what counts its page`(
    _ form: String, _ key: String
  ) {
    let text = Self.text("").replacing("reads: json", with: "reads: {json: \(form)}")
    #expect(problems(text).count == 1)
    #expect(problems(text).first?.contains("unknown key '\(key)'") == true, "\(problems(text))")
  }

  /// The first problem of a value, without its excerpt.
  private func problem(ofValue expression: String) -> String? {
    let statement = "tables: {queues: null}\nprofile: {attributes: {x: '\(expression)'}}"
    let lines = problems(Self.text(statement)).first?.split(separator: "\n") ?? []
    return lines.first.map { first in
      [String(first)] + lines.filter { $0.hasPrefix("help: ") }.map { String($0.dropFirst(6)) }
    }?.joined(separator: "; ").replacing("a.yaml:", with: "")
  }

  @Test(arguments: [
    ("lookup(queus, a)", "9:35: error[A102]: there is no table 'queus'; did you mean 'queues'?"),
    ("lookup(a.b, a)", "9:35: error[A102]: a table is named by a word; write lookup(table, key)"),
    (
      "lookup(queues)",
      "9:28: error[A101]: 'lookup' has the wrong number of arguments; write lookup(table, key)"
    ),
    ("json(a, b)", "9:36: error[A102]: the path must be a quoted text"),
    (
      "json(a, \"b..c\")",
      "9:39: error[A102]: a name is expected here; names with "
        + "spaces are written [\"like this\"]"
    ),
    (
      "json(a, \"[x == \\\"y\\\"]\")",
      "9:36: error[A102]: a path inside a JSON text has keys and positions only"
    ),
    ("json(a, \"$p\")", "9:36: error[A102]: a path inside a JSON text has keys and positions only"),
    ("setting(a)", "9:36: error[A102]: a parameter is expected here; write setting($name)"),
    (
      "setting($custmer-attribute)",
      "9:36: error[A102]: there is no parameter 'custmer-attribute'; "
        + "did you mean 'customer-attribute'?"
    ),
    ("slice(a, 0, 2)", "9:37: error[A102]: the first character must be a whole number from 1"),
    ("slice(a, 1, 2.5)", "9:40: error[A102]: the count must be a whole number from 1"),
    ("split(a, \"\", 1)", "9:37: error[A102]: the separator must be a quoted text"),
    (
      "split(a, \"-\", b)",
      "9:42: error[A102]: the part must be a whole number from 1, or from -1 backwards"
    ),
    ("null-if(a, 0)", "9:39: error[A102]: a marker must be a quoted text"),
    ("starts-with(a, b)", "9:43: error[A102]: the text to look for must be a quoted text"),
    ("concat(a, seconds(b))", "9:38: error[A102]: a text is needed here, but this is a duration"),
    (
      "if(a, b, c)",
      "9:31: error[A102]: a condition is needed here, but this is a value of the "
        + "record; write exists …, or compare it with something"
    ),
    (
      "a[0.5]",
      "9:30: error[A101]: a key in quotes, a parameter or a selection is expected; "
        + "write [\"key\"], [$parameter], [field == \"text\"], [0] or [-1]"
    ),
    ("a[b == c]", "9:35: error[A101]: a selection compares with a quoted text or a parameter"),
    (
      "a[b == \"c\" and]",
      "9:42: error[A101]: a name is expected here; names with spaces are "
        + "written [\"like this\"]"
    ),
    (
      "a[b == $nobody]",
      "9:28: error[A102]: there is no parameter 'nobody'; one of: "
        + "customer-attribute"
    ),
    (
      "a..b",
      "9:30: error[A101]: a name is expected here; names with spaces are written "
        + "[\"like this\"]"
    ),
    ("a # b", "9:30: error[A101]: '#' is not understood"),
    ("1.2.3", "9:28: error[A101]: '1.2.3' is not a number"),
    ("", "9:28: error[A101]: a value is missing"),
    ("number(a", "9:36: error[A101]: ')' is expected here"),
    ("seconds(a)", "9:28: error[A102]: a text is needed here, but this is a duration"),
  ])
  func mistakesInValuesAreMarkedAtTheirPlace(expression: String, expected: String) {
    #expect(problem(ofValue: expression) == expected)
  }

  @Test func aFormatOfOneFieldIsChecked() {
    let found = problems(
      Self.text("events: [{activity: opened, at: 'time(a, \"epoch-second\")'}]"))
    #expect(found.first?.contains("8:43: error[A102]: 'epoch-second' is not a") == true, "\(found)")
    #expect(found.first?.contains("did you mean 'epoch-seconds'?") == true, "\(found)")
  }

  /// Expressions with pieces taken out, doubled and exchanged are refused or read, never fatal.
  @Test func noMisspelledExpressionIsFatal() {
    var random = SeededChoices(seed: 7)
    let pieces = [
      "a", ".", "[", "]", "\"x\"", "==", "(", ")", ",", "$customer-attribute", "$", "and", "not",
      "in", "exists", "0", "-1", "1.5", "first", "if", "lookup", "queues", "json", "\"a[0].b\"",
      "setting", "time", "\"epoch-seconds\"", "element", "record", " ", "<", "split", "#", "/",
    ]
    for _ in 0..<3000 {
      let count = 1 + random.below(9)
      let text = (0..<count).map { _ in pieces[random.below(pieces.count)] }.joined()
      for place in [
        "profile: {attributes: {x: '\(text)'}}", "skip: [{when: '\(text)', reason: r}]",
      ] {
        let found = problems(Self.text("tables: {queues: null}\n" + place))
        #expect(found.allSatisfy { $0.contains("error[") })
      }
      _ = problems(Self.text("identifiers: [{kind: email, each: '\(text)', value: element}]"))
    }
  }

  @Test func anUnknownFunctionIsMarkedWithTheNearestName() {
    #expect(
      problems(Self.text("events: [{activity: queued, at: a, for: second(Queue.Duration)}]")) == [
        """
        a.yaml:8:41: error[A101]: there is no function 'second'
         8 | events: [{activity: queued, at: a, for: second(Queue.Duration)}]
           |                                         ^
        help: did you mean 'seconds'?

        """
      ])
  }

  @Test(arguments: [
    ("events: [{activity: qeued, at: a}]", "8:21: error[A104]", "did you mean 'queued'?"),
    ("events: [{activity: queued}]", "8:10: error[C104]: key 'at' is missing", ""),
    ("events: [{activity: queued, at: a, wen: exists b}]", "8:36: error[C102]", "'when'"),
    (
      "events: [{activity: queued, at: a, for: Queue.Duration}]", "8:41: error[A102]",
      "state the unit"
    ),
    (
      "events: [{activity: queued, at: a, when: Queue.Duration}]", "8:42: error[A102]",
      "exists"
    ),
    ("events: [{activity: queued, at: a, when: 'a < b'}]", "8:43: error[A102]", "number("),
    ("events: [{activity: queued, at: a, when: 'a = b'}]", "8:45: error[A101]", "'=='"),
    ("events: [{activity: queued, at: a, when: 'seconds(a) > 3'}]", "error[A102]", ""),
    ("events: [{activity: queued, at: a, when: 'a in [b]'}]", "8:49: error[A101]", "quotes"),
    ("events: [{activity: queued, at: seconds(a)}]", "8:33: error[A102]: an instant is needed", ""),
    (
      "events: [{activity: queued, at: 'after(a)'}]", "8:34: error[A101]",
      "after(instant, duration)"
    ),
    ("events: [{activity: status, at: a, value: state}]", "8:43: error[A104]", "{is: new}"),
    (
      "events: [{activity: status, at: a, value: {from: s, map: {x: solvd}}}]",
      "8:62: error[A104]", "did you mean 'solved'?"
    ),
    ("events: [{activity: ended, at: a, by: {is: custmer}}]", "8:44: error[A104]", "customer"),
    ("events: [{activity: ended, at: a, each: x as}]", "8:45: error[A101]", ""),
    (
      "identifiers: [{kind: phone, value: 'Attributes[$customer-atribute]'}]", "8:37: error[A102]",
      "did you mean 'customer-attribute'?"
    ),
    ("identifiers: [{kind: phone, value: a, region: XX}]", "8:47: error[C105]", ""),
    ("links: [{leg-of: a, about: b}]", "8:9: error[A105]", "one of"),
    ("links: [{}]", "8:9: error[A105]", ""),
    ("feedback: [{instrument: csat, scale: five, score: a, at: b}]", "8:38: error[C103]", "1..5"),
    ("checks: {reopen: a}", "8:10: error[A104]", "did you mean 'reopens'?"),
    ("skip: [{when: exists a}]", "error[C104]: key 'reason' is missing", ""),
    ("interaction: {kind: {is: call}, id: 'a b'}", "8:40: error[A101]", "like this"),
    ("interaction: {kind: {is: call}, id: 'a[\"b]'}", "8:40: error[A101]", ""),
    ("colour: red", "8:1: error[C102]: unknown key 'colour'", ""),
    ("times: {formats: [QQQ], zone: Mars/Olympus}", "8:19: error[C105]", ""),
    ("times: {zone: Mars/Olympus}", "8:15: error[C106]", "Europe/London"),
    ("times: {formats: [[a]]}", "8:19: error[C103]: a format must be a text", ""),
    ("tables: [queues]", "8:9: error[C103]: 'tables' must be a mapping", ""),
    ("tables: {queues: {map: [a]}}", "8:24: error[C103]: a table must be a mapping", ""),
    ("tables: {queues: {mop: {a: b}}}", "8:19: error[C102]: unknown key 'mop'", "'map'"),
    ("tables: {queues: {map: {a: [b]}}}", "8:28: error[C103]: a meaning must be a text", ""),
    ("profile: {attributes: {x: {from: a, table: q}}}", "8:44: error[C106]: there is no table", ""),
    ("profile: {attributes: {x: {from: a}}}", "8:27: error[C104]: key 'map' is missing", ""),
    ("profile: {attributes: {x: {from: a, map: b}}}", "error[C103]: 'map' must be a mapping", ""),
    ("profile: {attributes: {x: {is: [a]}}}", "8:32: error[C103]: 'is' must be a text", ""),
    ("profile: {attributes: a}", "8:23: error[C103]: 'attributes' must be a mapping", ""),
    ("profile: {attributes: {x: [a]}}", "8:27: error[C103]: a value or expression is expected", ""),
    ("checks: [a]", "8:9: error[C103]: 'checks' must be a mapping", ""),
    ("checks: {reopens: {is: many}}", "8:24: error[A102]: a number is needed here", ""),
    ("checks: {wait-ms: {is: 3}}", "8:19: error[A102]: a duration cannot be a constant", ""),
    ("identifiers: [{kind: email, value: a, each: [b]}]", "8:45: error[C103]: 'each' must be", ""),
    ("identifiers: [{kind: email, value: a, namespace: [b]}]", "8:50: error[C103]: a name", ""),
    ("identifiers: [{kind: email, value: a, namespace: $b}]", "8:50: error[C106]: there is no", ""),
    ("feedback: [{instrument: csat, scale: $s, score: a, at: b}]", "8:38: error[C106]", ""),
    ("feedback: [{instrument: csat, scale: 5..1, score: a, at: b}]", "8:38: error[C103]", "1..5"),
    ("tests: [{name: t}]", "8:9: error[C104]: key 'input' is missing", ""),
    ("tests: [{name: t, input: x, timezone: Mars}]", "8:39: error[C106]: there is no such", ""),
    ("tests: [{name: t, input: x, tables: {q: a}}]", "8:41: error[C103]: a table must be", ""),
  ])
  func mistakesAreMarkedAtTheirPlace(statement: String, place: String, help: String) {
    let found = problems(Self.text(statement))
    #expect(found.first?.contains(place) == true, "\(found)")
    #expect(found.first?.contains(help) == true, "\(found)")
  }

  @Test func allProblemsComeInOnePassInFileOrder() {
    let found = problems(
      """
      adapter: mine
      sytem: mine
      reads: {csv: {delimeter: ";"}}
      recognise: {columns: []}
      record: {entity: e, key: a.b, clears: [c]}
      events:
        - {activity: opend, at: x}
      """)
    let codes = found.map { line in line.split(separator: "[")[1].prefix(4) }
    #expect(codes == ["C104", "C104", "C102", "C102", "C104", "A102", "C106", "A104"])
  }

  @Test func rowsHaveNoArraysAndNoPaths() {
    let found = problems(
      """
      adapter: mine
      system: mine
      title: Mine
      reads: csv
      recognise: {columns: [a]}
      record: {entity: e, key: a}
      events: [{activity: opened, at: b, each: c / d}]
      """)
    #expect(found.count == 1)
    #expect(found.first?.contains("7:42: error[A105]: rows have no arrays in arrays") == true)
  }

  @Test(arguments: [
    ("adapter: mine", "adapter: My Adapter", "1:10: error[C105]: 'My Adapter' cannot be an id"),
    ("reads: json", "reads: xml", "4:8: error[C105]: 'xml' is not a form"),
    ("reads: json", "reads: {xml: a}", "4:8: error[C104]: 'reads' names neither csv nor json"),
    ("reads: json", "reads: {json: {undr: a}}", "4:16: error[C102]: unknown key 'undr'"),
    ("reads: json", "reads: {csv: {delimiter: ab}}", "4:26: error[C105]: 'delimiter' cannot stand"),
    ("reads: json", "reads: {csv: {encoding: ebcdic}}", "4:25: error[C105]"),
    ("reads: json", "reads: {csv: {quotes: single}}", "4:23: error[C105]"),
    ("reads: json", "reads: {csv: {names: [a], fewest-columns: 2}}", "4:43: error[C105]"),
    ("{keys: [id]}", "{keys: [id, [id]]}", "5:24: error[C103]: a name must be a text"),
    ("{keys: [id]}", "{keys: [$x]}", "5:20: error[C106]: there is no parameter 'x'"),
    ("{keys: [id]}", "{keys: [id], where: id}", "5:32: error[A102]: a condition is needed here"),
    ("{customer-attribute: c}", "[c]", "6:13: error[C103]: 'parameters' must be a mapping"),
    ("{customer-attribute: c}", "{c: [d]}", "6:17: error[C103]: a parameter's default must be"),
    ("{customer-attribute: c}", "{c: {defalt: d}}", "6:18: error[C102]: unknown key 'defalt'"),
    ("key: id", "key: []", "7:9: error[C104]: key 'key' is missing"),
    ("key: id", "clears: [[a]], key: id", "7:34: error[C103]: a path must be a text"),
  ])
  func mistakesOfTheHeadAreMarkedAtTheirPlace(right: String, wrong: String, expected: String) {
    let found = problems(Self.text("").replacing(right, with: wrong))
    #expect(found.first?.hasPrefix("a.yaml:\(expected)") == true, "\(found)")
  }

  @Test func columnsOfFilesWithoutAHeaderAreChecked() {
    let found = problems(
      """
      adapter: mine
      system: mine
      title: Mine
      reads: {csv: {names: [epoch, event, data1]}}
      recognise: {where: evnt == "CONNECT"}
      record: {entity: e, key: epoch}
      events: [{activity: opened, at: epoch, for: seconds(data2)}]
      """)
    #expect(found.count == 2)
    #expect(found.first?.contains("5:20: error[A102]: there is no column 'evnt'") == true)
    #expect(found.first?.contains("help: did you mean 'event'?") == true)
    #expect(found.last?.contains("7:53: error[A102]: there is no column 'data2'") == true)
  }

  @Test func parametersAreCheckedWhenAnInputIsBound() throws {
    let mine = try adapter(
      Self.text("identifiers: [{kind: customer, value: 'Attributes[$customer-attribute]'}]"))
    #expect(throws: DiagnosticError.self) {
      try read([], adapter: mine, settings: settings(["customer-atribute": "x"]))
    }
    var wrong = settings()
    wrong.region = "XX"
    #expect(throws: DiagnosticError.self) { try read([], adapter: mine, settings: wrong) }
  }

  @Test func aKeyNeedsItsParameter() throws {
    let text = Self.text("").replacing("key: id", with: "key: $customer-attribute")
    let mine = try adapter(text)
    #expect(throws: DiagnosticError.self) {
      try read([], adapter: mine, settings: settings(["customer-attribute": "null"]))
    }
  }

  @Test func anAdaptersOwnTestsAreRun() throws {
    for adapter in bundled.adapters {
      let problems = AdapterTests(of: adapter).problems
      #expect(problems.isEmpty, "\(problems.map(\.rendered))")
    }
    let customers = try #require(bundled.adapter(id: "customers"))
    #expect(AdapterTests(of: customers).count == 1)
    let wrong = try adapter(customers.text.replacing("rejected: [I209]", with: "rejected: []"))
    let problems = AdapterTests(of: wrong).problems
    #expect(problems.count == 1)
    #expect(problems.first?.message.contains("expected [], found [\"I209\"]") == true)
  }
}

/// Choices that look random and are the same every time (SplitMix64).
private struct SeededChoices {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func below(_ limit: Int) -> Int {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return Int((mixed ^ (mixed >> 31)) % UInt64(limit))
  }
}
