import Foundation
import Testing

/// What is published, in the forms of other tools.
@Suite struct ExportTests {
  /// A release of a simulated center of sixty days, over the change of the clock in March.
  private static let center: (scratch: Scratch, out: String)? = {
    guard let scratch = try? Scratch() else { return nil }
    let center = scratch.path("center")
    let made = try? Program.throughline(
      ["generate", center, "--interactions", "2500", "--seed", "3", "--days", "90"])
    let out = scratch.path("out")
    let run = try? Program.throughline(
      ["run", "--config", center + "/throughline.yaml", "--out", out])
    return made?.exitCode == 0 && run?.exitCode == 0 ? (scratch, out) : nil
  }()

  private func out() throws -> String { try #require(Self.center).out }

  /// What an export writes to standard output.
  private func export(_ arguments: String...) throws -> String {
    let run = try Program.throughline(["export"] + arguments + ["--out", try out()])
    #expect(run.exitCode == 0, "\(run.errors)")
    return run.output
  }

  /// The lines of a CSV without quoted line ends, split at commas.
  private func rows(_ text: String) -> [[String]] {
    text.split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  private func count(_ query: String) throws -> Int {
    let release = try #require(Release(in: try out()))
    return try #require(try release.rows(query).first.flatMap { Int($0) })
  }

  /// Writes all forms that the judge compares into a folder.
  private func exportAll(of out: String, minutes: String, into scratch: Scratch) throws {
    let datasets = [
      "interactions", "events", "journeys", "findings", "measures", "customers", "rejects",
    ]
    let forms =
      datasets.flatMap {
        [
          ["csv", $0, "\($0).csv.gz"], ["jsonl", $0, "\($0).jsonl"],
          ["parquet", $0, "\($0).parquet"],
          ["xlsx", $0, "\($0).xlsx"],
        ]
      } + [
        ["xes", "journeys.xes"], ["ocel", "journeys.jsonocel"],
        ["ocel", "journeys.sqlite"], ["event-log", "event-log.csv"],
        ["intervals", "--minutes", minutes, "intervals.csv"],
      ]
    for form in forms {
      let run = try Program.throughline(
        ["export"] + form.dropLast() + ["--out", out, "--file", scratch.path(form.last ?? "")])
      #expect(run.exitCode == 0 && run.output.isEmpty, "\(form): \(run.errors)")
    }
  }

  @Test(arguments: ["15", "60"])
  func `every export agrees with the datasets`(_ minutes: String) throws {
    let scratch = try Scratch()
    try exportAll(of: try out(), minutes: minutes, into: scratch)
    try Program.expectAgreement(
      of: "exports_judge.py", [try out() + "/latest", scratch.folder.path()])
  }

  @Test func `exports of the traced customer agree with the datasets`() throws {
    let scratch = try Scratch()
    let run = try Program.throughline([
      "run", "--config", Repository.configuration, "--store", try scratch.store(),
      "--out", scratch.path("out"),
    ])
    #expect(run.exitCode == 0, "\(run.errors)")
    try exportAll(of: scratch.path("out"), minutes: "30", into: scratch)
    try Program.expectAgreement(
      of: "exports_judge.py", [scratch.path("out/latest"), scratch.folder.path()])
    // docs/ARCHITECTURE.md, "Events": Mara's call of 3 March, 14:01:30 UTC and 14:08:45 UTC.
    let intervals = try String(contentsOfFile: scratch.path("intervals.csv"), encoding: .utf8)
    #expect(intervals.contains("\n2026-03-03T09:00:00-05:00,30,voice,Billing,1,1,0,260.0\n"))
    #expect(intervals.contains("\n2026-03-03T09:00:00-05:00,30,voice,Retention,1,1,0,445.0\n"))
    // Ben gave up after 95 s, on 9 March at 23:10, the clock an hour ahead since the day before.
    #expect(intervals.contains("\n2026-03-09T23:00:00-04:00,30,voice,Billing,1,0,1,\n"))
  }

  @Test func `an export is the same twice, and the same in a file, packed or not`() throws {
    let scratch = try Scratch()
    for form in [["xes"], ["ocel"], ["event-log"], ["intervals"], ["csv", "events"]] {
      let printed = try Program.throughline(["export"] + form + ["--out", try out()])
      for name in ["plain", "packed.gz"] {
        let run = try Program.throughline(
          ["export"] + form + ["--out", try out(), "--file", scratch.path(name)])
        #expect(run.exitCode == 0, "\(run.errors)")
      }
      let unpacked = try Program.run("/usr/bin/env", ["gzip", "-dc", scratch.path("packed.gz")])
      #expect(unpacked.output == printed.output, "\(form)")
      #expect(
        try String(contentsOfFile: scratch.path("plain"), encoding: .utf8) == printed.output)
      #expect(printed.output.utf8.count > 1000)
    }
  }

  @Test func `days, conditions and columns select what they say`() throws {
    let found = rows(
      try export(
        "csv", "interactions", "--from", "2026-02-01", "--to", "2026-02-14", "--where",
        "channel=voice", "--where", "channel=chat", "--where", "outcome=handled", "--columns",
        "native_id,channel"))
    let expected = try count(
      "select count(*) from interactions where date between date '2026-02-01' and "
        + "date '2026-02-14' and channel in ('voice', 'chat') and outcome = 'handled'")
    #expect(found.first == ["native_id", "channel"])
    #expect(found.count == expected + 1 && expected > 10)
    #expect(Set(found.dropFirst().map { $0[1] }) == ["voice", "chat"])
    let absent = try export("csv", "interactions", "--where", "queue=", "--columns", "queue")
    let expectedAbsent = try count("select count(*) from interactions where queue is null")
    // Not empty lines, which readers skip.
    #expect(absent == "queue\n" + String(repeating: "\"\"\n", count: expectedAbsent))
    #expect(expectedAbsent > 0)
  }

  @Test func `some rows and columns are one Parquet file`() throws {
    let scratch = try Scratch()
    let file = scratch.path("open.parquet")
    let printed = try export(
      "parquet", "journeys", "--where", "status=open", "--columns", "path,started_at", "--file",
      file)
    #expect(printed.isEmpty)
    let release = try #require(Release(in: try out()))
    let expected = try release.rows(
      "select path, started_at from journeys where status = 'open' order by all")
    let found = try release.rows("select * from read_parquet('\(file)') order by all")
    #expect(found == expected && expected.count > 5)
  }

  @Test func `a log of some journeys has all their events`() throws {
    let found = rows(
      try export(
        "event-log", "--from", "2026-02-01", "--to", "2026-02-07", "--where",
        "status=resolved"))
    let cases = Set(found.dropFirst().map { $0[0] })
    let journeys =
      "from journeys where status = 'resolved' and date between "
      + "date '2026-02-01' and date '2026-02-07'"
    #expect(cases.count == (try count("select count(*) \(journeys)")) && cases.count > 5)
    let later = try count(
      "select count(distinct journey_id) from events where date > date '2026-02-07' and journey_id "
        + "in (select journey_id \(journeys))")
    let late = found.dropFirst().filter { $0[2] >= "2026-02-09" }
    #expect(later > 0 && !late.isEmpty)
  }

  @Test func `durations and shares are readable, and spreadsheets get no formula`() throws {
    let plain = rows(
      try export("csv", "interactions", "--columns", "wait_ms,csat", "--where", "channel=voice"))
    let human = rows(
      try export(
        "csv", "interactions", "--columns", "wait_ms,csat", "--where", "channel=voice", "--human"))
    #expect(plain.count == human.count && plain.count > 10)
    for (number, text) in zip(plain, human).dropFirst() {
      guard let wait = Int(number[0]), wait >= 60_000, wait < 3_600_000 else { continue }
      let (minutes, seconds) = (wait / 60_000, wait % 60_000 / 1000)
      #expect(text[0] == (seconds == 0 ? "\(minutes) m" : "\(minutes) m \(seconds) s"))
    }
    #expect(human.contains { $0[1].hasSuffix(".0 %") })
    let excel = try export("csv", "journeys", "--excel", "--columns", "journey_id,interactions")
    #expect(excel.hasPrefix("\u{FEFF}journey_id,interactions\r\n"))
  }

  @Test func `a queue that is called like a formula is made safe for spreadsheets only`() throws {
    let scratch = try Scratch()
    let plain = Repository.root.appending(path: "Fixtures/center/plain")
    let files = try FileManager.default.subpathsOfDirectory(atPath: plain.path())
    let contacts = try #require(files.first { $0.contains("2026-03-04") })
    let text = try String(contentsOf: plain.appending(path: contacts), encoding: .utf8)
    try scratch.write("in/2026-03-04.ndjson", text.replacing("\"Billing\"", with: "\"=1+1\""))
    let run = try Program.throughline(["run", scratch.path("in"), "--out", scratch.path("out")])
    #expect(run.exitCode == 0, "\(run.errors)")
    let arguments = [
      "export", "csv", "events", "--columns", "queue", "--where", "activity=queued", "--out",
      scratch.path("out"),
    ]
    let (data, sheet) = (
      try Program.throughline(arguments), try Program.throughline(arguments + ["--excel"])
    )
    #expect(data.output.contains("\n=1+1\n"), "\(data.output)\(data.errors)")
    #expect(sheet.output.contains("\r\n'=1+1\r\n"), "\(sheet.output)\(sheet.errors)")
  }

  @Test(arguments: [
    (["csv", "journey"], "did you mean 'journeys'?"),
    (["csv", "journeys", "--columns", "stauts"], "did you mean 'status'?"),
    (["csv", "journeys", "--where", "status=resolve"], "did you mean 'resolved'?"),
    (["csv", "journeys", "--where", "status"], "column=value"),
    (["csv", "journeys", "--where", "interactions=two"], "no interactions is ever 'two'"),
    (["csv", "journeys", "--where", "started_at=2026"], "--from"),
    (["csv", "customers", "--from", "2026-03-01"], "have no days"),
    (["xes", "--from", "2026-03-02", "--to", "2026-03-01"], "behind the last"),
    (["intervals", "--minutes", "20"], "15, 30, 60"),
    (["csv", "journeys", "--from", "yesterday"], "is no day"),
  ])
  func `what cannot be asked for is refused, not exported as nothing`(
    _ arguments: [String], _ reason: String
  ) throws {
    let scratch = try Scratch()
    let refused = try Program.throughline(
      ["export"] + arguments + ["--out", try out(), "--file", scratch.path("x")])
    #expect(refused.exitCode == 64, "\(refused.errors)")
    #expect(refused.errors.contains(reason), "\(refused.errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.folder.path()).isEmpty)
  }

  @Test func `nothing selected is said, and a damaged file is no export`() throws {
    let none = try Program.throughline(
      ["export", "csv", "journeys", "--from", "2031-01-01", "--out", try out()])
    #expect(none.exitCode == 0 && none.errors.contains("nothing of the release is selected"))
    let scratch = try Scratch()
    let copy = scratch.path("out")
    try FileManager.default.copyItem(atPath: try out(), toPath: copy)
    let file = URL(filePath: copy + "/latest/datasets/customers/part-000.parquet")
      .resolvingSymlinksInPath()
    var bytes = try Data(contentsOf: file)
    bytes[bytes.count / 2] ^= 0x40
    try FileManager.default.removeItem(at: file)
    try bytes.write(to: file)
    let damaged = try Program.throughline(
      ["export", "csv", "customers", "--out", copy, "--file", scratch.path("x.csv")])
    #expect(damaged.exitCode == 74 && damaged.errors.contains("P403"), "\(damaged.errors)")
    #expect(!FileManager.default.fileExists(atPath: scratch.path("x.csv")))
  }
}
