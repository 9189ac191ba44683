import Foundation
import Testing

/// `make bench` measures programs that find the same; how fast they are is not tested.
@Suite struct CenterBenchTests {
  /// What the benchmark writes as JSON, as far as it is looked at here.
  private struct Report: Decodable {
    struct Program: Decodable {
      var wall: Double
      var cpu: Double
      var peak: Double
      var out: Double
    }
    struct Stage: Decodable {
      var microseconds: Double
    }
    struct Compared: Decodable {
      var differences: [String: Double]
      var ours: [String: Int]
      var theirs: [String: Int]
    }
    struct Limit: Decodable {
      var seconds: Double
      var inflated: Int
    }
    var programs: [String: Program]
    var stages: [String: Stage]
    var limit: Limit
    var compared: [String: Compared]
    var troubles: [String]
  }

  private static let script = Repository.root.appending(path: "scripts/benchmarks/center").path()

  /// Measures a small center once and returns what was printed and written.
  private func measure(_ binary: String, in scratch: Scratch) throws -> (Program, Report) {
    var environment = ProcessInfo.processInfo.environment
    environment["JSON"] = scratch.path("report.json")
    let run = try Program.run(
      Program.python,
      [
        Self.script, binary, "--interactions", "2000", "--rounds", "1", "--data",
        scratch.path("data"),
      ], environment: environment)
    let data = try Data(contentsOf: URL(filePath: scratch.path("report.json")))
    return (run, try JSONDecoder().decode(Report.self, from: data))
  }

  @Test func `both rivals do the job and find the same`() throws {
    let (run, report) = try measure(Program.tool, in: Scratch())
    #expect(run.exitCode == 0, "\(run.output)\(run.errors)")
    #expect(report.troubles == [])
    #expect(report.programs.keys.sorted() == ["DuckDB", "Polars", "throughline"])
    for (name, program) in report.programs {
      #expect(program.wall > 0 && program.cpu > 0, "\(name)")
      #expect(program.peak > 10e6 && program.out > 100_000, "\(name)")
    }
    #expect(report.limit.seconds > 0 && report.limit.inflated > 3_000_000)
    for name in ["read", "store to customers", "analyse", "publish"] {
      #expect(try #require(report.stages[name]).microseconds > 0, "\(name)")
    }
    for (name, found) in report.compared {
      #expect(found.ours["interactions"] == 2000 && found.theirs["interactions"] == 2000, "\(name)")
      #expect(try #require(found.ours["events"]) > 10_000 && found.differences["events"] == 0)
      #expect(found.differences["measure wait"] == 0 && found.differences["wait_ms"] == 0)
    }
  }

  @Test func `a program that finds something else is named`() throws {
    let scratch = try Scratch()
    // It leaves out the calls, as a broken adapter would.
    let liar = try scratch.write(
      "throughline",
      """
      #!/bin/sh
      if [ "$1" = run ]; then
        less="${3%.yaml}-less.yaml"
        sed '/name: calls/,+3d' "$3" >"$less"
        shift 3
        exec "\(Program.tool)" run --config "$less" "$@"
      fi
      exec "\(Program.tool)" "$@"

      """)
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: liar)
    let readers = URL(filePath: Program.tool).deletingLastPathComponent()
      .appending(path: "bench-readers").path()
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path("bench-readers"), withDestinationPath: readers)
    let (run, report) = try measure(liar, in: scratch)
    #expect(run.exitCode == 1, "\(run.errors)")
    #expect(report.troubles.contains { $0.hasPrefix("DuckDB: interactions differs by") })
  }
}
