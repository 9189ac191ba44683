import Foundation
import Testing

/// Everything published can be followed to the bytes it was read from.
@Suite struct ExplainTests {
  @Test func `explain leads from an interaction to the bytes that state it`() throws {
    let scratch = try Scratch()
    let out = try publish(scratch)
    let explained = try Program.throughline(["explain", "4101", "--out", out])
    #expect(explained.exitCode == 0, "\(explained.errors)")
    #expect(explained.output.contains("came back 22 h after it was settled"))
    let places = explained.output.matches(of: /record [0-9a-f]{32}: (.+) bytes (\d+)\+(\d+)/)
    #expect(places.count == 6, "the ticket and the five audits that state an event")
    for place in places {
      let bytes = try Data(contentsOf: URL(filePath: String(place.1)))
      let start = try #require(Int(place.2))
      let record = bytes[start..<(start + (try #require(Int(place.3))))]
      let text = String(decoding: record, as: UTF8.self)
      #expect(text.hasPrefix("{") && text.hasSuffix("}") && text.contains("4101"))
    }
    let command = try #require(explained.output.firstMatch(of: /zcat -f .+/))
    let shown = try Program.run("/bin/sh", ["-c", String(command.0)])
    #expect(shown.output.hasPrefix("{") && shown.output.hasSuffix("}"), "\(shown.errors)")
  }

  @Test func `explain takes a native id as the export wrote it`() throws {
    let scratch = try Scratch()
    let file = try scratch.write(
      "queue_log",
      "1748772000|1748772000.0|sales|NONE|ENTERQUEUE||+493012345678|1\n"
        + "1748772030|1748772000.0|sales|SIP/7|CONNECT|30|1748772001.1|3\n"
        + "1748772090|1748772000.0|sales|SIP/7|COMPLETEAGENT|30|60|1\n")
    let out = scratch.path("out")
    let run = try Program.throughline(["run", file, "--out", out, "--store", try scratch.store()])
    #expect(run.exitCode == 0, "\(run.errors)")
    let explained = try Program.throughline(["explain", "1748772000.0", "--out", out])
    #expect(explained.output.contains("native_id: 1748772000"), "\(explained.errors)")
  }

  @Test func `explain follows a journey and its findings`() throws {
    let scratch = try Scratch()
    let out = try publish(scratch)
    let interaction = try Program.throughline(["explain", "4101", "--out", out]).output
    let journey = try #require(interaction.firstMatch(of: /journey_id: ([0-9a-f]{32})/)).1
    let finding = try #require(interaction.firstMatch(of: /settled  ([0-9a-f]{32})/)).1
    for id in [journey, finding] {
      let explained = try Program.throughline(["explain", String(id), "--out", out])
      #expect(explained.exitCode == 0, "\(explained.errors)")
      #expect(explained.output.contains("audits-2026-03.json bytes "), "\(explained.output)")
    }
  }

  @Test(arguments: ["F01", "long-wait", "fcr-7d", "I208"])
  func `explain gives definitions without a release`(_ name: String) throws {
    let explained = try Program.throughline(["explain", name])
    #expect(explained.exitCode == 0, "\(explained.errors)")
    #expect(explained.output.count > 40)
  }

  @Test func `explain of nothing known is an error`() throws {
    let scratch = try Scratch()
    let out = try publish(scratch)
    let explained = try Program.throughline(["explain", "long-wiat", "--out", out])
    #expect(explained.exitCode == 1, "\(explained.output)")
    #expect(explained.errors.contains("long-wait"), "\(explained.errors)")
  }

  @Test func `explain says why each step is in its journey`() throws {
    let scratch = try Scratch()
    let out = try publish(scratch)
    let interaction = try Program.throughline(["explain", "4104", "--out", out]).output
    let journey = try #require(interaction.firstMatch(of: /journey_id: ([0-9a-f]{32})/)).1
    let explained = try Program.throughline(["explain", String(journey), "--out", out])
    #expect(
      explained.output.contains(
        "joined to ticket 4101 because both are about 'billing', 2 d 8 h after it; up to 7 d join, "
          + "since it was settled"), "\(explained.output)")
    #expect(
      explained.output.contains("because one of them names the other"), "\(explained.output)")
    #expect(explained.output.contains("waiting 3 m 20 s"), "\(explained.output)")
    let json = try Program.throughline(["explain", String(journey), "--out", out, "--json"])
    let document =
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    #expect(document?["version"] as? Int == 1)
    let root = document?["explained"] as? [String: Any]
    let parts = root?["parts"] as? [[String: Any]]
    #expect(parts?.map { $0["text"] as? String } == ["steps", "findings", "sources"])
  }

  @Test(arguments: [
    ("4101", "4104", "They are in one journey"),
    ("4101", "4102", "They are of two customers"),
    ("c0000003-0000-4000-8000-000000000003", "4104", "They are one customer's, in two journeys"),
  ])
  func `explain why-not says what keeps two apart`(
    one: String, other: String, expected: String
  ) throws {
    let scratch = try Scratch()
    let out = try publish(scratch)
    let explained = try Program.throughline(["explain", "why-not", one, other, "--out", out])
    #expect(explained.output.contains(expected), "\(explained.output)\(explained.errors)")
    let swapped = try Program.throughline(["explain", "why-not", other, one, "--out", out])
    #expect(swapped.output == explained.output)
  }

  @Test func `explain of what is not there says until when the release knows`() throws {
    let scratch = try Scratch()
    let out = try publish(scratch)
    for names in [["9999999"], ["why-not", "4101", "9999999"]] {
      let explained = try Program.throughline(["explain"] + names + ["--out", out])
      #expect(explained.exitCode == 1)
      #expect(explained.errors.contains("as of 2026-03-20T14:01:50Z"), "\(explained.errors)")
    }
    let usage = try Program.throughline(["explain", "4101", "4102", "--out", out])
    #expect(usage.exitCode == 64, "\(usage.errors)")
  }

  private func publish(_ scratch: Scratch) throws -> String {
    let run = try Program.throughline([
      "run", "--config", Repository.configuration, "--store", try scratch.store(),
      "--out", scratch.path("out"),
    ])
    try #require(run.exitCode == 0, "\(run.errors)")
    return scratch.path("out")
  }
}
