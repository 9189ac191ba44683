import Foundation
import Testing

/// Records that are lost are never lost in silence.
@Suite struct LostRecordTests {
  private func run(_ paths: [String], _ scratch: Scratch, _ more: [String] = []) throws -> Program {
    try Program.throughline(["run"] + paths + ["--out", scratch.path("out")] + more)
  }

  private func shared(_ path: String) throws -> String {
    try #require(Repository.shared) + "/cases/" + path
  }

  private func number(_ name: String, in run: Program) throws -> Int? {
    let object = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    return object?[name] as? Int
  }

  /// A good file beside those that are not.
  private static let customers = "customer_id,email,updated_at\nC1,a@example.org,2025-06-01\n"

  @Test(.enabled(if: Repository.shared != nil))
  func `marks and headers at the seams of files are framing`() throws {
    let scratch = try Scratch()
    let run = try run([shared("24-ndjson-bom-at-seams")], scratch, ["--json"])
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(try number("interactions", in: run) == 3, "\(run.output)")
    #expect(!run.output.contains(#""rejected": 1"#) && !run.errors.contains("rejected"))
    let rows = try shared("24-ndjson-bom-at-seams/customers.csv")
    let customers = try Program.throughline(["inspect", rows])
    #expect(customers.output.contains("2 read, 2 accepted, 0 rejected"), "\(customers.output)")
  }

