import Foundation
import Testing

/// Small exports made after public bug reports, each with what is right.
///
/// They lie beside the checkout; where they are not, there is nothing to run.
@Suite(.enabled(if: Repository.shared != nil)) struct HandedCaseTests {
  private static let cases = (Repository.shared ?? "") + "/cases/"

  /// What a run of a case gave.
  private struct Outcome {
    let run: Program
    let release: Release?
    let scratch: Scratch

    /// The rows a query finds, columns separated by a bar.
    func rows(_ query: String) throws -> [String] {
      try #require(release, "\(run.errors)").rows(query)
    }
  }

  /// Publishes paths, or what a configuration says, in a store of its own.
  private func run(
    _ paths: [String], configuration: String? = nil, options: [String] = []
  ) throws -> Outcome {
    let scratch = try Scratch()
    var arguments = ["run"] + paths
    if let configuration {
      let text = configuration.replacing("CASES/", with: Self.cases)
      arguments += ["--config", try scratch.write("throughline.yaml", text)]
    }
    arguments += ["--out", scratch.path("out"), "--store", scratch.path("store")]
    let run = try Program.throughline(arguments + options)
    return Outcome(run: run, release: Release(in: scratch.path("out")), scratch: scratch)
  }

  @Test func `of two statements of one version the fuller counts, in every store`() throws {
    let folder = Self.cases + "07-freshdesk-stats-without-update/"
    for nights in [["night-1", "night-2"], ["night-2"], ["night-2", "night-1"]] {
      let outcome = try run(nights.map { folder + $0 + "/tickets.json" })
      let solved = try outcome.rows(
        "SELECT count(*) FROM events WHERE activity = 'status' AND value = 'solved' "
          + "AND strftime(occurred_at, '%H:%M') = '09:00'")
      #expect(solved == ["2"], "\(nights)")
      let isTied = outcome.run.output.contains("2 records stated in several ways in one version")
      #expect(isTied == (nights.count == 2), "\(outcome.run.output)")
    }
  }

  @Test func `rows without a version count as the later report states them`() throws {
    // Every store makes a key of its own, so a choice by hash would not be the same ten times.
    let folder = Self.cases + "siblings/07-five9-disposition-later"
    for _ in 0..<10 {
      let outcome = try run([folder])
      #expect(try outcome.rows("SELECT reason, wrap_ms FROM interactions") == ["Refund|60000"])
    }
  }

  @Test func `German months are read where declared, and refused aloud where not`() throws {
    let file = Self.cases + "13-jira-csv-german-dates/Jira.csv"
    let refused = try run([file], options: ["--quiet"])
    #expect(refused.run.exitCode != 0 || !refused.run.errors.isEmpty, "\(refused.run.errors)")
    let read = try run(
      [],
      configuration: """
        timezone: Europe/Berlin
        inputs: [{name: jira, adapter: jira-issue-export, path: \(file), locale: de}]
        """)
    #expect(read.run.exitCode == 0, "\(read.run.errors)")
    let days = try read.rows(
      "SELECT native_id, strftime(started_at, '%m-%d') FROM interactions ORDER BY 1")
    #expect(days == ["HD-41|05-10", "HD-42|10-10", "HD-43|04-10"])
  }

  @Test func `a merged ticket goes on in the one it was merged into`() throws {
    let outcome = try run([Self.cases + "05-zendesk-merged-ticket"])
    #expect(outcome.run.exitCode == 0, "\(outcome.run.errors)")
    let tickets = try outcome.rows(
      """
      SELECT native_id, outcome, resolved, strftime(ended_at, '%H:%M'), link_basis
      FROM interactions ORDER BY native_id
      """)
    #expect(tickets.first == "51|handled|True|15:00|" && tickets.count == 2, "\(tickets)")
    #expect(tickets.last?.hasPrefix("52|||") == true, "\(tickets)")
    let resolved = try outcome.rows(
      "SELECT numerator, denominator FROM measures WHERE measure = 'time-to-resolve'")
    #expect(resolved == ["25200000|1"])
  }

  @Test func `answers given after the newest event are published`() throws {
    let scratch = try Scratch()
    // The tickets the answers are about are not handed: two that were settled before.
    let tickets = [31, 32].map { id in
      """
      {"id":\(id),"requester_id":7,"status":"solved","via":{"channel":"web"},\
      "created_at":"2025-06-01T08:00:00Z","updated_at":"2025-06-02T08:00:00Z"}

      """
    }
    let desk = try scratch.write("tickets.jsonl", tickets.joined())
    let outcome = try run(
      [],
      configuration: """
        timezone: America/Denver
        inputs:
          - name: survey
            adapter: qualtrics-responses
            path: CASES/14-qualtrics-newlines-in-header/responses.csv
            with: {csat: Q1, nps: Q2_NPS, interaction-system: zendesk, interaction-id: ticket}
          - {name: desk, adapter: zendesk-tickets, path: \(desk)}
        """)
    #expect(outcome.run.exitCode == 0, "\(outcome.run.errors)")
    #expect(
      try outcome.rows("SELECT native_id, csat, nps FROM interactions ORDER BY 1")
        == ["31|1000|9", "32||3"])
    let later = try run([Self.cases + "siblings/14-zendesk-rating-later"])
    #expect(later.run.exitCode == 0, "\(later.run.errors)")
    #expect(try later.rows("SELECT csat FROM interactions") == ["1000"])
  }

  @Test func `what says nothing of when it was is never published`() throws {
    let scratch = try Scratch()
    let header = try scratch.write(
      "answers.csv",
      "StartDate,EndDate,Status,Progress,Finished,RecordedDate,ResponseId,Q1\n")
    let customers = try scratch.write("customers.csv", "customer_id,email\nC1,a@example.org\n")
    for path in [header, customers] {
      let outcome = try run([path])
      #expect(outcome.run.exitCode == 66, "\(outcome.run.errors)")
      #expect(outcome.run.errors.contains("R508"), "\(outcome.run.errors)")
      #expect(outcome.release == nil)
    }
    let dated = try run([customers], options: ["--as-of", "2025-06-01T00:00:00Z"])
    #expect(dated.run.exitCode == 0, "\(dated.run.errors)")
  }

  @Test func `references that are empty assign nobody`() throws {
    let folder = Self.cases + "16-servicenow-empty-references/"
    let outcome = try run([folder + "incidents.json"])
    #expect(outcome.run.exitCode == 0, "\(outcome.run.errors)")
    #expect(try outcome.rows("SELECT count(*) FROM interactions") == ["3"])
    #expect(
      try outcome.rows(
        "SELECT count(*) FROM events WHERE activity = 'assigned' "
          + "AND queue IS NULL AND agent IS NULL")
        == ["0"])
    let shown = try run([folder + "display-true.json"], options: ["--quiet"])
    #expect(shown.run.exitCode != 0, "\(shown.run.output)")
  }

  @Test func `customers that a spreadsheet mangled are none, or who they were`() throws {
    let folder = Self.cases + "22-excel-mangled-customers/"
    let outcome = try run(
      [],
      configuration: """
        timezone: UTC
        tolerance: {rejects: 50%}
        inputs:
          - {name: crm, adapter: customers, path: \(folder)customers.csv, region: US, timezone: UTC}
          - {name: calls, adapter: amazon-connect, path: \(folder)calls.json, region: US}
        """)
    #expect(outcome.run.exitCode == 0, "\(outcome.run.errors)")
    #expect(
      try outcome.rows("SELECT code, count(*) FROM rejects GROUP BY 1 ORDER BY 1") == ["I216|2"])
    let isCounted = outcome.run.errors.contains("'phone': 2 × an id that lost its last digits")
    #expect(isCounted, "\(outcome.run.errors)")
    // Ann, Bea, Cy, Fay, Hal and Ivy of the list are callers, too, by id or by phone.
    let gold = try outcome.rows(
      "SELECT count(DISTINCT customer_id) FROM customers JOIN interactions USING (customer_id) "
        + "WHERE attributes IS NOT NULL")
    #expect(gold.count == 1)
    let tickets = try run([Self.cases + "siblings/22-zendesk-csv-exponent-ids"], options: ["-q"])
    #expect(
      try tickets.rows("SELECT native_id FROM interactions ORDER BY 1")
        == ["16147805824397", "16147805824398"])
    #expect(tickets.run.errors.contains("3 of 5 records were rejected"), "\(tickets.run.errors)")
  }

  @Test func `numbers with a decimal comma are read where the input says so`() throws {
    let scores = Self.cases + "23-semicolon-decimal-comma/scores.csv"
    func configuration(_ decimal: String) -> String {
      """
      timezone: UTC
      tolerance: {rejects: 50%}
      inputs:
        - {name: qa, adapter: qa-scorecards, path: \(scores), timezone: UTC\(decimal)}
        - {name: calls, adapter: amazon-connect, path: CASES/22-excel-mangled-customers/calls.json}
      """
    }
    let outcome = try run([], configuration: configuration(", decimal: comma"))
    #expect(outcome.run.exitCode == 0, "\(outcome.run.errors)")
    #expect(
      try outcome.rows("SELECT code, \"column\" FROM rejects") == ["I215|score"],
      "1.000,0 lies outside the scale")
    let refused = try run([], configuration: configuration(""))
    #expect(refused.run.exitCode == 65 || refused.run.errors.contains("scores.csv"))
    let inspected = try Program.throughline(["inspect", scores])
    #expect(inspected.output.contains("'decimal: comma'"), "\(inspected.output)")
  }

  @Test func `marks between lines and files are framing`() throws {
    let folder = Self.cases + "24-ndjson-bom-at-seams/"
    let outcome = try run([folder + "tickets.jsonl", folder + "customers.csv"])
    #expect(outcome.run.exitCode == 0, "\(outcome.run.errors)")
    #expect(try outcome.rows("SELECT count(*) FROM interactions") == ["3"])
    #expect(try outcome.rows("SELECT count(*) FROM rejects") == ["0"])
  }

  @Test func `a ticket's own instants stand whatever its language calls its state`() throws {
    let folder = Self.cases + "35-localized-status-words/"
    let outcome = try run(
      [],
      configuration: """
        timezone: Europe/Berlin
        inputs:
          - name: fd
            adapter: freshdesk-ticket-export
            path: \(folder)freshdesk.csv
            timezone: Europe/Berlin
          - name: sn
            adapter: servicenow-incident-export
            path: \(folder)servicenow.csv
            timezone: Europe/Berlin
            encoding: utf-8
          - name: ji
            adapter: jira-issue-export
            path: \(folder)jira.csv
            timezone: Europe/Berlin
        """)
    #expect(outcome.run.exitCode == 0, "\(outcome.run.errors)")
    let states = try outcome.rows(
      "SELECT native_id, resolved, reopens FROM interactions ORDER BY native_id")
    #expect(
      states == [
        "1|True|0", "2|True|0", "HD-51|True|0", "INC001|True|0", "INC002|False|0",
      ])
    #expect(
      try outcome.rows("SELECT count(*) FROM findings WHERE detector = 'reopened'") == ["0"])
  }
}
