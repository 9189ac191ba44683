import Foundation
import Testing

/// What an export brings reaches a terminal only as text that can be seen.
@Suite struct HostileTextTests {
  /// Sets a title, turns red, clears the screen, reverses letters, hides them, ends a line.
  private static let hostile =
    "\u{1b}]0;x\u{7}\u{1b}[31m\u{7f}\u{9b}2J"
    + "\u{202e}a\u{2066}\u{200b}\u{200f}\u{2028}\u{feff}\u{61c}"
  private static let visible =
    #"\u001b]0;x\u0007\u001b[31m\u007f\u009b2J\u202ea\u2066\u200b\u200f\u2028\ufeff\u061c"#

  private static let adapter = #"""
    adapter: mine
    system: mine
    title: "Mine \u001b[31m\u202e"
    reads: csv
    recognise: {columns: [ID, Queue]}
    record: {entity: thing, key: ID}
    times: {formats: [iso8601], zone: UTC}
    interaction: {kind: {is: call}, id: ID, channel: {is: voice}, queue: Queue, agent: Agent}
    events:
      - {activity: queued, at: Time, queue: Queue}
      - {activity: ended, at: End}

    """#

  /// A folder with an export whose name, header and cells are hostile, and its adapter.
  private func scratch() throws -> (Scratch, export: String) {
    let scratch = try Scratch()
    try scratch.write("throughline.yaml", "timezone: UTC\n")
    try scratch.write("adapters/mine.yaml", Self.adapter)
    let text = Self.hostile
    var lines = ["ID,Queue,Agent,Time,End,\"Column \(text)\""]
    for day in 10..<30 {
      lines.append(
        "\"\(day)\(text)\",\"Q\(text)\n\",\"A\(text)\",2024-01-\(day)T10:00:00Z,"
          + "2024-01-\(day)T10:05:00Z,\"x\(text)\"")
    }
    lines.append("\"99\(text)\",q,a,\"2024-\(text)\",,")
    let export = try scratch.write("Export \(text).csv", lines.joined(separator: "\n") + "\n")
    return (scratch, export.removingPercentEncoding ?? export)
  }

  /// Whether a text holds nothing that acts on a terminal; line ends are the program's own.
  private func isHarmless(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      switch scalar.value {
      case 0x0A: true
      case 0x00...0x1F, 0x7F...0x9F, 0x61C, 0x200B...0x200F, 0x2028...0x202E, 0x2060,
        0x2066...0x2069, 0xFEFF:
        false
      default: true
      }
    }
  }

  @Test func `every command shows hostile text as its escapes`() throws {
    let (scratch, export) = try scratch()
    let here = ["--config", scratch.path("throughline.yaml"), "--out", scratch.path("out")]
    let calls = [
      ["run", export] + here, ["run", export, "--json", "--out", scratch.path("other")],
      ["inspect", export] + here, ["adapters", "new", export],
      ["explain", "10" + Self.hostile] + here, ["run", export + Self.hostile] + here,
      ["inspect", export, "--adapter", Self.hostile] + here,
      ["--" + Self.hostile], [Self.hostile], ["adapters", "show", Self.hostile],
    ]
    for call in calls {
      let run = try Program.throughline(call)
      #expect(isHarmless(run.output), "\(call[0]): \(run.output.debugDescription)")
      #expect(isHarmless(run.errors), "\(call[0]): \(run.errors.debugDescription)")
      #expect((run.output + run.errors).contains(Self.visible), "\(call[0]): \(run.output)")
    }
    let list = try Program.throughline(["adapters", "list"], in: scratch.folder.path())
    #expect(list.output.contains(#"Mine \u001b[31m\u202e"#), "\(list.output)")
  }

  @Test func `JSON escapes hostile text and reads back as it was`() throws {
    let (scratch, export) = try scratch()
    let run = try Program.throughline([
      "run", export, "--json", "--config", scratch.path("throughline.yaml"), "--out",
      scratch.path("out"),
    ])
    #expect(run.exitCode == 0, "\(run.errors)")
    let value = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
    let inputs = try #require((value as? [String: Any])?["inputs"] as? [[String: Any]])
    #expect(inputs.first?["path"] as? String == export)
  }

  @Test func `a draft made from hostile text is an adapter that reads it`() throws {
    let (scratch, export) = try scratch()
    let draft = try Program.throughline(["adapters", "new", export, "--id", "drafted"])
    try scratch.write("drafts/adapters/drafted.yaml", draft.output)
    try scratch.write("drafts/throughline.yaml", "timezone: UTC\n")
    let run = try Program.throughline([
      "inspect", export, "--adapter", "drafted", "--config",
      scratch.path("drafts/throughline.yaml"),
    ])
    #expect(run.exitCode == 0, "\(draft.output)\(run.errors)")
  }

  @Test func `a caret stands below the letter it means`() throws {
    let scratch = try Scratch()
    try scratch.write("throughline.yaml", "timezone: UTC\n")
    try scratch.write(
      "adapters/mine.yaml",
      Self.adapter + "profile: {attributes: {x: 'first([\"\u{202e}\u{200b}\"], nobody(a))'}}\n")
    let run = try Program.throughline(["validate"], in: scratch.folder.path())
    let lines = run.errors.split(separator: "\n")
    let excerpt = try #require(lines.first { $0.contains("profile") }, "\(run.errors)")
    let caret = try #require(lines.first { $0.hasSuffix("^") })
    #expect(excerpt.dropFirst(caret.count - 1).hasPrefix("nobody(a)"), "\(run.errors)")
    #expect(excerpt.contains(#"["\u202e\u200b"]"#), "\(run.errors)")
  }

  @Test func `an adapter goes into a file as it is`() throws {
    let scratch = try Scratch()
    let text = Self.adapter + "# \u{200f}\u{5e9}\u{200f}\ttab\n"
    try scratch.write("adapters/mine.yaml", text)
    try scratch.write("throughline.yaml", "timezone: UTC\n")
    let run = try Program.throughline(["adapters", "show", "mine"], in: scratch.folder.path())
    #expect(run.output == text)
  }

  @Test func `no control character gets into the tables of the report`() throws {
    let (scratch, export) = try scratch()
    try scratch.write("throughline.yaml", "timezone: UTC\nprivacy: {minimum-group: 1}\n")
    let run = try Program.throughline([
      "run", export, "--config", scratch.path("throughline.yaml"), "--out", scratch.path("out"),
    ])
    #expect(run.exitCode == 0, "\(run.errors)")
    let release = try #require(Release(in: scratch.path("out")))
    try Program.expectAgreement(of: "release_judge.py", [release.folder])
    let queues = try String(
      contentsOfFile: release.folder + "/report/tables/by-queue.csv", encoding: .utf8)
    #expect(queues.contains(#"Q\u001b]0;x\u0007\u001b[31m\u007f\u009b2J"#), "\(queues)")
  }

  @Test func `a very long value leaves a message readable`() throws {
    let scratch = try Scratch()
    let long = String(repeating: "a", count: 200_000)
    try scratch.write("throughline.yaml", "timezone: \(long)\n")
    let run = try Program.throughline(["validate"], in: scratch.folder.path())
    #expect(run.exitCode == 78)
    #expect(run.errors.contains("is not a time zone of the IANA database"), "\(run.errors)")
    #expect(run.errors.split(separator: "\n").allSatisfy { $0.count < 1000 }, "\(run.errors)")
  }
}
