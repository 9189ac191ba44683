internal import CAllocations
internal import Glibc
internal import JourneyModel
internal import Pipeline
internal import Publishing
internal import Synchronization

/// Counts the blocks of memory a run asks for: `bench-run CONFIGURATION OUTPUT JOBS`.
///
/// One JSON line names the interactions found and how many blocks each stage allocated, where
/// handing rows to the spool belongs to the stage that makes them.
@main
struct BenchRun {
  static func main() {
    let words = Array(CommandLine.arguments.dropFirst())
    guard words.count == 3, let jobs = Int(words[2]) else {
      stop("usage: bench-run CONFIGURATION OUTPUT JOBS", code: 64)
    }
    do {
      var request = RunRequest()
      request.configuration = try ConfigurationReader.read(path: words[0], environment: [:])
      request.output = words[1]
      request.jobs = jobs
      let counter = AllocationCounter()
      let outcome = try Run(request, progress: counter).run()
      if let failure = outcome.failure { throw failure }
      print(counter.json(interactions: outcome.totals?.interactions ?? 0))
    } catch {
      stop("\(error)", code: 1)
    }
  }

  private static func stop(_ message: String, code: Int32) -> Never {
    let line = Array("bench-run: \(message)\n".utf8)
    _ = write(STDERR_FILENO, line, line.count)
    exit(code)
  }
}

/// Reads the count of allocations whenever a stage begins.
private final class AllocationCounter: ProgressObserver {
  private struct State {
    var stage = RunStage.rest
    var start = tl_allocation_count()
    var counts: [RunStage: UInt64] = [:]
  }

  private let state = Mutex(State())

  func begin(stage: RunStage, totalBytes: Int64) {
    state.withLock { state in
      let now = tl_allocation_count()
      state.counts[state.stage, default: 0] += now - state.start
      (state.stage, state.start) = (stage, now)
    }
  }

  func advance(bytes: Int64, records: Int64) {}
  func finishFile(records: Int64, rejected: Int64) {}
  func end() { begin(stage: .rest, totalBytes: 0) }

  func json(interactions: Int64) -> String {
    let stages = state.withLock { state in
      RunStage.allCases.map { "\"\($0.rawValue)\":\(state.counts[$0] ?? 0)" }
    }
    return "{\"interactions\":\(interactions),\(stages.joined(separator: ","))}"
  }
}
