import Foundation
import Testing

/// What vendors mean, from their exports to the numbers of a release.
@Suite struct VendorMeaningTests {
  /// Publishes some files of one adapter and returns what the run said.
  private func publish(
    _ scratch: Scratch, _ files: [(name: String, adapter: String, text: String)],
    options: [String] = []
  ) throws -> Program {
    var configuration = "timezone: UTC\nprivacy: {minimum-group: 1}\ninputs:\n"
    for file in files {
      try scratch.write(file.name, file.text)
      configuration += "  - {name: \(file.adapter), adapter: \(file.adapter), path: \(file.name)}\n"
    }
    let config = try scratch.write("throughline.yaml", configuration)
    let run = try Program.throughline(
      ["run", "--config", config, "--store", try scratch.store(), "--out", scratch.path("out")]
        + options)
    #expect(run.exitCode == 0, "\(run.errors)")
    return run
  }

  @Test func `links to what is in no export are counted with an example`() throws {
    let scratch = try Scratch()
    let sample = Repository.root.appending(path: "Fixtures/adapters/amazon-connect/sample.json")
    let text = try String(contentsOf: sample, encoding: .utf8)
    let run = try publish(scratch, [("c.json", "amazon-connect", text)])
    let told =
      "note[A113]: amazon-connect: 'links': 1 × a link to an interaction that is in no export"
    #expect(run.errors.contains(told), "\(run.errors)")
    #expect(run.errors.contains("1 × '6d9e4b7c-0001'"), "\(run.errors)")
    let release = try #require(Release(in: scratch.path("out")))
    let notes = try String(
      contentsOfFile: release.folder + "/report/tables/notes.csv", encoding: .utf8)
    #expect(notes.contains("6d9e4b7c-0001"), "\(notes)")
  }

  /// A measure's value and the number it was made of, in the headline of the report.
  private func headline(_ measure: String, _ scratch: Scratch) throws -> [String] {
    let release = try #require(Release(in: scratch.path("out")))
    let text = try String(
      contentsOfFile: release.folder + "/report/tables/headline.csv", encoding: .utf8)
    let lines = text.split(whereSeparator: \.isNewline)
    let line = try #require(lines.first { $0.hasPrefix(measure + ",") })
    // A title may have a comma within quotes.
    let cells = line.replacing("resolution, 7", with: "resolution 7")
      .split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    return [cells[3], cells[8]]
  }

  private static func ticket(_ id: Int, _ status: String, _ times: (String, String), tags: String)
    -> String
  {
    #"{"id":\#(id),"requester_id":9,"status":"\#(status)","via":{"channel":"web"},"#
      + #""created_at":"2024-06-04T\#(times.0)Z","updated_at":"2024-06-04T\#(times.1)Z","#
      + #""group_id":null,"assignee_id":7,"tags":[\#(tags)]}"# + "\n"
  }

  private static func audit(ticket: Int, at: String, merge: String, _ events: String) -> String {
    #"{"id":"\#(ticket)-\#(at)","ticket_id":\#(ticket),"author_id":7,"#
      + #""created_at":"2024-06-04T\#(at)Z","#
      + #""events":[\#(events)],"via":{"channel":"web","source":{"from":\#(merge)}}}"# + "\n"
  }

  @Test func `a merged ticket is resolved in the one it was merged into`() throws {
    let scratch = try Scratch()
    let comment = #"{"type":"Comment","public":true,"body":"closed and merged"}"#
    let closed = #"{"type":"Change","field_name":"status","value":"closed"}"#
    let opened = #"{"type":"Create","field_name":"status","value":"new"}"#
    let solved = #"{"type":"Change","field_name":"status","value":"solved"}"#
    let into51 = #"{"ticket_id":51},"rel":"merge""#
    let from52 = #"{"ticket_id":52,"ticket_ids":[52]},"rel":"merge""#
    let none = #"{},"rel":null"#
    _ = try publish(
      scratch,
      [
        (
          "tickets.json", "zendesk-tickets",
          Self.ticket(51, "solved", ("08:00:00", "15:00:00"), tags: "")
            + Self.ticket(52, "closed", ("10:00:00", "11:00:00"), tags: #""closed_by_merge""#)
        ),
        (
          "audits.json", "zendesk-ticket-audits",
          Self.audit(ticket: 51, at: "08:00:00", merge: none, opened)
            + Self.audit(ticket: 51, at: "11:00:00", merge: from52, comment)
            + Self.audit(ticket: 51, at: "15:00:00", merge: none, solved)
            + Self.audit(ticket: 52, at: "10:00:00", merge: none, opened)
            + Self.audit(ticket: 52, at: "11:00:00", merge: into51, comment + "," + closed)
        ),
      ])
    #expect(try headline("journeys", scratch)[0] == "1")
    #expect(try headline("time-to-resolve", scratch)[1] == "1")
    #expect(try headline("fcr-7d", scratch) == ["1000", "1"])
  }

  @Test func `displayed values of ServiceNow are refused with what to do`() throws {
    let scratch = try Scratch()
    let record = """
      {"result":[{"sys_id":"a1","number":"INC1","opened_at":"2025-06-12 08:00:00",\
      "caller_id":"46c6","sys_updated_on":"2025-06-12 10:00:00","state":"In Progress"}]}
      """
    let path = try scratch.write("display.json", record)
    let found = try Program.throughline(["inspect", path])
    #expect(
      found.output.contains("sysparm_display_value=all or false"),
      "\(found.output)\(found.errors)")
  }

