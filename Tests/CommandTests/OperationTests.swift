import Foundation
import Testing

/// What an operator sees of runs: records, logs, metrics, notifications, and runs that meet.
@Suite struct OperationTests {
  private static let header = "customer_id,email,phone,segment,updated_at,account_id\n"

  /// A folder with a configuration and an export of three records, one of them without its id.
  private func scratch(_ more: String = "") throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(
      "throughline.yaml",
      more + "timezone: UTC\ninputs: [{name: \"c\\\"rm\", adapter: customers, path: \"x/*.csv\"}]\n"
    )
    try scratch.write(
      "x/a.csv",
      Self.header + (0..<2).map { "C\($0),c\($0)@example.org,,,2026-03-01T10:00:00Z,\n" }.joined()
        + "C9\n")
    return scratch
  }

  private func run(_ scratch: Scratch, _ words: String) throws -> Program {
    try Program.throughline(
      words.split(separator: " ").map(String.init), in: scratch.folder.path())
  }

  private func records(_ scratch: Scratch) throws -> [[String: Any]] {
    let listed = try run(scratch, "runs --json")
    #expect(listed.exitCode == 0, "\(listed.errors)")
    let json = try JSONSerialization.jsonObject(with: Data(listed.output.utf8))
    return try #require(json as? [[String: Any]])
  }

  @Test func `runs that published, failed and were killed are on record`() throws {
    let scratch = try scratch()
    #expect(try run(scratch, "runs").exitCode == 66)
    #expect(try run(scratch, "run --quiet").exitCode == 0)
    #expect(try run(scratch, "run --quiet").exitCode == 0)
    try FileManager.default.removeItem(atPath: scratch.path("x"))
    #expect(try run(scratch, "run --quiet").exitCode == 66)
    let found = try records(scratch)
    #expect(found.map { $0["state"] as? String } == ["published", "unchanged", "exit 66"])
    #expect(found.map { $0["exit"] as? Int } == [0, 0, 66])
    #expect(found.map { $0["filesRead"] as? Int } == [1, 0, 0])
    #expect(found[0]["records"] as? Int == 3 && found[0]["rejected"] as? Int == 1)
    #expect(found[0]["command"] as? [String] == ["run", "--quiet"])
    #expect((found[0]["stages"] as? [Any])?.count == 7)
    #expect((found[2]["message"] as? String)?.contains("matches no file") == true)
    #expect(found[2]["code"] as? String == "I307")
    // A record without an end whose process is gone is of a run that was killed.
    let folder = scratch.path("out/.throughline/runs/")
    let last = try #require(FileManager.default.contentsOfDirectory(atPath: folder).max())
    let file = URL(filePath: folder + last)
    var record = try #require(
      JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
    record["endedAt"] = nil
    record["exit"] = nil
    record["process"] = 4_194_305
    try JSONSerialization.data(withJSONObject: record).write(to: file)
    #expect(try records(scratch).last?["state"] as? String == "killed")
    let lines = try run(scratch, "runs --limit 2").output.split(separator: "\n")
    #expect(lines.count == 2 && lines[1].contains("killed"), "\(lines)")
  }

  @Test func `logs are one line an entry for programs`() throws {
    let scratch = try scratch()
    try scratch.write("x/b.csv", Self.header.replacing("\n", with: ",surplus = \"x\"\n"))
    for format in ["json", "logfmt"] {
      try scratch.write("x/c.csv", "")
      let failed = try run(scratch, "run --log-format \(format)")
      #expect(failed.exitCode == 66)
      let lines = failed.errors.split(separator: "\n").map(String.init)
      #expect(!lines.isEmpty)
      for line in lines where format == "json" {
        let entry = try #require(
          JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
        #expect(entry["time"] != nil && entry["level"] != nil && entry["message"] != nil)
      }
      for line in lines where format == "logfmt" {
        #expect(
          line.wholeMatch(of: /([a-z]+=("([^"\\]|\\.)*"|[!-~--["=\\]]+) ?)+/) != nil, "\(line)")
      }
      let error = try #require(lines.last)
      let code = format == "json" ? "\"code\":\"I317\"" : "code=I317"
      #expect(error.contains(code) && error.contains("c.csv is empty"), "\(error)")
    }
  }

  @Test func `metrics are what Prometheus reads, of failures too`() throws {
    let scratch = try scratch()
    let good = try run(scratch, "run --quiet --metrics-textfile m.prom")
    #expect(good.exitCode == 0, "\(good.errors)")
    try Program.expectAgreement(
      of: "metrics_judge.py",
      [
        scratch.path("m.prom"), "throughline_run_exit_code 0",
        "throughline_run_records{input=\"c\\\"rm\",outcome=\"accepted\"} 2",
        "throughline_run_records{input=\"c\\\"rm\",outcome=\"rejected\"} 1",
        "throughline_run_files{outcome=\"read\"} 1", "throughline_last_success_timestamp_seconds",
        "throughline_newest_event_age_seconds{input=\"c\\\"rm\"}",
        "throughline_stage_seconds{stage=\"reading\"}",
      ])
    let before = try String(contentsOfFile: scratch.path("m.prom"), encoding: .utf8)
    try FileManager.default.removeItem(atPath: scratch.path("x"))
    #expect(try run(scratch, "run --quiet --metrics-textfile m.prom").exitCode == 66)
    let success = try #require(
      before.split(separator: "\n").first { $0.hasPrefix("throughline_last_success") })
    try Program.expectAgreement(
      of: "metrics_judge.py",
      [scratch.path("m.prom"), "throughline_run_exit_code 66", String(success)])
    let nowhere = try run(scratch, "run --quiet --metrics-textfile nowhere/m.prom")
    #expect(nowhere.exitCode == 66 && nowhere.errors.contains("nowhere/m.prom"))
  }

  @Test func `a command is told of failures and restatements, and of nothing else`() throws {
    let scratch = try scratch(
      "notify: 'echo \"$THROUGHLINE_EVENT $THROUGHLINE_EXIT\" >> told; cat >> told'\n")
    let told = { (try? String(contentsOfFile: scratch.path("told"), encoding: .utf8)) ?? "" }
    #expect(try run(scratch, "run --quiet").exitCode == 0)
    #expect(told().isEmpty)
    try scratch.write("x/b.csv", "")
    #expect(try run(scratch, "run --quiet").exitCode == 66)
    #expect(told().hasPrefix("failure 66\nerror[I317]: "), "\(told())")
    try scratch.write(
      "throughline.yaml",
      "notify: {command: [\"false\"], on: [failure]}\ninputs: [{adapter: customers, path: gone}]\n")
    let failed = try run(scratch, "run --quiet --out other")
    #expect(failed.exitCode == 66, "\(failed.errors)")
    #expect(failed.errors.contains("warning[R509]: the command 'false' ended with 1"))
  }

  @Test func `late records restate published days, which is said and told`() throws {
    let scratch = try Scratch()
    try scratch.write(
      "throughline.yaml",
      """
      timezone: UTC
      notify: 'cat > told'
      inputs: [{name: calls, adapter: amazon-connect, path: "x/*.ndjson"}]

      """)
    func call(_ id: Int, _ day: String) -> String {
      let number = String(format: "%012d", id)
      return """
        {"ContactId":"c0000000-0000-4000-8000-\(number)","Channel":"VOICE",\
        "InitiationMethod":"INBOUND","InitiationTimestamp":"\(day)T10:00:00Z",\
        "DisconnectTimestamp":"\(day)T10:05:00Z","LastUpdateTimestamp":"\(day)T10:06:00Z"}

        """
    }
    try scratch.write("x/a.ndjson", call(1, "2026-03-01") + call(2, "2026-03-04"))
    let first = try run(scratch, "run")
    #expect(first.exitCode == 0, "\(first.errors)")
    try scratch.write("x/b.ndjson", call(3, "2026-03-05"))
    let second = try run(scratch, "run")
    #expect(second.exitCode == 0 && !second.output.contains("earlier days"), "\(second.output)")
    #expect(!FileManager.default.fileExists(atPath: scratch.path("told")))
    try scratch.write("x/c.ndjson", call(4, "2026-03-01"))
    let third = try run(scratch, "run")
    #expect(third.output.contains("published numbers of earlier days changed"), "\(third.output)")
    let told = try String(contentsOfFile: scratch.path("told"), encoding: .utf8)
    #expect(told.contains("published numbers of earlier days changed"), "\(told)")
  }

  @Test func `a run that meets another one fails, is skipped or waits`() throws {
    let scratch = try scratch()
    #expect(try run(scratch, "run --quiet").exitCode == 0)
    let locked = scratch.path("out/.throughline/.lock")
    let holder = Process()
    holder.executableURL = URL(filePath: Program.python)
    holder.arguments = [
      "-c",
      "import fcntl,sys,time; f=open(sys.argv[1],'r+'); fcntl.flock(f,fcntl.LOCK_EX); "
        + "open(sys.argv[2],'w'); time.sleep(4)", locked, scratch.path("locked"),
    ]
    try holder.run()
    while !FileManager.default.fileExists(atPath: scratch.path("locked")) { usleep(10_000) }
    #expect(try run(scratch, "run --quiet").exitCode == 75)
    #expect(try run(scratch, "run --quiet --if-running wait=1s").exitCode == 75)
    let skipped = try run(scratch, "run --quiet --if-running skip")
    #expect(skipped.exitCode == 0 && skipped.errors.contains("note[S301]"), "\(skipped.errors)")
    #expect(holder.isRunning)
    let waited = try run(scratch, "run --quiet --if-running wait=60s")
    #expect(waited.exitCode == 0, "\(waited.errors)")
    #expect(try records(scratch).map { $0["exit"] as? Int } == [0, 75, 75, 0])
    #expect(try run(scratch, "run --if-running wait=soon").exitCode == 64)
  }
}
