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

  private func publish(_ scratch: Scratch) throws -> String {
    let run = try Program.throughline([
      "run", "--config", Repository.configuration, "--store", try scratch.store(),
      "--out", scratch.path("out"),
    ])
    try #require(run.exitCode == 0, "\(run.errors)")
    return scratch.path("out")
  }
}