  @Test func `records of which the vendor counts more are incomplete`() throws {
    let scratch = try Scratch()
    func issue(_ number: Int, total: Int) -> String {
      """
      {"id":"1\(number)","key":"TP-\(number)","fields":{"created":"2024-06-04T08:00:00.000+0000",\
      "updated":"2024-06-04T09:00:00.000+0000","status":{"name":"Open"},\
      "reporter":{"accountId":"u"}},"changelog":{"total":\(total),"histories":[{"created":\
      "2024-06-04T08:30:00.000+0000","items":[{"field":"status","toString":"Open"}]}]}}

      """
    }
    let whole = try publish(scratch, [("whole.json", "jira-issues", issue(1, total: 1))])
    #expect(
      whole.output.contains("jira-issues: 1 records hold all parts the vendor counts"),
      "\(whole.output)")
    let cut = [("cut.json", "jira-issues", issue(1, total: 1) + issue(2, total: 130))]
    let run = try publish(Scratch(), cut)
    #expect(run.output.contains("jira-issues: 1 of 2 records is incomplete"), "\(run.output)")
    let json = try publish(Scratch(), cut, options: ["--json"]).output
    let expected = #"{"source":"jira-issues","check":"missing","compared":2,"agreed":1}"#
    #expect(json.filter { !$0.isWhitespace }.contains(expected), "\(json)")
  }

  private static func issues(_ numbers: Range<Int>, total: Int) -> String {
    let issues = numbers.map { number in
      """
      {"id":"\(number)","key":"TP-\(number)","fields":{"created":"2024-06-04T08:00:00.000+0000",\
      "updated":"2024-06-04T09:00:00.000+0000","status":{"name":"Open"},\
      "reporter":{"accountId":"u"}}}
      """
    }
    return #"{"startAt":0,"total":\#(total),"issues":[\#(issues.joined(separator: ","))]}"#
  }

  @Test func `pages that fall short of the vendor's total are noted`() throws {
    let note = "note[A111]: jira-issues: the vendor counts 5 records, 4 are here"
    let scratch = try Scratch()
    try scratch.write("pages/1.json", Self.issues(1..<3, total: 5))
    try scratch.write("pages/2.json", Self.issues(3..<5, total: 5))
    let config = try scratch.write(
      "throughline.yaml",
      "timezone: UTC\ninputs: [{name: jira-issues, adapter: jira-issues, path: pages/*.json}]\n")
    let command = [
      "run", "--config", config, "--store", try scratch.store(), "--out", scratch.path("out"),
    ]
    let short = try Program.throughline(command + ["--json"])
    #expect(short.exitCode == 0 && short.errors.contains(note), "\(short.errors)")
    let member = #""shortfalls":[{"source":"jira-issues","counted":5,"found":4}]"#
    #expect(short.output.filter { !$0.isWhitespace }.contains(member), "\(short.output)")
    // The rest comes later, beside what the store has already.
    try scratch.write("pages/3.json", Self.issues(5..<6, total: 5))
    let rest = try Program.throughline(command)
    #expect(rest.exitCode == 0 && !rest.errors.contains("A111"), "\(rest.errors)")
    #expect(
      try !publish(Scratch(), [("1.json", "jira-issues", Self.issues(1..<6, total: 5))])
        .errors.contains("A111"))
  }

  @Test func `a page without the number of records it says it has is told everywhere`() throws {
    let scratch = try Scratch()
    let ticket = Self.ticket(
      1, "open", ("08:00:00", "09:00:00"), tags: "")
    let page = #"{"tickets":[\#(ticket)],"count":3,"end_time":1709632800}"#
    let text =
      "'count': 1 × a page without the number of records it says it has: "
      + "1 × 'says 3, has 1'"
    let run = try publish(scratch, [("page.json", "zendesk-tickets", page)], options: ["--json"])
    #expect(run.errors.contains("note[A111]: zendesk-tickets: \(text)"), "\(run.errors)")
    #expect(run.output.contains(#""page-count""#), "\(run.output)")
    let inspection = try Program.throughline(["inspect", scratch.path("page.json")])
    #expect(inspection.output.contains("note:     \(text)"), "\(inspection.output)")
    let release = try #require(Release(in: scratch.path("out")))
    let report = try String(
      contentsOfFile: release.folder + "/report/tables/notes.csv", encoding: .utf8)
    #expect(report.contains("says 3, has 1"))
    // The same member of a list counts all pages.
    let list = #"{"tickets":[\#(ticket)],"count":3,"next_page":null}"#
    let other = try publish(Scratch(), [("list.json", "zendesk-tickets", list)])
    #expect(
      other.errors.contains("zendesk-tickets: the vendor counts 3 records, 1 is here"),
      "\(other.errors)")
  }

  @Test(arguments: [["partial", "complete"], ["complete", "partial"]])
  func `a finished answer counts, not the unfinished one of the same end`(
    order: [String]
  ) throws {
    let scratch = try Scratch()
    let ticket = Self.ticket(31, "solved", ("08:00:00", "09:00:00"), tags: "")
    let desk = try scratch.write("tickets.jsonl", ticket)
    let times = "2024-06-05 10:00:00,2024-06-05 10:05:00,IP Address"
    for (number, name) in order.enumerated() {
      let isWhole = name == "complete"
      try scratch.write(
        "answers/\(number).csv",
        "StartDate,EndDate,Status,Progress,Finished,RecordedDate,ResponseId,Q1,ticket\n"
          + "\(times),\(isWhole ? "100,True" : "50,False"),2024-06-05 10:05:00,R_1,"
          + "\(isWhole ? 5 : 1),31\n")
    }
    let config = try scratch.write(
      "throughline.yaml",
      """
      timezone: UTC
      inputs:
        - {name: desk, adapter: zendesk-tickets, path: \(desk)}
        - name: answers
          adapter: qualtrics-responses
          path: answers/*.csv
          timezone: UTC
          with: {csat: Q1, interaction-system: zendesk, interaction-id: ticket}
      """)
    let run = try Program.throughline(
      ["run", "--config", config, "--store", try scratch.store(), "--out", scratch.path("out")])
    #expect(run.exitCode == 0, "\(run.errors)")
    let release = try #require(Release(in: scratch.path("out")))
    #expect(try release.rows("SELECT csat FROM interactions") == ["1000"])
  }

  @Test func `a column says which system an answer is about`() throws {
    let scratch = try Scratch()
    let ticket = Self.ticket(31, "solved", ("08:00:00", "09:00:00"), tags: "")
    let desk = try scratch.write("tickets.jsonl", ticket)
    let call =
      #"{"ContactId":"31","InitiationMethod":"INBOUND","Channel":"VOICE","#
      + #""InitiationTimestamp":"2024-06-04T08:00:00Z","#
      + #""LastUpdateTimestamp":"2024-06-04T09:00:00Z"}"#
    let calls = try scratch.write("calls.json", call)
    let times = "2024-06-05 10:00:00,2024-06-05 10:05:00,IP Address,100,True,2024-06-05 10:05:00"
    let answers = try scratch.write(
      "answers.csv",
      "StartDate,EndDate,Status,Progress,Finished,RecordedDate,ResponseId,Q1,contact,source\n"
        + "\(times),R_1,5,31,zendesk\n\(times),R_2,1,31,amazon-connect\n\(times),R_3,2,31,\n")
    let config = try scratch.write(
      "throughline.yaml",
      """
      timezone: UTC
      inputs:
        - {name: desk, adapter: zendesk-tickets, path: \(desk)}
        - {name: calls, adapter: amazon-connect, path: \(calls)}
        - name: answers
          adapter: qualtrics-responses
          path: \(answers)
          timezone: UTC
          with: {csat: Q1, interaction-id: contact, interaction-system-column: source}
      """)
    let run = try Program.throughline(
      ["run", "--config", config, "--store", try scratch.store(), "--out", scratch.path("out")])
    #expect(run.exitCode == 0, "\(run.errors)")
    let release = try #require(Release(in: scratch.path("out")))
    let rows = try release.rows("SELECT kind, csat FROM interactions ORDER BY kind")
    #expect(rows == ["call|0", "ticket|1000"])
  }
}
