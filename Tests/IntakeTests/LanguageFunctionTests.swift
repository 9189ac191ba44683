import Foundation
import Intake
import JourneyModel
import Testing

/// The functions of the language beyond plain values, by a small adapter over one record.
@Suite struct LanguageFunctionTests {
  private static let record = """
    {"id":"R1","talk":90,"wait":"12.5","ivr":null,"agent":"0","group":"00G7","half":"7.50",
    "float":"7253394974479.0","dir":"inbound","from":"a","to":"b","queue":"q2",
    "clid":"\\"Ann\\" <+13225987152>","date":"2024-01-02","clock":"9:05 PM",
    "ms":"1704164645123","at":"2024-01-02T03:04:05Z","later":"2024-01-02T03:05:05Z",
    "word":"Grüße!","tags":["red","vip","blue"],"broken":"{\\"a\\":",
    "attributes":"{\\"call_sid\\":\\"CA1\\",\\"n\\":null,\
    \\"deep\\":{\\"list\\":[1,{\\"x\\":\\"y\\\\u00e9\\"}]}}",
    "parts":[{"type":"note","author":{"type":"admin"},"text":"one"},
    {"type":"reply","author":{"type":"admin"},"text":"two"},
    {"type":"reply","author":{"type":"user"},"text":"three"},
    {"type":"reply","author":{"type":"admin"},"text":"four"}]}
    """

  private static func adapterText(_ statement: String) -> String {
    """
    adapter: mine
    system: mine
    title: Mine
    reads: {json: {nulls: ["n/a"]}}
    recognise: {keys: [id]}
    parameters: {unset: null, wanted: admin, q: q2}
    tables: {queues: {about: names, map: {q1: Sales, q2: Billing}}, agents: null}
    record: {entity: thing, key: id}
    identifiers: [{kind: customer, value: id}]
    \(statement)
    """
  }

  private func value(
    of expression: String, _ settings: InputSettings = InputSettings(name: "test")
  ) throws -> String? {
    let mine = try adapter(Self.adapterText("profile: {attributes: {x: '\(expression)'}}"))
    let reading = try read(Array(Self.record.utf8), adapter: mine, settings: settings)
    return try #require(reading.records.first).attributes.first?.value
  }

  @Test(arguments: [
    ("null-if(agent, \"0\", \"-1\")", nil), ("null-if(talk, \"0\")", "90"),
    ("null-if(ivr, \"0\")", nil),
    ("if(dir == \"inbound\", from)", "a"), ("if(dir == \"outbound\", from)", nil),
    ("first(if(dir == \"outbound\", from), queue)", "q2"),
    ("without-last(date, \"-\")", "2024-01"), ("without-last(dir, \"-\")", "inbound"),
    ("without-last(word, \"Grü\")", nil), ("without-last(ivr, \"-\")", nil),
    ("without-last(clid, \"13225987152>>\")", "\"Ann\" <+13225987152>"),
    ("if(dir == \"inbound\", from, to)", "a"), ("if(dir == \"outbound\", from, to)", "b"),
    ("id(float)", "7253394974479"), ("id(half)", "7.50"), ("id(talk)", "90"),
    ("id(word)", "Grüße!"),
    ("split(split(clid, \"<\", 2), \">\", 1)", "+13225987152"),
    ("slice(word, 1, 4)", "Grüß"), ("slice(word, 3, 2)", "üß"), ("slice(word, 5, 99)", "e!"),
    ("slice(word, 7, 1)", nil), ("concat(date, \" \", clock)", "2024-01-02 9:05 PM"),
    ("concat(date, ivr)", nil), ("concat(date, $unset)", nil),
    ("json(attributes, \"call_sid\")", "CA1"), ("json(attributes, \"deep.list[1].x\")", "yé"),
    ("json(attributes, \"deep.list[0]\")", "1"), ("json(attributes, \"deep.list[2]\")", nil),
    ("json(attributes, \"n\")", nil), ("json(attributes, \"deep\")", nil),
    ("json(broken, \"a\")", nil), ("json(word, \"a\")", nil), ("json(ivr, \"a\")", nil),
    ("lookup(queues, queue)", "Billing"), ("lookup(queues, dir)", nil),
    ("lookup(agents, agent)", nil), ("first(lookup(agents, agent), agent)", "0"),
    ("setting($q)", "q2"), ("setting($unset)", nil),
    ("if(is-number(half), talk)", "90"), ("if(is-number(word), talk)", nil),
    ("if(is-number(ivr), talk)", nil), ("if(count(parts) == 4, talk)", "90"),
    ("if(count(word) >= 0, talk)", nil), ("if(count(ivr) >= 0, talk)", nil),
    ("parts[contains(type, \"ply\")].text", "two"),
    ("parts[contains(type, \"ply\") and author.type == \"user\"].text", "three"),
    ("parts[contains(type, \"x\")].text", nil), ("tags[contains(element, \"lu\")]", "blue"),
    ("tags", "red, vip, blue"), ("parts", nil),
  ])
  func texts(expression: String, expected: String?) throws {
    #expect(try value(of: expression) == expected)
  }

