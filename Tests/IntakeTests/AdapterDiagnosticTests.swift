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
      events: [{activity: opened, at: b, each: c}]
      """)
    #expect(found.count == 1)
    #expect(found.first?.contains("7:42: error[A105]: rows have no arrays to iterate") == true)
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
      let problems = AdapterTests.run(adapter: adapter)
      #expect(problems.isEmpty, "\(problems.map(\.rendered))")
    }
    let customers = try #require(bundled.adapter(id: "customers"))
    #expect(AdapterTests.count(of: customers) == 1)
    let wrong = try adapter(customers.text.replacing("rejected: [I209]", with: "rejected: []"))
    let problems = AdapterTests.run(adapter: wrong)
    #expect(problems.count == 1)
    #expect(problems.first?.message.contains("expected [], found [\"I209\"]") == true)
  }
}
