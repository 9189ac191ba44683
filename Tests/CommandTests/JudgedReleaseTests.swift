import Foundation
import Testing

/// Independent programs look at what the tool published.
@Suite struct JudgedReleaseTests {
  @Test func `the traced customer comes out as written by hand`() throws {
    let scratch = try Scratch()
    let run = try Program.throughline([
      "run", "--config", Repository.configuration, "--store", try scratch.store(),
      "--out", scratch.path("out"),
    ])
    #expect(run.exitCode == 0, "\(run.errors)")
    let release = try #require(Release(in: scratch.path("out")), "\(run.errors)").folder
    try Program.expectAgreement(of: "trace_judge.py", [release])
    try Program.expectAgreement(of: "datasets_judge.py", [release])
    try Program.expectAgreement(of: "process_judge.py", [release])
    try Program.expectAgreement(of: "findings_judge.py", [release])
    try Program.expectAgreement(of: "measures_judge.py", [release])
  }

  @Test func `findings and measures of a center are those that their rules give in SQL`() throws {
    let scratch = try Scratch()
    let made = try Program.throughline([
      "generate", scratch.path("center"), "--interactions", "4000", "--seed", "11", "--days", "60",
    ])
    #expect(made.exitCode == 0, "\(made.errors)")
    let run = try Program.throughline([
      "run", "--config", scratch.path("center/throughline.yaml"), "--store", try scratch.store(),
      "--out", scratch.path("out"),
    ])
    #expect(run.exitCode == 0, "\(run.errors)")
    let release = try #require(Release(in: scratch.path("out"))).folder
    try Program.expectAgreement(of: "findings_judge.py", [release])
    // The prices of the center's configuration, in cents.
    let prices = """
      {"rate": {"voice": 85, "chat": 40}, "at_once": {"chat": 2}, "customer": 25, "fixed":
       {"email": 220, "web": 1, "ticket": 220, "message": 110, "social": 130, "bot": 5}}
      """
    try Program.expectAgreement(of: "measures_judge.py", [release, prices])
  }

  @Test(.enabled(if: Repository.shared != nil, "the real log lies in ../shared"))
  func `the real ServiceNow log comes out as recomputed in Python`() throws {
    let scratch = try Scratch()
    let folder = try #require(Repository.shared) + "/realdata/servicenow"
    let config = try scratch.write(
      "throughline.yaml",
      """
      timezone: Europe/London
      inputs:
        - name: desk
          adapter: servicenow-incident-log
          path: "\(folder)/*.csv.gz"
          timezone: Europe/London

      """)
    let run = try Program.throughline(["run", "--config", config, "--out", scratch.path("out")])
    #expect(run.exitCode == 0, "\(run.errors)")
    let release = try #require(Release(in: scratch.path("out")), "\(run.errors)").folder
    try Program.expectAgreement(
      of: "servicenow_judge.py", [release, folder + "/incident_event_log.csv.gz"])
    try Program.expectAgreement(of: "datasets_judge.py", [release])
    try Program.expectAgreement(of: "process_judge.py", [release])
  }

  @Test(
    .enabled(if: Repository.shared != nil, "the samples lie in ../shared"),
    arguments: [
      "genesys/conversation1.json", "genesys/conversation2.json", "twilio/calls_page.json",
      "jira/issue.csv", "hubspot/ticket_data.csv", "intercom/conversation_history_data.csv",
      "zendesk/ticket_data.csv", "municipal311/nyc311-100.csv",
    ])
  func `a vendor's own sample is recognised and published`(_ sample: String) throws {
    let scratch = try Scratch()
    let path = try #require(Repository.shared) + "/samples/" + sample
    let run = try Program.throughline(["run", path, "--out", scratch.path("out")])
    #expect(run.exitCode == 0, "\(run.errors)")
    let release = try #require(Release(in: scratch.path("out")), "\(run.errors)")
    try Program.expectAgreement(of: "datasets_judge.py", [release.folder])
  }
}