  @Test func recordsThatStateNothingAreSkippedForAReason() throws {
    let rows = "id,email\n1,a@example.org\n2,\n3,nobody\n,b@example.org\n"
    func reading(_ empty: String) throws -> Reading {
      let text = """
        adapter: mine
        system: mine
        title: Mine
        reads: csv
        recognise: {columns: [id, email]}
        record: {entity: answer, key: id\(empty)}
        identifiers: [{kind: email, value: email}]
        """
      return try read(Array(rows.utf8), adapter: try adapter(text))
    }
    let skipping = try reading(", empty: no address")
    #expect(skipping.ledger.skipped == ["no address": 2])
    #expect(skipping.rejections.map(\.code.code) == ["I209"])
    #expect(skipping.ledger.isBalanced)
    #expect(try reading("").rejections.map(\.code.code) == ["I214", "I214", "I209"])
  }

  /// The column at fault is the one that was read, not an empty one before it.
  @Test func aFailureOfSeveralChoicesNamesTheOneThatWasRead() throws {
    let text = """
      adapter: mine
      system: mine
      title: Mine
      reads: csv
      recognise: {columns: [id]}
      tables: {scores: {about: words to numbers}}
      times: {formats: [iso8601-local], zone: UTC}
      record: {entity: answer, key: id, version: 'first(changed, made)'}
      feedback:
        - instrument: csat
          scale: 1..5
          score: 'first(lookup(scores, score), score, old)'
          at: 'first(closed, changed, made)'
      """
    let rows = """
      id,changed,made,closed,score,old
      1,,today,,4,
      2,2024-01-02 03:04,,soon,4,
      3,,2024-01-02 03:04,,,great
      4,,2024-01-02 03:04,,,9
      5,,,,4,
      """
    let reading = try read(Array(rows.utf8), adapter: try adapter(text))
    #expect(reading.rejections.map(\.code.code) == ["I210", "I210", "I212", "I215", "I214"])
    #expect(reading.rejections.map(\.column) == ["made", "closed", "old", "old", nil])
  }

  @Test(arguments: [
    ("parts[type == \"reply\"].text", "two"), ("parts[type == \"reply\"][1].text", "three"),
    ("parts[type == \"reply\"][-1].text", "four"), ("parts[type == \"reply\"][3].text", nil),
    ("parts[type == \"reply\"][-4].text", nil), ("parts[-1].text", "four"),
    ("parts[-4].text", "one"), ("parts[-5].text", nil),
    ("parts[author.type == \"user\"].text", "three"),
    ("parts[author.type == $wanted and type == \"reply\"].text", "two"),
    ("parts[author.type == $unset].text", nil), ("parts[author == \"user\"].text", nil),
    ("tags[element == \"vip\"]", "vip"), ("tags[element == \"green\"]", nil), ("tags[-1]", "blue"),
  ])
  func selections(expression: String, expected: String?) throws {
    #expect(try value(of: expression) == expected)
  }

