import Foundation
import Testing

/// An input that cannot be used as a whole, what the tool says about it and how it ends.
struct UnusableInput: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let file: String
  let bytes: @Sendable () throws -> Data
  let exitCode: Int32
  let message: String
}

/// A record that cannot be accepted and the code it is rejected with.
struct UnusableRecord: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let file: String
  let text: @Sendable () throws -> Data
  let code: String
}

/// What damaged inputs lead to: a message, an exit code and never half a release.
@Suite struct DamagedInputTests {
  static let inputs = [
    UnusableInput(
      testDescription: "truncated gzip", file: "cut.gz",
      bytes: { try contacts().dropLast(20) }, exitCode: 65, message: "I301"),
    UnusableInput(
      testDescription: "damaged gzip", file: "damaged.gz",
      bytes: { try damaged(contacts()) }, exitCode: 65, message: "I302"),
    UnusableInput(
      testDescription: "bytes after the last gzip member", file: "trailing.gz",
      bytes: { try contacts() + Data("leftover".utf8) }, exitCode: 65, message: "I303"),
  ]

  @Test(arguments: inputs)
  func `an unusable input is named and nothing is published`(_ input: UnusableInput) throws {
    let scratch = try Scratch()
    let path = try scratch.write(input.file, try input.bytes())
    let run = try Program.throughline(["run", path, "--out", scratch.path("out")])
    #expect(run.exitCode == input.exitCode, "\(run.errors)")
    #expect(run.errors.contains(input.message), "\(run.errors)")
    #expect(run.errors.contains(input.file), "\(run.errors)")
    #expect(Release.leftovers(in: scratch.path("out")).isEmpty)
  }

  @Test func `a file of no known kind is named and the others are published`() throws {
    let scratch = try Scratch()
    try scratch.write("in/notes.txt", "Not an export.\nJust words.\n")
    try FileManager.default.copyItem(
      atPath: Repository.center + "/exports/zendesk/tickets-2026-03.json",
      toPath: scratch.path("in/tickets.json"))
    let run = try Program.throughline(["run", scratch.path("in"), "--out", scratch.path("out")])
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(run.errors.contains("notes.txt") && run.errors.contains("I304"), "\(run.errors)")
    #expect(Release(in: scratch.path("out")) != nil)
  }

  @Test func `an adapter given the wrong file says so`() throws {
    let scratch = try Scratch()
    let config = try scratch.write(
      "throughline.yaml",
      """
      inputs:
        - name: survey
          adapter: qualtrics-responses
          path: "\(Repository.center)/exports/crm/*.csv"

      """)
    let run = try Program.throughline(["run", "--config", config, "--out", scratch.path("out")])
    #expect(run.exitCode == 65, "\(run.errors)")
    #expect(run.errors.contains("I305") && run.errors.contains("customers.csv"), "\(run.errors)")
    #expect(Release.leftovers(in: scratch.path("out")).isEmpty)
  }

  @Test func `a missing path is an input missing`() throws {
    let scratch = try Scratch()
    let run = try Program.throughline(
      ["run", scratch.path("nowhere.csv"), "--out", scratch.path("out")])
    #expect(run.exitCode == 66, "\(run.errors)")
    #expect(run.errors.contains("I307") && run.errors.contains("nowhere.csv"), "\(run.errors)")
    #expect(Release.leftovers(in: scratch.path("out")).isEmpty)
  }

