import Foundation
import Testing

/// Other processes: a run beside a run, and one that is asked to stop.
@Suite struct InterruptionTests {
  @Test func `a second run on the same store is told who holds it`() throws {
    let scratch = try Scratch()
    let store = try scratch.store()
    let lock = open(store + "/.lock", O_RDWR | O_CREAT, 0o600)
    try #require(lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) == 0)
    defer { close(lock) }
    try #require(pwrite(lock, "process 4711", 12, 0) == 12)
    let arguments = ["run", Repository.contacts, "--store", store, "--out", scratch.path("out")]
    let run = try Program.throughline(arguments)
    #expect(run.exitCode == 75, "\(run.errors)")
    #expect(run.errors.contains("S301") && run.errors.contains("process 4711"), "\(run.errors)")
    #expect(Release.leftovers(in: scratch.path("out")).isEmpty)
    flock(lock, LOCK_UN)
    #expect(try Program.throughline(arguments).exitCode == 0)
  }

  @Test(
    .enabled(if: Repository.shared != nil, "the real log lies in ../shared"),
    arguments: [SIGTERM, SIGINT])
  func `a run that is asked to stop leaves nothing half done and can be repeated`(
    signal: Int32
  ) throws {
    let scratch = try Scratch()
    let log = try #require(Repository.shared) + "/realdata/servicenow/incident_event_log.csv.gz"
    let store = try scratch.store()
    let arguments = ["run", log, "--store", store, "--out", scratch.path("out")]
    let stopped = try Program.throughline(arguments, stoppedBy: signal, afterReading: store)
    #expect(stopped.exitCode == 128 + signal, "\(stopped.errors)")
    #expect(stopped.errors.contains("R501"), "\(stopped.errors)")
    #expect(Release.leftovers(in: scratch.path("out")).isEmpty)
    let repeated = try Program.throughline(arguments)
    #expect(repeated.exitCode == 0, "\(repeated.errors)")
    #expect(Release(in: scratch.path("out")) != nil)
  }
}

extension Program {
  /// Runs the tool and sends it a signal once it has begun to keep records in a store.
  fileprivate static func throughline(
    _ arguments: [String], stoppedBy signal: Int32, afterReading store: String
  ) throws -> Program {
    let scratch = try Scratch()
    let errors = try scratch.write("errors", "")
    let process = Process()
    process.executableURL = URL(filePath: tool)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle(forWritingAtPath: errors)
    try process.run()
    let buckets = store + "/buckets"
    while process.isRunning {
      let kept = (try? FileManager.default.contentsOfDirectory(atPath: buckets)) ?? []
      if !kept.isEmpty { break }
      sched_yield()
    }
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    return Program(
      exitCode: process.terminationStatus, output: "",
      errors: String(decoding: try Data(contentsOf: URL(filePath: errors)), as: UTF8.self))
  }
}