  @Test(arguments: [
    ("starts-with(group, \"00G\")", true), ("starts-with(group, \"00G77\")", false),
    ("ends-with(group, \"G7\")", true), ("ends-with(group, \"00\")", false),
    ("contains(clid, \"Ann\")", true), ("contains(clid, \"ann\")", false),
    ("contains(ivr, \"a\")", false), ("queue == setting($q)", true), ("dir == setting($q)", false),
    ("sum(talk, wait) == 102.5", true), ("sum(ivr, wait) == 12.5", true),
    ("exists sum(ivr, $unset)", false),
    ("difference(talk, wait) == 77.5", true), ("difference(wait, talk) == -77.5", true),
    ("difference(seconds(talk), seconds(wait)) == milliseconds(77500)", true),
    ("exists difference(seconds(wait), seconds(talk))", false),
    ("sum(seconds(talk), minutes(wait)) == seconds(840)", true),
    ("hours(wait) == minutes(750)", true), ("exists tags[element == \"vip\"]", true),
    ("time(ms, \"epoch-milliseconds\") == time(\"2024-01-02T03:04:05.123Z\", \"iso8601\")", true),
    ("time(concat(date, \" \", clock), \"yyyy-MM-dd h:mm a\") > at", true),
    ("before(later, seconds(60)) == at", true), ("after(at, seconds(60)) == later", true),
    ("time(ms, \"epoch-milliseconds\") > after(at, milliseconds(122))", true),
  ])
  func conditions(expression: String, expected: Bool) throws {
    let mine = try adapter(
      Self.adapterText("times: {zone: UTC}\nskip: [{when: '\(expression)', reason: it holds}]"))
    let reading = try read(Array(Self.record.utf8), adapter: mine)
    #expect(reading.ledger.skipped == (expected ? ["it holds": 1] : [:]), "\(reading.rejections)")
  }

  @Test func aLookUpPrefersTheTableOfTheInputAndCountsMissingKeys() throws {
    var given = settings()
    given.tables["queues"] = try LookupTable.read(
      text: "id,name\nq1,\"Sales, old\"\nq2, Billing EU\n", file: "q.csv")
    given.tables["agents"] = try LookupTable.read(text: "\"7\": Ann\n", file: "a.yaml")
    #expect(try value(of: "lookup(queues, queue)", given) == "Billing EU")
    let mine = try adapter(
      Self.adapterText(
        "profile: {attributes: {x: 'lookup(agents, agent)', y: 'lookup(agents, ivr)'}}"))
    var reader = try InputReader(adapter: mine, settings: given, key: testKey, input: 0)
    var sink = CollectedRecords()
    let block = ByteBlock(Array(Self.record.utf8))
    try reader.push(block.bytes, into: &sink)
    try reader.finish(into: &sink)
    let missing = reader.notes.counts
    #expect(missing == [ReadingNotes.Note(.missingLine, subject: "agents"): 1])
  }

  @Test func aKeyThatTheAdapterMapsItselfIsNotMissing() throws {
    var given = settings()
    given.tables["agents"] = try LookupTable.read(text: "\"x\": Ann\n", file: "a.yaml")
    let mine = try adapter(
      Self.adapterText(
        """
        profile:
          attributes:
            x: {from: agent, table: agents, map: {"0": Bob}}
            y: {from: queue, table: agents, map: {other: Cy}, else: Di}
        """))
    var reader = try InputReader(adapter: mine, settings: given, key: testKey, input: 0)
    var sink = CollectedRecords()
    let block = ByteBlock(Array(Self.record.utf8))
    try reader.push(block.bytes, into: &sink)
    try reader.finish(into: &sink)
    let values = sink.records.first?.attributes.map(\.value)
    #expect(values == ["Bob", "Di"])
    let missing = reader.notes.counts
    #expect(missing == [ReadingNotes.Note(.unlistedValue, subject: "queue", word: "q2"): 1])
  }

