import Foundation
import Testing

/// A wrong call of the tool, how it ends and what it says.
struct WrongCall: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let arguments: [String]
  let exitCode: Int32
  let fragments: [String]
}

/// Commands that look at things, and commands that were not meant.
@Suite struct UsageTests {
  static let wrongCalls = [
    WrongCall(
      testDescription: "unknown option", arguments: ["run", "--windwo"], exitCode: 64,
      fragments: ["--windwo"]),
    WrongCall(
      testDescription: "unknown verb", arguments: ["rnu"], exitCode: 64,
      fragments: ["'rnu'", "did you mean 'run'?"]),
    WrongCall(
      testDescription: "unknown adapter", arguments: ["adapters", "show", "amazon-conect"],
      exitCode: 64, fragments: ["amazon-conect"]),
  ]

  @Test(arguments: wrongCalls)
  func `a wrong call says what is wrong`(_ call: WrongCall) throws {
    let run = try Program.throughline(call.arguments)
    #expect(run.exitCode == call.exitCode, "\(run.errors)")
    for fragment in call.fragments { #expect(run.errors.contains(fragment), "\(run.errors)") }
  }

  @Test func `an unknown key is shown in its line with a suggestion`() throws {
    let scratch = try Scratch()
    let config = try scratch.write("throughline.yaml", "timezoen: Europe/London\n")
    let run = try Program.throughline(["run", "--config", config, "--out", scratch.path("out")])
    #expect(run.exitCode == 78, "\(run.errors)")
    #expect(run.errors.contains("throughline.yaml:1:1: error[C102]"), "\(run.errors)")
    #expect(run.errors.contains("timezoen: Europe/London"), "\(run.errors)")
    #expect(run.errors.contains("did you mean 'timezone'?"), "\(run.errors)")
  }

  @Test func `an input may be a folder or match some, and one without files is named`() throws {
    let scratch = try Scratch()
    let customers = try String(
      contentsOfFile: Repository.center + "/exports/crm/customers.csv", encoding: .utf8)
    let lines = customers.split(separator: "\n").prefix(2).joined(separator: "\n")
    try scratch.write("exports/crm/customers.csv", lines + "\n")
    try scratch.write("exports/archive/old/.keep", "")
    for (path, exitCode) in [("exports/crm", 0), ("exports/*", 0), ("exports/archive", 66)] {
      let config = try scratch.write(
        "throughline.yaml", "inputs: [{name: crm, adapter: customers, path: \"\(path)\"}]\n")
      let run = try Program.throughline([
        "run", "--config", config, "--out", scratch.path("out"), "--store",
        try scratch.store("store-of-\(path.utf8.count)"),
      ])
      #expect(run.exitCode == Int32(exitCode), "\(path): \(run.errors)")
      let isNamed = run.errors.contains("input 'crm' matches no file: ")
      #expect(isNamed == (exitCode == 66), "\(path): \(run.errors)")
    }
  }

  @Test func `every bundled adapter is listed and shown`() throws {
    let list = try Program.throughline(["adapters", "list"])
    #expect(list.exitCode == 0, "\(list.errors)")
    for adapter in [
      "amazon-connect", "customers", "genesys-conversations", "qualtrics-responses",
      "servicenow-incident-log", "zendesk-ticket-audits", "zendesk-tickets", "zendesk-users",
    ] {
      #expect(list.output.contains(adapter))
      let shown = try Program.throughline(["adapters", "show", adapter])
      #expect(shown.exitCode == 0 && shown.output.contains("adapter: \(adapter)"))
    }
  }

  @Test func `inspect names adapter, records and rejections`() throws {
    let run = try Program.throughline(["inspect", Repository.contacts])
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(run.output.contains("amazon-connect"), "\(run.output)")
    #expect(run.output.contains("I208"), "\(run.output)")
    #expect(!run.output.contains("2125550143"), "identifiers are never shown")
  }
}
