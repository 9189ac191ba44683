import Foundation
import Intake
import JourneyModel
import Testing

/// What values and conditions of the language mean, by small adapters over one record.
@Suite struct AdapterLanguageTests {
  private static let record = """
    {"id":"R1","Queue":{"Name":" Billing ","Duration":"12.5"},"Attributes":{"ACD End":"ANSWERED",
    "quoted \\"key\\"":"yes","k1":"v1"},"metrics":[{"name":"nOffered","value":1},{"name":"tAcd",
    "value":11179},{"name":"tAcd","value":2}],"holds":2,"big":7253394974479123,"float":"7.0",
    "flag":true,"off":false,"nothing":null,"blank":"  ","esc":"a\\u00e9\\n\\ud83d\\ude00",
    "a":"2024-01-02T03:04:05Z","b":"2024-01-02T03:05:05Z","list":["x","y"],"text":"Ab-Cd--eF",
    "clock":"27:00:05","since":"1970-01-02 02:03:04","twice":1,"twice":2,"obj":{}}
    """

  /// The value of an expression over the record; nil if it is null.
  private func value(of expression: String, parameters: [String: String] = [:]) throws -> String? {
    let mine = try adapter(Self.adapterText("profile: {attributes: {x: '\(expression)'}}"))
    return try read(Array(Self.record.utf8), adapter: mine, settings: settings(parameters))
      .records.first?.attributes.first?.value
  }

  private static func adapterText(_ statement: String) -> String {
    """
    adapter: mine
    system: mine
    title: Mine
    reads: json
    recognise: {keys: [id]}
    parameters: {unset: null, key: k1, path: Queue.Name, selected: 'metrics[name == "tAcd"].value'}
    record: {entity: thing, key: id}
    identifiers: [{kind: customer, value: id}]
    \(statement)
    """
  }

  @Test(arguments: [
    ("Queue.Name", "Billing"), ("Queue[\"Name\"]", "Billing"), ("queue.name", nil),
    ("Attributes[\"ACD End\"]", "ANSWERED"), ("[\"id\"]", "R1"), ("record.id", "R1"),
    ("Attributes[\"quoted \\\"key\\\"\"]", "yes"),
    ("metrics[name == \"tAcd\"].value", "11179"), ("metrics[name == \"tX\"].value", nil),
    ("metrics[0].name", "nOffered"), ("metrics[9].name", nil),
    ("Attributes[$key]", "v1"), ("$path", "Billing"), ("$selected", "11179"), ("$unset", nil),
    ("Attributes[$unset]", nil), ("nothing", nil), ("blank", nil), ("missing.inner", nil),
    ("id.inner", nil), ("list", "x, y"), ("Queue", nil), ("esc", "aé\n😀"), ("flag", "true"),
    ("big", "7253394974479123"), ("twice", "2"),
    ("first(Queue.Missing, Queue, list, id)", "R1"), ("first(obj, nothing)", nil),
    ("first(nothing, $unset, blank, id)", "R1"), ("first(nothing, $unset)", nil),
    ("lower(text)", "ab-cd--ef"), ("split(text, \"-\", 1)", "Ab"),
    ("split(text, \"-\", 3)", nil), ("split(text, \"-\", 4)", "eF"),
    ("split(text, \"-\", 5)", nil), ("split(text, \"-\", -1)", "eF"),
    ("split(text, \"-\", -4)", "Ab"), ("split(text, \"-\", -5)", nil),
    ("split(text, \"--\", 2)", "eF"), ("\"constant\"", "constant"),
  ])
  func pathsAndTexts(expression: String, expected: String?) throws {
    #expect(try value(of: expression) == expected)
  }

  @Test(arguments: [
    ("holds > 0", true), ("holds > 2", false), ("holds >= 2", true), ("holds < 2.5", true),
    ("holds <= 1", false), ("holds == 2", true), ("holds != 2", false), ("nothing > 0", false),
    ("nothing == 0", false), ("nothing != 0", true), ("holds in [1, 2]", true),
    ("holds not in [1, 2]", false), ("Queue.Name == \"Billing\"", true),
    ("Queue.Name in [\"Sales\", \"Billing\"]", true), ("nothing in [\"x\"]", false),
    ("nothing == \"x\"", false), ("nothing != \"x\"", true), ("id == id", true),
    ("nothing == missing", false), ("flag == true", true), ("flag == false", false),
    ("exists id", true), ("exists nothing", false), ("exists blank", false),
    ("exists Queue", true), ("exists obj", true), ("exists list", true), ("exists $unset", false),
    ("exists(id) and exists(a)", true), ("not exists id", false), ("not (exists id)", false),
    ("exists nothing or exists id", true), ("exists nothing or exists blank and exists id", false),
    ("exists nothing and exists blank or exists id", true), ("seconds(holds) > seconds(1)", true),
    ("a < after(b, seconds(1))", true), ("after(a, minutes(1)) == after(b, seconds(0))", true),
    ("between(a, b) == minutes(1)", true), ("exists between(b, a)", false),
    ("number(id) > 0", nil), ("number(float) == 7", true), ("holds < number(float)", true),
    ("lower(Queue.Name) == \"billing\"", true), ("big == 7253394974479123", true),
    ("Queue.Duration == 12.5", true), ("clock(clock) == seconds(97205)", true),
    ("since-1970(since) > minutes(1563)", true),
  ])
  func conditions(condition: String, expected: Bool?) throws {
    let mine = try adapter(
      Self.adapterText("events: [{activity: visited, at: a, when: '\(condition)'}]"))
    let reading = try read(Array(Self.record.utf8), adapter: mine)
    guard let expected else {
      #expect(reading.rejections.map(\.code.code) == ["I212"])
      return
    }
    #expect(reading.records.first.map { !$0.events.isEmpty } == expected)
  }