  @Test func aTableNamesItsColumns() throws {
    let text = "region,id,name\nEU,q1,Sales\nEU,q2,\nEU\n"
    let table = try LookupTable.read(text: text, file: "q.csv", key: "ID", meaning: "name")
    #expect(table.lines.map(\.key) == ["q1"])
    #expect(table.lines.map(\.meaning) == ["Sales"])
    #expect(table.lines.map(\.number) == [2])
    #expect(throws: DiagnosticError.self) {
      try LookupTable.read(text: text, file: "q.csv", key: "key")
    }
    #expect(throws: DiagnosticError.self) {
      try LookupTable.read(text: "- a\n", file: "q.yaml")
    }
    #expect(try LookupTable.read(text: "a,Sales\na,Sales\n", file: "q.csv").lines.count == 2)
    let error = #expect(throws: DiagnosticError.self) {
      try LookupTable.read(text: "a,Sales\nb,Bills\na,Help\n", file: "q.csv")
    }
    #expect(
      error?.diagnostics.first?.message == "'a' means 'Help' here and 'Sales' in line 1")
  }

  @Test(arguments: ["csv", "yaml"])
  func theKeysOfATableAreWhatTheyWereBeforeTheyWereNumbers(form: String) throws {
    func table(_ lines: (String, String)...) throws(DiagnosticError) -> LookupTable {
      let separator = form == "csv" ? "," : ": "
      let text = lines.map { "\"\($0)\"\(separator)\($1)\n" }.joined()
      return try LookupTable.read(text: text, file: "t." + form)
    }
    func problem(_ first: (String, String), _ second: (String, String)) -> String? {
      do throws(DiagnosticError) {
        _ = try table(first, second)
        return nil
      } catch {
        return error.diagnostics.first.map { "\($0.line): \($0.message)" }
      }
    }
    for written in ["9001.0", "9001,0", "9.001E3", "9001"] {
      #expect(try table((written, "Sales")).lines.map(\.key) == ["9001"])
      if written == "9001" { continue }
      #expect(try table(("9001", "Sales"), (written, "Sales")).lines.last?.key == "9001")
      #expect(
        problem(("9001", "Sales"), (written, "Help"))
          == "2: '9001' means 'Help' here and 'Sales' in line 1")
    }
    let lost = problem(("1.61478E+13", "Sales"), ("9001", "Sales"))
    #expect(lost == "1: '1.61478E+13' has lost its digits")
  }

  @Test func wordsOfAVocabularyMayComeFromATable() throws {
    let text = Self.adapterText(
      """
      interaction: {kind: {is: ticket}, id: id}
      events:
        - activity: status
          at: at
          value: {from: queue, table: queues, map: {q2: open}, else: pending}
      """
    ).replacing("about: names, map: {q1: Sales, q2: Billing}", with: "about: stages")
    let mine = try adapter(text)
    func status(_ table: String?) throws -> String? {
      var given = settings()
      if let table { given.tables["queues"] = try LookupTable.read(text: table, file: "s.csv") }
      return try read(Array(Self.record.utf8), adapter: mine, settings: given)
        .records.first?.events.first?.value
    }
    #expect(try status(nil) == "open")
    #expect(try status("stage,status\nq2,solved\n") == "solved")
    #expect(try status("q1,solved\n") == "open")
    do throws(DiagnosticError) {
      var given = settings()
      given.tables["queues"] = try LookupTable.read(text: "a,open\nq2,solvd\n", file: "s.csv")
      _ = try InputReader(adapter: mine, settings: given, key: testKey, input: 0)
      Issue.record("a word outside the vocabulary is taken")
    } catch {
      #expect(
        error.diagnostics.map(\.rendered) == [
          "s.csv:2:1: error[A104]: 'solvd' is not in the vocabulary\nhelp: did you mean 'solved'?\n"
        ])
    }
  }

  @Test func scalesMayBeParameters() throws {
    let text = Self.adapterText(
      "feedback: [{instrument: quality, scale: $scale, score: talk, at: at}]"
    ).replacing("unset: null", with: "unset: null, scale: 0..100")
    let mine = try adapter(text)
    func scores(_ scale: String) throws -> [Int32] {
      try read(Array(Self.record.utf8), adapter: mine, settings: settings(["scale": scale]))
        .records.flatMap(\.feedback).flatMap { [$0.scaleLow, $0.scaleHigh] }
    }
    #expect(try scores("0..100") == [0, 100])
    #expect(try scores("-100..100") == [-100, 100])
    #expect(try scores("null") == [])
    #expect(throws: DiagnosticError.self) { try scores("five") }
  }
}
