import Foundation
import Testing

/// Adapters as users meet them: drafted, put beside the configuration, tested and run.
@Suite struct AdapterCommandTests {
  private static let requests = Repository.shared.map {
    $0 + "/samples/municipal311/nyc311-100.csv"
  }

  @Test func `a drafted adapter for city requests runs without rebuilding`() throws {
    let requests = try #require(Self.requests)
    let scratch = try Scratch()
    let draft = try Program.throughline(["adapters", "new", requests, "--id", "city-requests"])
    #expect(draft.exitCode == 0, "\(draft.errors)")
    try scratch.write("adapters/city-requests.yaml", draft.output)
    let config = try scratch.write(
      "throughline.yaml",
      """
      timezone: America/New_York
      inputs:
        - {adapter: city-requests, path: "exports/*.csv", timezone: America/New_York}
      """)
    let export = try Data(contentsOf: URL(filePath: requests))
    try scratch.write("exports/requests.csv", export)
    let place = ["--config", config, "--out", scratch.path("out")]
    let run = try Program.throughline(["run"] + place + ["--store", try scratch.store()])
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(run.output.contains("100 records = 100 accepted + 0 rejected"), "\(run.output)")
    #expect(run.output.contains("100 interactions"), "\(run.output)")
    let list = try Program.throughline(["adapters", "list", "--config", config])
    #expect(list.output.contains("city-requests"), "\(list.output)\(list.errors)")
    let valid = try Program.throughline(["validate", "--config", config])
    #expect(valid.exitCode == 0, "\(valid.errors)")
  }

