internal import Glibc
internal import Synchronization

/// Measures how long a run's stages take, and passes on what it is told.
///
/// ```
/// process   rest │ read ─────────── │ assemble ── │ … │ analyse ──────────────── │ publish … │ end
/// a thread                                              analyse │ publish │ analyse
/// ```
///
/// From one `begin` to the next the processor time of the whole process belongs to the stage. Where
/// stages overlap, threads say by `spent` what was another stage's: it is moved there, so that the
/// stages always add up to the process. Time at the wall is not divided.
package final class StageClock: ProgressObserver {
  /// What a stage took, in seconds.
  package struct Times: Equatable, Sendable {
    /// From its beginning to the next stage's; nil where it only ran inside other stages.
    package var wall: Double?
    /// Of all threads together; what they did for another stage counts there.
    package var cpu = 0.0
  }

  private struct State {
    var stage = RunStage.rest
    var wallStart: Int64
    var cpuStart: Int64
    var walls: [RunStage: Int64] = [:]
    var processor: [RunStage: Int64] = [:]
  }

  private let other: any ProgressObserver
  private let state: Mutex<State>

  /// A clock that starts now, beside an observer who is told the same.
  package init(beside other: any ProgressObserver = SilentProgress()) {
    self.other = other
    // What the process did before, such as starting, is the run's too.
    state = Mutex(State(wallStart: StageClock.now(CLOCK_MONOTONIC), cpuStart: 0))
  }

  /// What every stage took up to now.
  package func times() -> [RunStage: Times] {
    state.withLock { state in
      StageClock.close(&state)
      return state.processor.reduce(into: [:]) { times, entry in
        let wall = state.walls[entry.key].map { Double($0) / 1e9 }
        times[entry.key] = Times(wall: wall, cpu: Double(entry.value) / 1e9)
      }
    }
  }

  /// Ends the stage before and starts this one.
  package func begin(stage: RunStage, totalBytes: Int64) {
    enter(stage)
    other.begin(stage: stage, totalBytes: totalBytes)
  }

  /// Moves processor time from the stage that is under way to another.
  package func spent(_ nanoseconds: Int64, on stage: RunStage) {
    state.withLock { state in
      state.processor[state.stage, default: 0] -= nanoseconds
      state.processor[stage, default: 0] += nanoseconds
    }
  }

  /// Passes on how far the stage is.
  package func advance(bytes: Int64, records: Int64) {
    other.advance(bytes: bytes, records: records)
  }

  /// Passes on that a file is done.
  package func finishFile(records: Int64, rejected: Int64) {
    other.finishFile(records: records, rejected: rejected)
  }

  /// Ends the last stage; what follows belongs to none.
  package func end() {
    enter(.rest)
    other.end()
  }

  /// The processor time of the calling thread in nanoseconds.
  static func threadNanoseconds() -> Int64 { now(CLOCK_THREAD_CPUTIME_ID) }

  private func enter(_ stage: RunStage) {
    state.withLock { state in
      StageClock.close(&state)
      state.stage = stage
    }
  }

  private static func close(_ state: inout State) {
    let (wall, cpu) = (now(CLOCK_MONOTONIC), now(CLOCK_PROCESS_CPUTIME_ID))
    state.walls[state.stage, default: 0] += wall - state.wallStart
    state.processor[state.stage, default: 0] += cpu - state.cpuStart
    (state.wallStart, state.cpuStart) = (wall, cpu)
  }

  private static func now(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}

extension ProgressObserver {
  /// Does work that belongs to another stage than the one under way, on the calling thread alone.
  func measuring<Value, Failure: Error>(
    _ stage: RunStage, _ work: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let start = StageClock.threadNanoseconds()
    defer { spent(StageClock.threadNanoseconds() - start, on: stage) }
    return try work()
  }
}