  @Test(arguments: [
    ("seconds(holds)", 2000), ("seconds(Queue.Duration)", 12_500), ("minutes(holds)", 120_000),
    ("milliseconds(metrics[name == \"tAcd\"].value)", 11_179), ("seconds(nothing)", nil),
    ("between(a, b)", 60_000), ("clock(clock)", 97_205_000), ("since-1970(since)", 93_784_000),
    ("first(seconds(nothing), minutes(holds))", 120_000),
  ])
  func durations(expression: String, expected: Int64?) throws {
    let mine = try adapter(
      Self.adapterText("events: [{activity: visited, at: a, for: '\(expression)'}]"))
    let event = try read(Array(Self.record.utf8), adapter: mine).records.first?.events.first
    #expect(event?.durationMilliseconds == expected)
    #expect(event != nil)
  }

  @Test func tablesTranslateAndLeaveNullAlone() throws {
    let mine = try adapter(
      Self.adapterText(
        """
        profile:
          attributes:
            known: {from: Queue.Name, map: {Billing: money}, else: other}
            unknown: {from: id, map: {Billing: money}, else: other}
            silent: {from: id, map: {Billing: money}}
            absent: {from: nothing, map: {Billing: money}, else: other}
            constant: {is: fixed}
            number: {from: holds, map: {"2": two}}
        """))
    let record = try #require(try read(Array(Self.record.utf8), adapter: mine).records.first)
    #expect(
      record.attributes == [
        ProfileAttribute(name: "known", value: "money"),
        ProfileAttribute(name: "unknown", value: "other"),
        ProfileAttribute(name: "constant", value: "fixed"),
        ProfileAttribute(name: "number", value: "two"),
      ])
  }

  @Test func eachIteratesNestedArraysAndReachesOuterElements() throws {
    let mine = try adapter(
      """
      adapter: mine
      system: mine
      title: Mine
      reads: {json: calls}
      recognise: {keys: [id]}
      record: {entity: call, key: id}
      interaction: {kind: {is: call}, id: id}
      identifiers:
        - kind: email
          each: people as person / mails
          value: element
          when: person.role == "customer"
      links:
        - {each: related, about: id, system: other}
      events:
        - each: people as person / stays as stay
          events:
            - {activity: answered, at: start, agent: person.name, when: person.role == "agent"}
            - each: parts
              events:
                - activity: held
                  at: element.at
                  queue: stay.queue
                  agent: person.name
                  value: record.id
      """)
    let text = """
      {"calls":[{"id":"7","related":[{"id":"x"},{"id":null},{"id":"y"}],"people":[
      {"role":"customer","mails":["ann@example.org",null,"bob@example.org"],"stays":[]},
      {"role":"agent","name":"Max","mails":["max@example.org"],"stays":[
        {"queue":"A","start":"2024-01-01T00:00:00Z","parts":[{"at":"2024-01-01T00:00:01Z"}]},
        {"queue":"B","start":"2024-01-01T00:01:00Z","parts":{"at":"2024-01-01T00:01:01Z"}},
        {"start":null,"parts":null}]}]}]}
      """
    let record = try #require(try read(Array(text.utf8), adapter: mine).records.first)
    #expect(record.tokens.count == 2)
    #expect(
      record.links.map(\.target)
        == ["x", "y"].map {
          Naming.interaction(system: "other", instance: "", kind: nil, nativeID: $0)
        })
    let lines = record.events.map {
      "\($0.activity.name) \($0.queue ?? "-") \($0.agent ?? "-") \($0.value ?? "-")"
    }
    #expect(
      lines == ["answered - Max -", "held A Max 7", "answered - Max -", "held B Max 7"])
  }

  @Test func oncePerStatesTheFirstElementOfEachValueThatMeetsTheCondition() throws {
    let mine = try adapter(
      Self.adapterText(
        """
        events:
          - each: said
            events:
              - {activity: answered, at: at, agent: who, when: words > 0, once-per: who}
              - {activity: message-out, at: at, agent: who}
        """))
    let text = """
      {"id":1,"said":[{"who":"a","words":0,"at":"2024-01-01T00:00:01Z"},
      {"who":"a","words":3,"at":"2024-01-01T00:00:02Z"},
      {"who":"b","words":3,"at":"2024-01-01T00:00:03Z"},
      {"who":null,"words":3,"at":"2024-01-01T00:00:04Z"},
      {"who":"a","words":3,"at":"2024-01-01T00:00:05Z"},{"words":3,"at":"2024-01-01T00:00:06Z"}]}
      {"id":2,"said":[{"who":"a","words":3,"at":"2024-01-01T00:00:07Z"}]}
      """
    let records = try read(Array(text.utf8), adapter: mine).records
    let answers = records.map { record in
      record.events.filter { $0.activity == .answered }.map {
        "\($0.agent ?? "-") \($0.at.microseconds / 1_000_000 % 60)"
      }
    }
    #expect(answers == [["a 2", "b 3", "- 4"], ["a 7"]])
    #expect(records.first?.events.count == 9)
  }

  @Test func eachGoesIntoArraysOfArrays() throws {
    let mine = try adapter(
      """
      adapter: mine
      system: mine
      title: Mine
      reads: json
      recognise: {keys: [id]}
      record: {entity: call, key: id}
      interaction: {kind: {is: call}, id: id}
      events:
        - each: rows as row / element / element
          events:
            - {activity: note, at: record.at, value: 'concat(text, "-", record.id)'}
        - {each: rows as row / element, activity: held, at: record.at, value: 'element[-1].text'}
        - {each: names, activity: queued, at: record.at, queue: element}
      """)
    let text = """
      {"id":7,"at":"2024-01-01T00:00:00Z","names":["x",null,["y"],"z"],
      "rows":[[[{"text":"a"},{"text":"b"}],[{"text":"c"}]],[],[[]],null,5]}
      """
    let record = try #require(try read(Array(text.utf8), adapter: mine).records.first)
    let found = record.events.map { "\($0.activity.name) \($0.value ?? $0.queue ?? "-")" }
    #expect(
      found.sorted() == [
        "held -", "held b", "held c", "note a-7", "note b-7", "note c-7", "queued -",
        "queued x", "queued y", "queued z",
      ])
  }

  @Test func selectionsTakeTheFirstMatchAndSkipOtherShapes() throws {
    let mine = try adapter(
      Self.adapterText("profile: {attributes: {x: 'items[kind == \"b\"].inner[0].v'}}"))
    let text = #"{"id":1,"items":[7,"b",{"kind":{"b":1}},{"kind":"b","inner":[{"v":"right"}]}]}"#
    let record = try #require(try read(Array(text.utf8), adapter: mine).records.first)
    #expect(record.attributes.first?.value == "right")
  }

  @Test func reasonsJoinWhatExists() throws {
    let mine = try adapter(
      Self.adapterText(
        "interaction: {kind: {is: call}, id: id, reason: [Queue.Name, nothing, holds, esc]}"))
    let record = try #require(try read(Array(Self.record.utf8), adapter: mine).records.first)
    #expect(record.interaction?.reason == "Billing / 2 / aé\n😀")
  }

  @Test func versionsAreNumbersOrInstants() throws {
    for (expression, expected) in [
      ("holds", 2), ("a", 1_704_164_645_000_000), ("number(float)", 7), ("nothing", nil),
      ("after(a, seconds(1))", 1_704_164_646_000_000),
    ] as [(String, Int64?)] {
      let text = Self.adapterText("")
        .replacing("key: id}", with: "key: id, version: '\(expression)', order: holds}")
      let record = try #require(
        try read(Array(Self.record.utf8), adapter: try adapter(text)).records.first)
      #expect(record.version == expected, "\(expression)")
      #expect(record.order == 2)
    }
  }

  /// What a value is looked up by clears the field it feeds; what only decides does not.
  @Test(
    arguments: [
      (#"{"id":"R1","group":"","agent":""}"#, [.queue, .agent]),
      (#"{"id":"R1","group":"g1","agent":null}"#, [.agent]),
      (#"{"id":"R1","group":"","agent":"a1"}"#, [.queue]),
      (#"{"id":"R1","group":{"value":"g1"}}"#, []), (#"{"id":"R1"}"#, []),
    ] as [(String, Set<HeaderField>)])
  func emptinessWithinAnExpressionClears(record: String, expected: Set<HeaderField>) throws {
    let text = Self.adapterText(
      """
      tables: {groups: null}
      interaction:
        kind: {is: ticket}
        id: id
        queue: first(lookup(groups, group), group.value, group)
        agent: if(exists group, first(agent, twin), agent)
      """)
    let clearing = text.replacing("key: id}", with: "key: id, clears: [group, agent]}")
    let reading = try read(Array(record.utf8), adapter: try adapter(clearing))
    #expect(try #require(reading.records.first).clears == expected)
  }
}
