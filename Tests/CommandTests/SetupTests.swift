import Foundation
import Testing

/// A first configuration, what it may say, and what a run would do.
@Suite struct SetupTests {
  private func run(_ scratch: Scratch, _ words: String) throws -> Program {
    try Program.throughline(
      words.split(separator: " ").map(String.init), in: scratch.folder.path())
  }

  private func exports(_ scratch: Scratch) throws {
    try FileManager.default.copyItem(
      atPath: Repository.center + "/exports", toPath: scratch.path("exports"))
  }

  /// The line of a summary that counts what was published.
  private func totals(_ run: Program) throws -> String {
    let line = run.output.split(separator: "\n").first { $0.contains(" interactions, ") }
    return String(try #require(line, "\(run.output)\(run.errors)"))
  }

  @Test func `init writes a configuration that validates and reads all that lies there`() throws {
    let scratch = try Scratch()
    try exports(scratch)
    try scratch.write("exports/notes.csv", "alpha,beta\n1,2\n")
    for date in ["2026-03-01", "2026-03-02"] {
      try scratch.write(
        "exports/nightly/\(date)/people.csv",
        "customer_id,email,phone,segment,updated_at,account_id\n"
          + "\(date),x@example.org,,gold,\(date)T10:00:00Z,\n")
    }
    let plain = try run(scratch, "run exports --out plain")
    #expect(plain.exitCode == 0, "\(plain.errors)")
    let made = try run(scratch, "init exports")
    #expect(made.exitCode == 0, "\(made.errors)")
    let text = try String(contentsOfFile: scratch.path("exports/throughline.yaml"), encoding: .utf8)
    #expect(text.contains("adapter: zendesk-tickets\n    path: \"zendesk/tickets-2026-03.json\""))
    #expect(text.contains("path: \"nightly/{date}/people.csv\""), "\(text)")
    #expect(text.contains("path: \"connect/*\""), "\(text)")
    #expect(text.contains("#   notes.csv: "), "\(text)")
    // Times of ServiceNow's log have no zone; those of Amazon Connect do.
    let log = try #require(text.range(of: "path: \"servicenow/incident_log.csv\""))
    #expect(text[log.upperBound...].hasPrefix("\n    timezone: UTC  # CONFIRM: "), "\(text)")
    let key = try FileManager.default.attributesOfItem(
      atPath: scratch.path("exports/throughline.key"))
    #expect(key[.posixPermissions] as? Int == 0o600 && key[.size] as? Int == 32)
    let valid = try run(scratch, "validate --config exports/throughline.yaml")
    #expect(valid.exitCode == 0, "\(valid.errors)")
    let ran = try run(scratch, "run --config exports/throughline.yaml")
    #expect(ran.exitCode == 0, "\(ran.errors)")
    #expect(try totals(ran) == totals(plain))
    let again = try run(scratch, "init exports")
    #expect(again.exitCode == 73 && again.errors.contains("exports/throughline.yaml"))
    try scratch.write("nothing/notes.csv", "alpha,beta\n1,2\n")
    let nothing = try run(scratch, "init nothing")
    #expect(nothing.exitCode == 66 && nothing.errors.contains("notes.csv: "), "\(nothing.errors)")
  }

  @Test func `plan says what a run would do and does none of it`() throws {
    let scratch = try Scratch()
    try exports(scratch)
    let first = try run(scratch, "plan exports --json")
    #expect(first.exitCode == 0, "\(first.errors)")
    #expect(!FileManager.default.fileExists(atPath: scratch.path("out")))
    struct Plan: Decodable {
      struct New: Decodable { var path: String; var adapter: String; var bytes: Int }
      var new: [New]
      var unchanged: Int
      var dates: Int
      var neededBytes: Int?
      var freeBytes: Int
      var expectedMicroseconds: Int?
    }
    func plan(_ program: Program) throws -> Plan {
      try JSONDecoder().decode(Plan.self, from: Data(program.output.utf8))
    }
    let before = try plan(first)
    #expect(before.new.count == 9 && before.unchanged == 0 && before.neededBytes == nil)
    #expect(before.expectedMicroseconds == nil && before.freeBytes > 0)
    #expect(try run(scratch, "run exports --out out").exitCode == 0)
    let dates = try Set(
      FileManager.default.subpathsOfDirectory(atPath: scratch.path("out/latest/datasets"))
        .compactMap { $0.split(separator: "/").first { $0.hasPrefix("date=") } })
    let same = try plan(run(scratch, "plan exports --json"))
    #expect(same.new.isEmpty && same.unchanged == 9 && same.dates == dates.count)
    #expect(same.expectedMicroseconds == 0)
    let csv = "customer_id,email,phone,segment,updated_at,account_id\nC1,,,,2026-03-01T10:00:00Z,\n"
    try scratch.write("exports/new.csv", csv)
    let more = try plan(run(scratch, "plan exports --json"))
    #expect(more.new.map(\.adapter) == ["customers"] && more.new.map(\.bytes) == [csv.utf8.count])
    #expect(try #require(more.neededBytes) > 0 && #require(more.expectedMicroseconds) > 0)
    let text = try run(scratch, "plan exports")
    #expect(text.output.contains("new        exports/new.csv: customers"), "\(text.output)")
    #expect(text.output.contains("1 new file of \(csv.utf8.count) bytes, 9 unchanged"))
    try scratch.write("throughline.yaml", "inputs: [{adapter: customers, path: gone.csv}]\n")
    #expect(try run(scratch, "plan --out other").exitCode == 66)
  }

  @Test func `help knows exit codes and the nearest topic`() throws {
    let codes = try Program.throughline(["help", "exit-codes"])
    #expect(codes.exitCode == 0)
    // The table of the design, by hand.
    let numbers = codes.output.split(separator: "\n").map { $0.prefix { $0.isNumber } }
    #expect(
      numbers == [
        "0", "1", "64", "65", "66", "69", "70", "73", "74", "75", "77", "78", "130", "143",
      ])
    let wrong = try Program.throughline(["help", "exit-code"])
    #expect(wrong.exitCode == 64 && wrong.errors.contains("did you mean 'exit-codes'?"))
    let verb = try Program.throughline(["help", "inspct"])
    #expect(verb.exitCode == 64 && verb.errors.contains("did you mean 'inspect'?"))
    #expect(try Program.throughline(["help", "inspect"]).output.contains("USAGE"))
  }

