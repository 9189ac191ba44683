import Foundation
import Testing

/// Reasons and personas from their files to the release.
@Suite struct ReasonRunTests {
  private static let configuration = """
    timezone: UTC
    reasons: reasons.yaml
    personas: personas.yaml
    privacy: {minimum-group: 1, keep-text: false}
    inputs:
      - {name: desk, adapter: zendesk-tickets, path: "tickets*.json"}

    """

  private static let reasons = """
    rules:
      - {reason: refund, any: [refund]}
      - {reason: delivery, any: [parcel]}
    tests: [{name: t, record: {subject: Refund}, reason: refund}]

    """

  private static let personas = """
    personas:
      - {persona: shopper, when: {reasons: delivery}}
      - {persona: others}
    tests: [{name: t, customer: {reasons: [delivery]}, persona: shopper}]

    """

  private func ticket(_ number: Int, _ subject: String) -> String {
    """
    {"id": \(number), "requester_id": \(90 + number), "status": "open", "via": {"channel": "web"}, \
    "created_at": "2024-05-0\(number)T10:00:00Z", "updated_at": "2024-05-0\(number)T11:00:00Z", \
    "subject": "\(subject)"}

    """
  }

  /// A folder with a configuration, its files and three tickets in two files.
  private func center() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write("throughline.yaml", Self.configuration)
    try scratch.write("reasons.yaml", Self.reasons)
    try scratch.write("personas.yaml", Self.personas)
    try scratch.write("tickets1.json", ticket(1, "Where is my refund") + ticket(2, "parcel lost"))
    try scratch.write("tickets2.json", ticket(3, "My Quixotic parcel, third time"))
    return scratch
  }

  private func run(_ scratch: Scratch, out: String = "out") throws -> Program {
    let stores = try FileManager.default.contentsOfDirectory(atPath: scratch.folder.path())
    if !stores.contains(out + "-store") { _ = try scratch.store(out + "-store") }
    return try Program.throughline([
      "run", "--config", scratch.path("throughline.yaml"), "--store", scratch.path(out + "-store"),
      "--out", scratch.path(out),
    ])
  }

  /// The first two columns of a table of the report.
  private func table(_ name: String, _ scratch: Scratch, out: String = "out") throws -> [String] {
    let release = try #require(Release(in: scratch.path(out)))
    let text = try String(
      contentsOfFile: release.folder + "/report/tables/\(name).csv", encoding: .utf8)
    return text.split(whereSeparator: \.isNewline).dropFirst().map { line in
      line.split(separator: ",").prefix(2).joined(separator: " ")
    }
  }

  @Test func `rules name reasons and customers`() throws {
    let scratch = try center()
    let done = try run(scratch)
    #expect(done.exitCode == 0, "\(done.errors)")
    #expect(try table("by-reason", scratch) == ["delivery 2", "refund 1", "All 3"])
    #expect(try table("by-persona", scratch) == ["shopper 2", "others 1", "All 3"])
    let release = try #require(Release(in: scratch.path("out")))
    try Program.expectAgreement(of: "datasets_judge.py", [release.folder])
  }

  @Test func `changed rules read the input again, and the content is as if they had always been`()
    throws
  {
    let scratch = try center()
    #expect(try run(scratch).exitCode == 0)
    for (file, text) in [
      ("reasons.yaml", Self.reasons.replacing("[parcel]", with: "[lost]")),
      ("reasons.yaml", Self.reasons + "lexicon: {thanks: [parcel]}\n"),
      ("throughline.yaml", Self.configuration.replacing("text: false", with: "text: true")),
    ] {
      try scratch.write(file, text)
      let again = try run(scratch)
      #expect(again.exitCode == 0, "\(again.errors)")
      let fresh = "fresh-\(UUID().uuidString.prefix(8))"
      #expect(try run(scratch, out: fresh).exitCode == 0)
      let (one, two) = (Release(in: scratch.path("out")), Release(in: scratch.path(fresh)))
      try #require(one).expectSameContent(as: #require(two), "\(file) changed")
    }
  }

  @Test func `changed rules stop the run if files are gone, and it names them`() throws {
    let scratch = try center()
    #expect(try run(scratch).exitCode == 0)
    let before = try #require(Release(in: scratch.path("out"))).content()
    try scratch.write("tickets9.json", ticket(4, "parcel"))
    for file in ["tickets1.json", "tickets2.json"] {
      try FileManager.default.removeItem(atPath: scratch.path(file))
    }
    for (file, text, old) in [
      ("reasons.yaml", Self.reasons.replacing("parcel", with: "box"), Self.reasons),
      ("reasons.yaml", Self.reasons + "lexicon: {thanks: [box]}\n", Self.reasons),
      (
        "throughline.yaml", Self.configuration.replacing("keep-text: false", with: "keep-text: on"),
        Self.configuration
      ),
    ] {
      try scratch.write(file, text)
      let stopped = try run(scratch)
      #expect(stopped.exitCode == 78, "\(file)")
      for name in ["tickets1.json", "tickets2.json", "S303", "desk"] {
        #expect(stopped.errors.contains(name), "\(name) in \(stopped.errors)")
      }
      #expect(!stopped.errors.contains("tickets9.json"))
      #expect(try #require(Release(in: scratch.path("out"))).content() == before)
      try scratch.write(file, old)
    }
    // Comments and tests decide nothing.
    try scratch.write("reasons.yaml", "# as before\n" + Self.reasons)
    let run = try run(scratch)
    #expect(run.exitCode == 0, "\(run.errors)")
  }

  @Test func `changed personas only recompute`() throws {
    let scratch = try center()
    #expect(try run(scratch).exitCode == 0)
    for file in ["tickets1.json", "tickets2.json"] {
      try FileManager.default.removeItem(atPath: scratch.path(file))
    }
    try scratch.write("tickets9.json", ticket(4, "parcel"))
    try scratch.write("personas.yaml", Self.personas.replacing("shopper", with: "buyer"))
    let again = try run(scratch)
    #expect(again.exitCode == 0, "\(again.errors)")
    #expect(try table("by-persona", scratch) == ["buyer 3", "others 1", "All 4"])
  }

  @Test func `texts reach neither state nor release unless they are kept`() throws {
    let scratch = try center()
    let done = try run(scratch)
    #expect(done.exitCode == 0, "\(done.errors)")
    let held = try filesHolding("Quixotic", in: [scratch.path("out"), scratch.path("out-store")])
    #expect(held == [])
    let shown = try Program.throughline([
      "inspect", scratch.path("tickets2.json"), "--config", scratch.path("throughline.yaml"),
    ])
    #expect(shown.output.contains("subject: signals repeated"), "\(shown.output)\(shown.errors)")
    #expect(shown.output.contains("reason delivery by rule delivery"))
    #expect(!shown.output.contains("Quixotic"))
    let kept = Self.configuration.replacing("keep-text: false", with: "keep-text: true")
    let inspected = try Program.throughline([
      "inspect", scratch.path("tickets2.json"), "--config", try scratch.write("kept.yaml", kept),
    ])
    #expect(inspected.output.contains("Quixotic"))
  }

  /// The files that hold a text, uncompressed as they lie.
  private func filesHolding(_ text: String, in folders: [String]) throws -> [String] {
    var found: [String] = []
    for folder in folders {
      for case let name as String in FileManager.default.enumerator(atPath: folder) ?? .init() {
        // Folders cannot be read as files.
        guard let data = try? Data(contentsOf: URL(filePath: folder + "/" + name)) else { continue }
        if data.range(of: Data(text.utf8)) != nil { found.append(name) }
      }
    }
    return found
  }

  @Test func `validate tells all problems of all files in one pass`() throws {
    let scratch = try center()
    try scratch.write("reasons.yaml", "rules:\n  - {reason: a, anny: [x]}\n")
    try scratch.write("personas.yaml", "personas:\n  - {persona: a, when: {contcts: 1}}\n")
    try scratch.write("throughline.yaml", Self.configuration + "windwo: 1\n")
    let validated = try Program.throughline([
      "validate", "--config", scratch.path("throughline.yaml"),
    ])
    #expect(validated.exitCode == 78)
    for part in [
      "reasons.yaml:2:17: error[C102]: unknown key 'anny'", "did you mean 'any'?",
      "personas.yaml:2:25: error[C102]: unknown key 'contcts'", "did you mean 'contacts'?",
      "error[C102]: unknown key 'windwo'",
    ] {
      #expect(validated.errors.contains(part), "\(part) in \(validated.errors)")
    }
    try scratch.write(
      "throughline.yaml", Self.configuration.replacing("reasons.yaml", with: "reason.yaml"))
    let missing = try Program.throughline([
      "validate", "--config", scratch.path("throughline.yaml"),
    ])
    #expect(missing.errors.contains("throughline.yaml:2:10: error[C106]: there is no file"))
  }

  @Test func `an attribute that no adapter states is an error of its place`() throws {
    let scratch = try center()
    let config = scratch.path("throughline.yaml")
    try scratch.write(
      "personas.yaml",
      """
      personas:
        - {persona: a, when: {attributes: {segmnt: vip, tier: gold}}}
      tests: [{name: t, customer: {attributes: {xyz: 1}}, persona: null}]
      """)
    for verb in ["validate", "run"] {
      let refused = try Program.throughline([verb, "--config", config])
      #expect(refused.exitCode == 78)
      for part in [
        "personas.yaml:2:38: error[C106]: no adapter states an attribute 'segmnt'",
        "did you mean 'segment'?", "2:51: error[C106]", "3:43: error[C106]",
        "one of: account, ",
      ] {
        #expect(refused.errors.contains(part), "\(part) in \(refused.errors)")
      }
    }
    // An adapter of one's own may state it.
    let adapter = """
      adapter: members
      system: club
      title: Members
      about: From the club.
      reads: csv
      recognise: {columns: [member, tier_code]}
      record: {entity: profile, key: member}
      identifiers: [{kind: customer, namespace: crm, value: member}]
      profile: {attributes: {tier: tier_code, segmnt: tier_code, xyz: tier_code}}
      """
    try scratch.write("adapters/members.yaml", adapter)
    let validated = try Program.throughline(["validate", "--config", config])
    #expect(validated.exitCode == 0, "\(validated.errors)")
  }

  @Test func `test runs the tests of both files`() throws {
    let scratch = try center()
    let config = scratch.path("throughline.yaml")
    let good = try Program.throughline(["test", "--config", config])
    #expect(good.exitCode == 0, "\(good.errors)")
    #expect(good.output.contains("reasons.yaml") && good.output.contains("1 test"))
    try scratch.write(
      "reasons.yaml", Self.reasons.replacing("reason: refund}]\n", with: "reason: delivery}]\n"))
    try scratch.write(
      "personas.yaml", Self.personas.replacing("persona: shopper}]", with: "persona: others}]"))
    let bad = try Program.throughline(["test", "--config", config])
    #expect(bad.exitCode == 1)
    for part in [
      "reasons.yaml:4:9: error[C109]: test 't': reason: expected delivery",
      "personas.yaml:4:9: error[C109]: test 't': expected others",
    ] {
      #expect(bad.errors.contains(part), "\(part) in \(bad.errors)")
    }
  }

  @Test func `the files shown in docs pass their own tests`() throws {
    let scratch = try Scratch()
    for name in ["reasons", "personas"] {
      let page = try String(
        contentsOf: Repository.root.appending(path: "docs/\(name).md"), encoding: .utf8)
      let block = try #require(page.components(separatedBy: "```yaml\n").dropFirst().first)
      try scratch.write("\(name).yaml", block.components(separatedBy: "```")[0])
    }
    let config = try scratch.write(
      "throughline.yaml", "reasons: reasons.yaml\npersonas: personas.yaml\n")
    let run = try Program.throughline(["test", "--config", config])
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(run.output.contains("reasons.yaml") && run.output.contains("2 tests: ok"))
  }

  @Test func `Python finds the same reasons`() throws {
    let scratch = try Scratch()
    try Program.expectAgreement(of: "reasons_judge.py", ["make", scratch.folder.path(), "-"])
    let done = try run(scratch)
    #expect(done.exitCode == 0, "\(done.errors)")
    let release = try #require(Release(in: scratch.path("out")))
    try Program.expectAgreement(
      of: "reasons_judge.py", ["check", scratch.folder.path(), release.folder])
  }
}
