import Foundation
import Testing

/// `throughline run --timings` says where the time went.
@Suite struct TimingsTests {
  private struct Timings: Decodable {
    struct Stage: Decodable {
      var stage: String
      var wallMicroseconds: Int?
      var cpuMicroseconds: Int
    }
    var jobs: Int
    var records: Int
    var interactions: Int
    var wallMicroseconds: Int
    var cpuMicroseconds: Int
    var stages: [Stage]
  }

  /// Runs the fixture's center and returns what it wrote to a file, or to stderr.
  private func timings(_ options: [String], to file: String?, in scratch: Scratch) throws -> Timings
  {
    let configuration = Repository.root.appending(path: "Fixtures/center/throughline.yaml").path()
    let run = try Program.throughline(
      [
        "run", "--config", configuration, "--store", scratch.store(), "--out", scratch.path("out"),
        "--quiet", "--timings", file ?? "-",
      ] + options)
    #expect(run.exitCode == 0, "\(run.errors)")
    let data = try file.map { try Data(contentsOf: URL(filePath: $0)) }
    return try JSONDecoder().decode(Timings.self, from: data ?? Data(run.errors.utf8))
  }

  @Test func `every stage is there and all add up to the run`() throws {
    let scratch = try Scratch()
    let file = try scratch.write("timings.json", "what was here before")
    let found = try timings(["--jobs", "2"], to: file, in: scratch)
    #expect(
      found.stages.map(\.stage) == [
        "reading", "assembling", "identifying", "shuffling", "analysing", "publishing",
        "the rest",
      ])
    #expect(found.jobs == 2 && found.records > 40 && found.interactions > 8)
    #expect(found.stages.reduce(0) { $0 + $1.cpuMicroseconds } == found.cpuMicroseconds)
    #expect(found.stages.reduce(0) { $0 + ($1.wallMicroseconds ?? 0) } == found.wallMicroseconds)
    for stage in found.stages { #expect(stage.cpuMicroseconds >= 0, "\(stage.stage)") }
    let publishing = try #require(found.stages.first { $0.stage == "publishing" })
    #expect(publishing.cpuMicroseconds > 1_000)
  }

  @Test func `a dash is standard error`() throws {
    #expect(try timings([], to: nil, in: Scratch()).interactions > 8)
  }

  @Test func `a file that cannot be written is named`() throws {
    let scratch = try Scratch()
    let configuration = Repository.root.appending(path: "Fixtures/center/throughline.yaml").path()
    let run = try Program.throughline([
      "run", "--config", configuration, "--store", scratch.store(), "--out", scratch.path("out"),
      "--quiet", "--timings", scratch.path("missing/timings.json"),
    ])
    #expect(run.exitCode == 73)
    #expect(run.errors.contains("missing/timings.json: No such file"), "\(run.errors)")
  }
}