  @Test func `a folder with a sample of every system runs with nothing but a zone`() throws {
    let scratch = try Scratch()
    let fixtures = Repository.root.appending(path: "Fixtures/adapters").path()
    let adapters = try FileManager.default.contentsOfDirectory(atPath: fixtures)
    for adapter in adapters {
      let folder = URL(filePath: fixtures).appending(
        path: adapter, directoryHint: .isDirectory)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path())
      let sample = try #require(names.filter { $0.hasPrefix("sample") }.min())
      // A customer list has whatever columns its parameters name; these need none.
      let isList = adapter == "customers"
      let path = isList ? Repository.center + "/exports/crm/customers.csv" : folder.path() + sample
      try scratch.write("exports/\(adapter)/\(sample)", Data(contentsOf: URL(filePath: path)))
    }
    let config = try scratch.write("throughline.yaml", "timezone: Europe/London\n")
    let run = try Program.throughline([
      "run", scratch.path("exports"), "--config", config, "--out", scratch.path("out"),
      "--store", try scratch.store(),
    ])
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(adapters.count > 40)
    for adapter in adapters {
      #expect(run.output.contains(": \(adapter), "), "\(adapter): \(run.output)")
    }
  }

  @Test func `the fixtures of every bundled adapter pass its test`() throws {
    let fixtures = Repository.root.appending(path: "Fixtures/adapters").path()
    let run = try Program.throughline(["test", "--fixtures", fixtures])
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(!run.output.contains("nothing to test"), "\(run.output)")
    let bare = try Program.throughline(["test", "zendesk-users"])
    #expect(bare.errors.contains("--fixtures Fixtures/adapters"), "\(bare.errors)")
  }

  @Test func `a draft needs a file that holds records`() throws {
    let scratch = try Scratch()
    let empty = try scratch.write("empty.csv", "")
    let run = try Program.throughline(["adapters", "new", empty])
    #expect(run.exitCode == 65, "\(run.errors)")
    #expect(try Program.throughline(["adapters", "new", scratch.path("none")]).exitCode == 66)
    #expect(try Program.throughline(["adapters", "new"]).exitCode == 64)
    #expect(try Program.throughline(["adapters", "draw", "x"]).exitCode == 64)
  }

  @Test func `an adapter that takes the place of a bundled one is told`() throws {
    let scratch = try Scratch()
    let shown = try Program.throughline(["adapters", "show", "customers"])
    try scratch.write("adapters/mine.yaml", shown.output)
    let file = try scratch.write(
      "customers.csv", "customer_id,email,updated\nC1,a@example.org,2025-06-01T00:00:00Z\n")
    let config = try scratch.write("throughline.yaml", "timezone: UTC\n")
    let place = ["--config", config]
    let told = "mine.yaml: adapter 'customers' takes the place of the bundled one"
    let run = try Program.throughline(
      ["run", file, "--out", scratch.path("out"), "--store", try scratch.store()] + place)
    #expect(run.errors.contains(told), "\(run.errors)")
    #expect(try Program.throughline(["validate"] + place).errors.contains(told))
    let list = try Program.throughline(["adapters", "list"] + place)
    #expect(list.output.contains("mine.yaml, for the bundled one)"), "\(list.output)")
    let inspected = try Program.throughline(["inspect", file] + place)
    #expect(inspected.output.contains("mine.yaml in the place of"), "\(inspected.output)")
    try scratch.write("adapters/other.yaml", shown.output)
    let twice = try Program.throughline(["validate"] + place)
    #expect(twice.exitCode == 78)
    #expect(twice.errors.contains("adapter 'customers' is in"), "\(twice.errors)")
  }

  @Test func `an adapter that extends another says only what differs`() throws {
    let scratch = try Scratch()
    let text = """
      adapter: our-customers
      extends: customers
      without: profile
      title: Ours
      parameters: {mobile: mobile, phone: null}
      identifiers: [{kind: phone, value: $mobile}]
      profile: {attributes: {tier: tier}}
      """
    let adapter = try scratch.write("adapters/ours.yaml", text)
    let file = try scratch.write(
      "list.csv",
      "customer_id,email,mobile,tier,updated_at\n"
        + "C1,a@example.org,+493012345678,1,2025-06-01T00:00:00Z\n"
    )
    let config = try scratch.write("throughline.yaml", "timezone: UTC\n")
    let inspected = try Program.throughline(["inspect", file, "--config", config])
    #expect(inspected.output.contains("adapter:  our-customers, Ours"), "\(inspected.errors)")
    for part in ["customer:", "email:", "phone:", "attribute tier"] {
      #expect(inspected.output.contains(part), "\(part): \(inspected.output)")
    }
    #expect(!inspected.output.contains("attribute segment"), "\(inspected.output)")
    for (wrong, told) in [
      ("extends: custmers", "there is no bundled adapter 'custmers'"),
      ("extends: customers\nwithout: [lnks]", "the base has no 'lnks'"),
    ] {
      try scratch.write("adapters/ours.yaml", "adapter: ours\n\(wrong)\ntitle: X\n")
      let run = try Program.throughline(["test", adapter])
      #expect(run.exitCode == 78 && run.errors.contains(told), "\(run.errors)")
    }
  }

  @Test func `an optional input may have no file`() throws {
    let scratch = try Scratch()
    let store = try scratch.store()
    try scratch.write(
      "a/c.csv", "customer_id,email,updated_at\nC1,a@example.org,2025-06-01T00:00:00Z\n")
    func run(_ optional: String) throws -> Program {
      let config = try scratch.write(
        "throughline.yaml",
        """
        timezone: UTC
        inputs:
          - {name: crm, adapter: customers, path: "a/*.csv"}
          - {name: ratings, adapter: zendesk-satisfaction-ratings, path: "b/*.json"\(optional)}
        """)
      return try Program.throughline([
        "run", "--config", config, "--out", scratch.path("out"), "--store", store,
      ])
    }
    let needed = try run("")
    #expect(needed.exitCode == 66 && needed.errors.contains("optional: true"), "\(needed.errors)")
    let optional = try run(", optional: true")
    #expect(optional.exitCode == 0, "\(optional.errors)")
    #expect(optional.output.contains("ratings: no file"), "\(optional.output)")
  }

  @Test func `a draft takes no id that there is`() throws {
    let scratch = try Scratch()
    let file = try scratch.write("customers.csv", "id,name\n1,Ann\n2,Bob\n")
    let draft = try Program.throughline(["adapters", "new", file])
    #expect(draft.output.contains("adapter: customers-2\n"), "\(draft.output)\(draft.errors)")
    let taken = try Program.throughline(["adapters", "new", file, "--id", "customers"])
    #expect(taken.exitCode == 64)
    #expect(taken.errors.contains("there is an adapter 'customers' already"), "\(taken.errors)")
  }

  @Test func `what no record has is told to programs too`() throws {
    let scratch = try Scratch()
    let text = """
      adapter: lines
      system: lines
      title: Lines
      reads: csv
      recognise: {columns: [id]}
      record: {entity: line, key: id}
      identifiers: [{kind: customer, value: id}, {kind: phone, value: Lnie}]
      """
    try scratch.write("adapters/lines.yaml", text)
    let file = try scratch.write("lines.csv", "id,Line\n1,+493012345678\n")
    let config = try scratch.write("throughline.yaml", "timezone: UTC\n")
    let run = try Program.throughline([
      "run", file, "--json", "--config", config, "--out", scratch.path("out"), "--store",
      try scratch.store(),
    ])
    #expect(run.output.contains("\"nearest\": \"Line\""), "\(run.output)")
  }

  @Test func `test runs every bundled adapter's fixtures`() throws {
    let fixtures = Repository.root.appending(path: "Fixtures/adapters").path()
    let run = try Program.throughline(["test", "--fixtures", fixtures])
    #expect(run.exitCode == 0, "\(run.errors)")
    let lines = run.output.split(separator: "\n")
    let list = try Program.throughline(["adapters", "list"])
    #expect(lines.count == list.output.split(separator: "\n").count)
    for line in lines {
      #expect(line.hasSuffix(": ok"), "\(line)")
      #expect(!line.contains(", 0 samples"), "\(line)")
    }
  }

  @Test func `a failing test is shown at its line and ends with 1`() throws {
    let scratch = try Scratch()
    let shown = try Program.throughline(["adapters", "show", "customers"])
    let wrong = shown.output.replacing("rejected: [I209]", with: "rejected: []")
    let file = try scratch.write("customers.yaml", wrong)
    let run = try Program.throughline(["test", file], in: scratch.folder.path())
    #expect(run.exitCode == 1, "\(run.errors)")
    #expect(run.errors.contains("error[A106]: test 'columns by parameter"), "\(run.errors)")
    #expect(run.errors.contains("expected [], found [\"I209\"]"), "\(run.errors)")
    #expect(run.output.contains("FAILED"), "\(run.output)")
    try scratch.write("customers/sample.csv", "customer_id,email\nC1,a@example.org\n")
    try scratch.write("customers/expected.records.jsonl", "{}\n")
    try scratch.write("customers/expected.rejects.jsonl", "")
    let other = try Program.throughline(["test", file], in: scratch.folder.path())
    #expect(other.exitCode == 1)
    #expect(other.errors.contains("customers/expected.records.jsonl:1:1"), "\(other.errors)")
    let broken = try scratch.write("broken.yaml", "adapter: x\n")
    #expect(try Program.throughline(["test", broken]).exitCode == 78)
    #expect(try Program.throughline(["test", "no-such-adapter"]).exitCode == 64)
  }

  @Test func `tables are files beside the configuration`() throws {
    let scratch = try Scratch()
    try scratch.write(
      "adapters/calls.yaml",
      """
      adapter: calls
      system: pbx
      title: Calls
      reads: csv
      recognise: {columns: [call, queue_id]}
      tables: {queues: {about: queue id to name}}
      record: {entity: call, key: call}
      interaction: {kind: {is: call}, id: call, queue: 'first(lookup(queues, queue_id), queue_id)'}
      events: [{activity: queued, at: at}]
      """)
    try scratch.write("queues.csv", "id,name\n7,Billing\n")
    let calls = try scratch.write(
      "calls.csv", "call,queue_id,at\n1,7,2024-01-02T03:04:05Z\n2,8,2024-01-02T03:04:06Z\n")
    func config(_ table: String) throws -> String {
      try scratch.write(
        "throughline.yaml",
        "inputs: [{name: calls, adapter: calls, path: calls.csv, tables: {\(table)}}]\n")
    }
    let good = try config("queues: queues.csv")
    let inspected = try Program.throughline(["inspect", calls, "--config", good])
    #expect(inspected.output.contains("queue Billing"), "\(inspected.output)\(inspected.errors)")
    #expect(inspected.output.contains("'queues': 1 × a key without a line in the table"))
    let run = try Program.throughline(
      ["run", "--config", good, "--out", scratch.path("out"), "--store", try scratch.store()])
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(run.errors.contains("note[A107]"), "\(run.errors)")
    for (table, message) in [
      ("queues: missing.csv", "there is no file"), ("queue: queues.csv", "did you mean 'queues'?"),
      ("queues: {file: queues.csv, key: ID, value: nam}", "did you mean 'name'?"),
    ] {
      let wrong = try Program.throughline(["validate", "--config", try config(table)])
      #expect(wrong.exitCode == 78, "\(table)")
      #expect(wrong.errors.contains(message), "\(wrong.errors)")
    }
  }
}
