import Foundation
import Testing

/// `diff` says which published numbers changed and what of the releases' making did.
@Suite struct DiffTests {
  private func run(_ scratch: Scratch, _ words: String) throws -> Program {
    try Program.throughline(
      words.split(separator: " ").map(String.init), in: scratch.folder.path())
  }

  private func call(_ id: Int, _ day: String) -> String {
    let number = String(format: "%012d", id)
    return """
      {"ContactId":"c0000000-0000-4000-8000-\(number)","Channel":"VOICE",\
      "InitiationMethod":"INBOUND","InitiationTimestamp":"\(day)T10:00:00Z",\
      "DisconnectTimestamp":"\(day)T10:05:00Z","LastUpdateTimestamp":"\(day)T10:06:00Z"}

      """
  }

  @Test func `an input that comes late is the cause of the numbers it changes`() throws {
    let scratch = try Scratch()
    let asOf = "--as-of 2026-03-04T12:00:00Z"
    try scratch.write("x/a.ndjson", call(1, "2026-03-01") + call(2, "2026-03-04"))
    #expect(try run(scratch, "run x \(asOf)").exitCode == 0)
    let old = try FileManager.default.destinationOfSymbolicLink(
      atPath: scratch.path("out/latest")
    ).replacing("releases/", with: "")
    let same = try run(scratch, "diff \(old) out/latest")
    #expect(same.output == "0 numbers changed, 0 causes\n", "\(same.output)\(same.errors)")
    try scratch.write("x/b.ndjson", call(3, "2026-03-01"))
    #expect(try run(scratch, "run x \(asOf)").exitCode == 0)
    let changed = try run(scratch, "diff \(old) out/latest")
    #expect(changed.exitCode == 0, "\(changed.errors)")
    let lines = changed.output.split(separator: "\n").map(String.init)
    #expect(lines.first == "cause: input added: x/b.ndjson", "\(lines)")
    #expect(lines.filter { $0.hasPrefix("cause") }.count == 1)
    // One more contact on the first of March, and nothing about the fourth.
    #expect(lines.contains("2026-03-01  contacts  1 of 1 → 2 of 2"), "\(lines)")
    #expect(!lines.contains { $0.hasPrefix("2026-03-04") }, "\(lines)")
    let csv = try String(
      contentsOfFile: scratch.path("out/latest/provenance/restatements.csv"), encoding: .utf8)
    #expect(lines.count == csv.split(separator: "\n").count - 1 + 2, "\(lines)")
    struct Difference: Decodable {
      struct Cause: Decodable { var kind: String }
      struct Number: Decodable { var measure: String }
      var causes: [Cause]
      var numbers: [Number]
    }
    let json = try run(scratch, "diff \(old) out/latest --json")
    let found = try JSONDecoder().decode(Difference.self, from: Data(json.output.utf8))
    #expect(found.causes.map(\.kind) == ["input added"] && found.numbers.count == lines.count - 2)
    #expect(try run(scratch, "diff \(old) nowhere").exitCode == 66)
  }
}