  static let records = [
    UnusableRecord(
      testDescription: "invalid UTF-8", file: "contacts.ndjson",
      text: { try contact(recording: Data([0x22, 0xC3, 0x28, 0x22])) }, code: "I204"),
    UnusableRecord(
      testDescription: "unclosed quote", file: "customers.csv",
      text: { Data(#"C-9,"Nobody closes this,x@example.org,,gold,2026-03-01 08:00:00"#.utf8) },
      code: "I201"),
    UnusableRecord(
      testDescription: "deep JSON", file: "contacts.ndjson",
      text: {
        try contact(
          recording: Data(
            (String(repeating: "[", count: 600) + String(repeating: "]", count: 600)).utf8))
      }, code: "I207"),
    UnusableRecord(
      testDescription: "impossible time stamp", file: "contacts.ndjson",
      text: {
        try contact(
          replacing: #""InitiationTimestamp":"2026-03-03T14:00:00Z""#,
          by: Data(#""InitiationTimestamp":"2026-02-30T25:61:00Z""#.utf8))
      }, code: "I211"),
  ]

  @Test(arguments: records)
  func `an unusable record is counted and kept among the rejects`(_ record: UnusableRecord) throws {
    let scratch = try Scratch()
    let input = try scratch.write(record.file, try Self.good(record.file) + record.text())
    // A record that breaks off at the end of a fresh file waits.
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -120)], ofItemAtPath: input)
    // A record of 17 MB is most of the file's bytes.
    let config = try scratch.write("throughline.yaml", "tolerance: {rejects: 100%}\n")
    let run = try Program.throughline(
      ["run", input, "--config", config, "--out", scratch.path("out")])
    #expect(run.exitCode == 0, "\(run.errors)")
    let release = try #require(Release(in: scratch.path("out")), "\(run.errors)")
    try Program.expectAgreement(of: "rejects_judge.py", [release.folder, record.code])
  }

  /// One record that is nearly all of the file's bytes may stand for many.
  @Test func `a huge record holds the input back until it is accepted`() throws {
    let scratch = try Scratch()
    let huge = Data(("\"" + String(repeating: "x", count: 17 << 20) + "\"").utf8)
    let input = try scratch.write(
      "contacts.ndjson", try Self.good("contacts.ndjson") + Self.contact(recording: huge))
    let out = scratch.path("out")
    let run = try Program.throughline(["run", input, "--out", out])
    #expect(run.exitCode == 65, "\(run.errors)")
    #expect(run.errors.contains("1 of 2 records were rejected, 178"), "\(run.errors)")
    let config = try scratch.write("throughline.yaml", "tolerance: {rejects: 100%}\n")
    let tolerant = try Program.throughline(
      ["run", input, "--out", out, "--config", config, "--adopt"])
    #expect(tolerant.exitCode == 0, "\(tolerant.errors)")
    let release = try #require(Release(in: out), "\(tolerant.errors)")
    try Program.expectAgreement(of: "rejects_judge.py", [release.folder, "I205"])
  }

  @Test func `too many unusable records hold the input back`() throws {
    let scratch = try Scratch()
    let bad = try Self.contact(replacing: #""Channel":"VOICE""#, by: Data(#""Channel":VOICE"#.utf8))
    let many = try (0..<12).reduce(into: Self.good("contacts.ndjson")) { file, _ in file += bad }
    let input = try scratch.write("contacts.ndjson", many)
    let run = try Program.throughline(["run", input, "--out", scratch.path("out")])
    #expect(run.exitCode == 65, "\(run.errors)")
    #expect(run.errors.contains("I310") && run.errors.contains("contacts.ndjson"), "\(run.errors)")
    #expect(Release.leftovers(in: scratch.path("out")).isEmpty)
  }

  @Test func `an export without a byte is refused and no release as of 1970`() throws {
    let scratch = try Scratch()
    try scratch.write("crm/customers.csv", "")
    let config = try scratch.write(
      "throughline.yaml", "inputs: [{name: crm, adapter: customers, path: crm}]\n")
    let run = try Program.throughline(["run", "--config", config, "--out", scratch.path("out")])
    #expect(run.exitCode == 66, "\(run.errors)")
    #expect(run.errors.contains("error[I317]"), "\(run.errors)")
    #expect(run.errors.contains("customers.csv is empty"), "\(run.errors)")
    #expect(!FileManager.default.fileExists(atPath: scratch.path("out/latest")))
  }

  /// The interactions of the latest release; nil if there is none.
  private func interactions(_ run: Program) throws -> Int? {
    let object = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    return object?["interactions"] as? Int
  }

  @Test func `an input that is held back stops nothing else and is replaced by a better export`()
    throws
  {
    let scratch = try Scratch()
    let bad = try Self.contact(replacing: #""Channel":"VOICE""#, by: Data(#""Channel":VOICE"#.utf8))
    let config = try scratch.write(
      "throughline.yaml",
      """
      inputs:
        - {name: calls, adapter: amazon-connect, path: "calls/*.ndjson"}
        - {name: crm, adapter: customers, path: "crm/*.csv"}

      """)
    func run(_ more: [String] = []) throws -> Program {
      try Program.throughline(
        ["run", "--config", config, "--out", scratch.path("out"), "--json"] + more)
    }
    func note(of run: Program) -> Bool {
      run.errors.contains("warning[I310]") && run.errors.contains("calls/b.ndjson: 30 of ")
    }
    try scratch.write("crm/customers.csv", "customer_id,email\nC1,ann@example.org\n")
    try scratch.write("calls/a.ndjson", Self.good("contacts.ndjson"))
    let first = try run()
    let before = try #require(try interactions(first), "\(first.errors)")
    #expect(first.exitCode == 0 && before > 0 && !note(of: first), "\(first.errors)")

    // A bad export beside it: the good ones are published, and every run says what is not.
    let another = try Self.contact(
      replacing: #""ContactId":""#, by: Data(#""ContactId":"b"#.utf8))
    let broken = (0..<30).reduce(into: another) { file, _ in file += bad }
    try scratch.write("calls/b.ndjson", broken)
    for turn in 0..<2 {
      let second = try run()
      #expect(second.exitCode == 0 && note(of: second), "\(second.errors)")
      if turn == 0 { #expect(try interactions(second) == before, "\(second.output)") }
      #expect(second.output.contains(#""held""#) && second.output.contains("calls/b.ndjson"))
    }
    let quality = try String(
      contentsOfFile: scratch.path("out/latest/report/tables/quality.csv"), encoding: .utf8)
    #expect(quality.contains("\"files held back\",1"), "\(quality)")
    // Under --strict it holds up everything, and the release stays.
    let strict = try run(["--strict"])
    #expect(strict.exitCode == 65 && strict.errors.contains("error[I310]"), "\(strict.errors)")
    // A good file more is published, though the bad one is gone from its folder.
    try FileManager.default.moveItem(
      atPath: scratch.path("calls/b.ndjson"), toPath: scratch.path("b.ndjson"))
    try scratch.write("crm/more.csv", "customer_id,email\nC2,bob@example.org\n")
    let third = try run()
    #expect(third.exitCode == 0 && note(of: third), "\(third.errors)")
    // Exported again under its name it replaces what was held.
    try scratch.write("calls/b.ndjson", another)
    let last = try run()
    #expect(last.exitCode == 0 && !note(of: last), "\(last.errors)")
    #expect(try interactions(last) == before + 1, "\(last.output)")
  }

  // MARK: The bytes of the cases

  private static func contacts() throws -> Data {
    try Data(contentsOf: URL(filePath: Repository.contacts))
  }

  private static func damaged(_ bytes: Data) -> Data {
    var bytes = bytes
    bytes[bytes.count / 2] ^= 0xFF
    return bytes
  }

  /// The well-formed beginning of a file of that name.
  private static func good(_ file: String) throws -> Data {
    guard file.hasSuffix(".csv") else { return try firstContact() + Data("\n".utf8) }
    let list = try Data(contentsOf: URL(filePath: Repository.center + "/exports/crm/customers.csv"))
    let lines = list.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    return Data(lines.prefix(3).joined(separator: [UInt8(ascii: "\n")])) + Data("\n".utf8)
  }

  private static func firstContact() throws -> Data {
    let plain = Repository.center + "/plain/2026-03-04.ndjson"
    let lines = try Data(contentsOf: URL(filePath: plain)).split(separator: UInt8(ascii: "\n"))
    return Data(try #require(lines.first))
  }

  /// The first contact once more with another value of its `Recording`.
  private static func contact(recording value: Data) throws -> Data {
    try contact(replacing: #""Recording":null"#, by: Data(#""Recording":"#.utf8) + value)
  }

  private static func contact(replacing member: String, by replacement: Data) throws -> Data {
    var record = try firstContact()
    let range = try #require(record.range(of: Data(member.utf8)))
    record.replaceSubrange(range, with: replacement)
    return record + Data("\n".utf8)
  }
}