  /// Configurations as JSON, which is YAML, too: what the reader takes the schema must take, and
  /// what it refuses for its form the schema must refuse.
  private static let configurations: [(text: String, isValid: Bool)] = [
    ("{}", true),
    (#"{"timezone": "UTC", "settle": "60s", "store": "s", "tolerance": {"rejects": "1%"}}"#, true),
    (#"{"output": {"folder": "o", "keep-releases": 14}, "limits": {"record": "1MiB"}}"#, true),
    (#"{"inputs": [{"adapter": "customers", "path": "a.csv", "optional": true}]}"#, true),
    (
      #"{"inputs": {"name": "c", "adapter": "customers", "path": "{date}.csv", "#
        + #""expect-within": "26h", "expect-on": ["mon", "fri"], "without-dates": "2026-12-25", "#
        + #""region": "GB", "delimiter": "tab", "clock-changes": {"repeated": "earlier"}}}"#, true
    ),
    (#"{"notify": "true"}"#, true),
    (#"{"notify": ["true", "x"]}"#, true),
    (#"{"notify": {"command": "true", "on": ["failure"]}}"#, true),
    (
      #"{"journeys": {"gap": {"voice": "72h"}}, "friction": {"long-wait": {"voice": "90s"}}}"#, true
    ),
    (#"{"privacy": {"minimum-group": "10", "keep-text": "no"}, "settle": null}"#, true),
    (#"{"timezoen": "UTC"}"#, false),
    (#"{"settle": "60"}"#, false),
    (#"{"inputs": [{"adapter": "customers"}]}"#, false),
    (#"{"inputs": [{"adapter": "customers", "path": "a", "optional": "perhaps"}]}"#, false),
    (#"{"inputs": [{"adapter": "customers", "path": "a", "expect-on": ["monday"]}]}"#, false),
    (#"{"privacy": {"minimum-group": 11}}"#, false),
    (#"{"output": {"keep-releases": "many"}}"#, false),
    (#"{"output": []}"#, false),
    (#"{"notify": {"on": ["failure"]}}"#, false),
    (#"{"friction": {"long-wait": {"voice": 120}}}"#, false),
  ]

  @Test func `the schema takes what the reader takes`() throws {
    let scratch = try Scratch()
    let schema = try Program.throughline(["schema", "config"])
    #expect(schema.exitCode == 0, "\(schema.errors)")
    let file = try scratch.write("schema.json", schema.output)
    for (index, configuration) in Self.configurations.enumerated() {
      let path = try scratch.write("\(index).json", configuration.text + "\n")
      let read = try Program.throughline(["validate", "--config", path])
      #expect(
        read.exitCode == (configuration.isValid ? 0 : 78), "\(configuration.text): \(read.errors)")
      let judge = Repository.root.appending(path: "Tests/Judges/schema_judge.py").path()
      let verdict = try Program.run(Program.python, [judge, file, path])
      #expect(
        verdict.exitCode == (configuration.isValid ? 0 : 1),
        "\(configuration.text): \(verdict.output)\(verdict.errors)")
    }
  }
}