  @Test(.enabled(if: Repository.shared != nil))
  func `every garbled line is counted and told`() throws {
    for name in ["data", "nbsp", "log", "quoted"] {
      let scratch = try Scratch()
      let file = try shared("siblings/24-lines-with-a-prefix/\(name).jsonl")
      let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").count
      let run = try run([file], scratch, ["-q"])
      #expect(run.exitCode == 0, "\(name): \(run.errors)")
      #expect(
        run.errors.contains("\(lines - 1) of \(lines) records were rejected"), "\(run.errors)")
    }
    for name in ["rs", "bom-every-line"] {
      let scratch = try Scratch()
      let file = try shared("siblings/24-lines-with-a-prefix/\(name).jsonl")
      let run = try run([file], scratch)
      #expect(run.exitCode == 0 && run.output.contains("+ 0 rejected"), "\(name): \(run.output)")
    }
  }

  @Test(.enabled(if: Repository.shared != nil))
  func `a file of which most is rejected is told though it is quiet`() throws {
    let scratch = try Scratch()
    let file = try shared("13-jira-csv-german-dates/Jira.csv")
    let quiet = try run([file], scratch, ["-q"])
    #expect(quiet.exitCode == 0 && quiet.output.isEmpty)
    #expect(
      quiet.errors.contains("warning[I310]")
        && quiet.errors.contains("2 of 3 records were rejected"),
      "\(quiet.errors)")
    let told = try run([file], try Scratch())
    #expect(
      told.output.contains("jira-issue-export: 2 × rejected[I219]: the time stamp in 'Updated'"),
      "\(told.output)")
  }

  @Test(arguments: ["10%", "100%"])
  func `what a setting would read is told though nothing is published`(tolerance: String) throws {
    let scratch = try Scratch()
    let cards = try scratch.write(
      "cards.csv",
      "interaction_id,score,evaluated_at,reviewer\n"
        + (1...12).map { "\($0),\"87,\($0 % 10)\",2024-03-0\($0 % 9 + 1),kim\n" }.joined())
    let config = try scratch.write(
      "throughline.yaml",
      """
      timezone: UTC
      tolerance: {rejects: \(tolerance)}
      inputs: [{name: cards, adapter: qa-scorecards, path: \(cards)}]
      """)
    let run = try run(["--config", config], scratch, ["-q"])
    #expect(run.exitCode != 0)
    #expect(
      run.errors.contains("warning[I218]: cards: 12 × ") && run.errors.contains("'decimal: comma'"),
      "\(run.errors)")
  }

  @Test(.enabled(if: Repository.shared != nil))
  func `small files that lose most together are held`() throws {
    let scratch = try Scratch()
    let run = try run([shared("siblings/13-small-files")], scratch, ["-q"])
    #expect(run.exitCode == 65, "\(run.errors)")
    #expect(run.errors.contains("10 of 11 records were rejected"), "\(run.errors)")
    #expect(!FileManager.default.fileExists(atPath: scratch.path("out/latest")))
  }

  @Test func `skips and rejections are counted by their reasons`() throws {
    let scratch = try Scratch()
    let times = "2025-06-01 10:00:00,2025-06-01 10:05:00,IP Address,100,True,2025-06-01 10:05:00"
    let answers = try scratch.write(
      "answers.csv",
      "StartDate,EndDate,Status,Progress,Finished,RecordedDate,ResponseId,Q1\n"
        + (1...3).map { "\(times),R_\($0),5\n" }.joined())
    let config = try scratch.write(
      "throughline.yaml", "inputs: [{name: answers, adapter: qualtrics-responses, path: x}]\n")
    let advice = "3 × skipped: no score: set with: {csat: …"
    let inspection = try Program.throughline(["inspect", answers, "--config", config])
    #expect(inspection.output.contains(advice), "\(inspection.output)\(inspection.errors)")
    let customers = try scratch.write("customers.csv", Self.customers)
    let files = [answers, customers]
    #expect(try run(files, scratch).output.contains("qualtrics-responses: " + advice))
    let json = try run(files, try Scratch(), ["--json"])
    #expect(json.output.contains(#""advice": "set with: {csat: …"#), "\(json.output)")
  }

  @Test func `exports that cannot be read are told with what to do`() throws {
    let scratch = try Scratch()
    try scratch.write("in/customers.csv", Self.customers)
    try scratch.write("in/notes.txt", "nothing\n")
    let unlike: [(String, [UInt8], String)] = [
      ("book.xlsx", Array("PK\u{3}\u{4}....[Content_Types].xml".utf8), "Excel workbook: save"),
      ("all.zip", Array("PK\u{3}\u{4}....calls.csv".utf8), "zip archive: unpack it"),
      ("a.csv.zst", [0x28, 0xb5, 0x2f, 0xfd, 0], "zstd: unpack it"),
      ("a.csv.bz2", Array("BZh91AY".utf8), "bzip2: unpack it"),
      ("a.parquet", Array("PAR1".utf8), "Parquet: convert it"),
      (
        "airbyte.jsonl", Array(#"{"_airbyte_ab_id":"1","_airbyte_data":"{\"id\":1}"}"#.utf8),
        "fromjson"
      ),
      (
        "drifted.csv", Array("number,incident_state,sys_mod_count\n1,2,3\n".utf8),
        "nearest is 'servicenow-incident-log', but 'sys_updated_at' is missing"
      ),
    ]
    for (name, bytes, _) in unlike { try scratch.write("in/" + name, bytes) }
    let quiet = try run([scratch.path("in")], scratch, ["-q"])
    #expect(quiet.exitCode == 0)
    let told = try run([scratch.path("in")], try Scratch())
    let json = try run([scratch.path("in")], try Scratch(), ["--json", "-q"])
    for (name, _, fragment) in unlike {
      #expect(quiet.errors.contains("in/\(name): ") && quiet.errors.contains(fragment), "\(name)")
      #expect(told.output.contains(fragment), "\(told.output)")
      #expect(json.output.contains(fragment), "\(json.output)")
    }
    #expect(!quiet.errors.contains("notes.txt") && told.errors.contains("notes.txt"))
    #expect(told.output.contains("8 files were not read"), "\(told.output)")
    let config = try scratch.write(
      "throughline.yaml", "inputs: [{name: crm, adapter: customers, path: in/book.xlsx}]\n")
    let named = try Program.throughline(["run", "--config", config, "--out", scratch.path("o2")])
    #expect(
      named.exitCode == 65 && named.errors.contains("Excel workbook: save"), "\(named.errors)")
  }
}
