import Foundation
import Testing

/// What is stored does not depend on the clock; what is published has no event of the future.
@Suite struct ClockTests {
  /// A queue log with an answered call at each of these instants, seconds since the epoch.
  private func log(_ starts: [Int]) -> String {
    starts.map { start in
      """
      \(start)|\(start).1|600|NONE|ENTERQUEUE||2125550143|1
      \(start + 30)|\(start).1|600|SIP/7|CONNECT|30|1|5
      \(start + 90)|\(start).1|600|SIP/7|COMPLETEAGENT|30|60|1

      """
    }.joined()
  }

  private func run(_ scratch: Scratch, _ more: [String] = []) throws -> Program {
    let config = try scratch.write(
      "throughline.yaml",
      """
      timezone: UTC
      inputs: [{name: pbx, adapter: asterisk-queue-log, path: "exports/*"}]

      """)
    return try Program.throughline(
      ["run", "--config", config, "--out", scratch.path("out")] + more)
  }

  private func asOf(_ scratch: Scratch) throws -> String {
    let manifest = try Data(contentsOf: URL(filePath: scratch.path("out/latest/manifest.json")))
    let object = try JSONSerialization.jsonObject(with: manifest) as? [String: Any]
    return try #require(object?["as_of"] as? String)
  }

  @Test func `an event of the future waits until it is none`() throws {
    let scratch = try Scratch()
    // 2026-03-01T10:00Z and 2150-01-01T00:00Z.
    try scratch.write("exports/queue_log", log([1_772_359_200, 5_680_281_600]))
    let run = try run(scratch)
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(try asOf(scratch) == "2026-03-01T10:01:30Z")
    // The same store, as a later clock would publish it.
    let later = try self.run(scratch, ["--as-of", "2150-01-01T00:01:30Z"])
    #expect(later.exitCode == 0, "\(later.errors)")
    #expect(try asOf(scratch) == "2150-01-01T00:01:30Z")
    let interactions = try FileManager.default.contentsOfDirectory(
      atPath: scratch.path("out/latest/datasets/interactions"))
    #expect(interactions.contains("date=2150-01-01"), "\(interactions)")
  }

  @Test func `events of the future alone are no release as of 1970`() throws {
    let scratch = try Scratch()
    try scratch.write("exports/queue_log", log([5_680_281_600]))
    let run = try run(scratch)
    #expect(run.exitCode == 65, "\(run.errors)")
    #expect(run.errors.contains("error[R506]: every event of the exports is after now"))
    #expect(!FileManager.default.fileExists(atPath: scratch.path("out/latest")))
    let later = try self.run(scratch, ["--as-of", "2150-01-02T00:00:00Z"])
    #expect(later.exitCode == 0, "\(later.errors)")
  }
}
