import JourneyModel
import Pipeline
import Publishing
import RecordStore

/// How long each stage of a run took, as JSON for programs: `scripts/benchmarks/center` reads it.
struct StageTimings {
  private let times: [RunStage: StageClock.Times]
  private let jobs: Int
  private let outcome: RunOutcome

  init(_ times: [RunStage: StageClock.Times], jobs: Int, of outcome: RunOutcome) {
    self.times = times
    self.jobs = jobs
    self.outcome = outcome
  }

  /// Writes the text to a file, replacing it, or to stderr for `-`.
  func write(to path: String) throws {
    guard path != "-" else { return StandardError.write(json) }
    try OutputFile.write(json, to: path)
  }

  /// Stages in the order of a run; a stage that only ran inside others has no time at the wall.
  private var json: String {
    let stages = RunStage.allCases.compactMap { stage -> JSONValue? in
      guard let times = times[stage] else { return nil }
      return .object([
        ("stage", .text(stage.rawValue)),
        ("wallMicroseconds", times.wall.map { .integer(microseconds($0)) } ?? .null),
        ("cpuMicroseconds", .integer(microseconds(times.cpu))),
      ])
    }
    return JSONValue.object([
      ("jobs", .integer(Int64(jobs))),
      ("records", .integer(outcome.inputs.reduce(0) { $0 + $1.ledger.recordsRead })),
      ("interactions", outcome.totals.map { .integer($0.interactions) } ?? .null),
      ("wallMicroseconds", .integer(times.values.reduce(0) { $0 + microseconds($1.wall ?? 0) })),
      ("cpuMicroseconds", .integer(times.values.reduce(0) { $0 + microseconds($1.cpu) })),
      ("stages", .array(stages)),
    ]).indentedText
  }

  private func microseconds(_ seconds: Double) -> Int64 { Int64((seconds * 1e6).rounded()) }
}
