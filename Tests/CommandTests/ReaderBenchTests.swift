import Foundation
import Testing

/// The benchmark of the readers measures programs that find the same.
@Suite struct ReaderBenchTests {
  /// What the benchmark writes as JSON, as far as it is looked at here.
  private struct Report: Decodable {
    struct Row: Decodable {
      let name: String
      let seconds: Double
    }
    struct Task: Decodable {
      let task: String
      let records: Int
      let rows: [Row]
    }
    let tasks: [Task]
    let absent: [String]
    let troubles: [String]
  }

  private static let script = Repository.root.appending(path: "scripts/benchmarks/readers").path()
  private static let binary = URL(filePath: Program.tool).deletingLastPathComponent()
    .appending(path: "bench-readers").path()

  /// Measures two megabytes of each file once and returns what it wrote.
  private func measure(
    _ binary: String, _ options: [String] = [], in scratch: Scratch
  ) throws -> (Program, Report) {
    var environment = ProcessInfo.processInfo.environment
    environment["JSON"] = scratch.path("report.json")
    let arguments = [Self.script, binary, "--megabytes", "2", "--rounds", "1"] + options
    let run = try Program.run(Program.python, arguments, environment: environment)
    let data = try Data(contentsOf: URL(filePath: scratch.path("report.json")))
    return (run, try JSONDecoder().decode(Report.self, from: data))
  }

  @Test func `all programs find the same in every file`() throws {
    let (run, report) = try measure(Self.binary, in: Scratch())
    #expect(run.exitCode == 0, "\(run.output)\(run.errors)")
    #expect(report.troubles == [])
    #expect(
      report.tasks.map(\.task) == ["csv", "json", "huge", "array", "csv.gz", "json.gz", "huge.gz"])
    for task in report.tasks {
      #expect(task.records >= 5_000, "\(task.task)")
      for name in ["throughline", "DuckDB", "Polars", "Python"] {
        #expect(
          task.rows.contains { $0.name.hasPrefix(name) && $0.seconds > 0 },
          "\(name) did not run \(task.task)")
      }
    }
    #expect(!report.absent.contains("DuckDB"))
  }

  @Test func `a program that finds something else is named`() throws {
    let scratch = try Scratch()
    let liar = try scratch.write(
      "liar",
      """
      #!/bin/sh
      exec "\(Self.binary)" "$@" | sed 's/"length":/"length":1/'

      """)
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: liar)
    let (run, report) = try measure(liar, ["--only", "csv"], in: scratch)
    #expect(run.exitCode == 1)
    #expect(report.troubles.contains { $0.hasPrefix("calls.csv: DuckDB, 2 threads finds sums") })
  }

  /// What is measured through adapters; DuckDB finds as many records.
  private struct Intake: Decodable {
    let records: Int
    let rejected: Int
    let allocations: Double
  }

  @Test func `reading through an adapter allocates nothing per record`() throws {
    let scratch = try Scratch()
    var environment = ProcessInfo.processInfo.environment
    environment["JSON"] = scratch.path("report.json")
    let folder = URL(filePath: Self.script).deletingLastPathComponent()
    let binary = URL(filePath: Self.binary).deletingLastPathComponent()
    let run = try Program.run(
      Program.python,
      [
        folder.appending(path: "intake").path(), binary.appending(path: "bench-intake").path(),
        "--megabytes", "8", "--rounds", "1",
      ], environment: environment)
    #expect(run.exitCode == 0, "\(run.output)\(run.errors)")
    let report = try JSONDecoder().decode(
      [String: Intake].self, from: Data(contentsOf: URL(filePath: scratch.path("report.json"))))
    #expect(report.keys.sorted() == ["calls.csv", "conversations.ndjson"])
    for (file, found) in report {
      #expect(found.records > 5_000 && found.rejected == 0, "\(file)")
      // Memory that grows to the largest record of the file is asked for now and then.
      #expect(found.allocations < 0.01, "\(file)")
    }
  }
}
