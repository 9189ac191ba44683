import Glibc
import Pipeline
import Synchronization

/// One line on stderr, redrawn at most ten times a second: a bar, bytes, records, rejects, time
/// left.
///
/// Without a terminal a plain line a minute.
final class ProgressBar: ProgressObserver {
  private struct State {
    var stage = RunStage.read
    var total: Int64 = 0
    var done: Int64 = 0
    var records: Int64 = 0
    var rejected: Int64 = 0
    var stageStart = 0.0
    var lastDrawn = 0.0
  }

  private let state = Mutex(State())
  private let isTerminal: Bool

  init(isTerminal: Bool) { self.isTerminal = isTerminal }

  func begin(stage: RunStage, totalBytes: Int64) {
    state.withLock { state in
      state.stage = stage
      state.total = totalBytes
      state.done = 0
      state.stageStart = ProgressBar.seconds()
      state.lastDrawn = isTerminal ? 0 : state.stageStart
      draw(&state)
    }
  }

  func advance(bytes: Int64, records: Int64) {
    state.withLock { state in
      state.done += bytes
      draw(&state)
    }
  }

  func finishFile(records: Int64, rejected: Int64) {
    state.withLock { state in
      state.records += records
      state.rejected += rejected
      draw(&state)
    }
  }

  func end() {
    if isTerminal { StandardError.draw("\r\u{1b}[K") }
  }

  private func draw(_ state: inout State) {
    let now = ProgressBar.seconds()
    guard now - state.lastDrawn >= (isTerminal ? 0.1 : 60) else { return }
    state.lastDrawn = now
    let line = text(state, now: now)
    if isTerminal {
      StandardError.draw("\r" + String(line.prefix(StandardError.width - 1)) + "\u{1b}[K")
    } else {
      Log.write([.progress(line)])
    }
  }

  private func text(_ state: State, now: Double) -> String {
    let share = state.total > 0 ? min(Double(state.done) / Double(state.total), 1) : 0
    let filled = Int(share * 20)
    var line = state.stage.rawValue.padding(to: 11)
    if state.total > 0 {
      line +=
        "▕" + String(repeating: "█", count: filled)
        + String(repeating: " ", count: 20 - filled) + "▏ \(Int(share * 100)) %"
    }
    if state.stage == .read {
      line += "  \(ProgressBar.size(state.done)) of \(ProgressBar.size(state.total))"
    }
    if state.records > 0 { line += "  \(state.records) records, \(state.rejected) rejected" }
    let elapsed = now - state.stageStart
    if share > 0.02, share < 1, elapsed > 1 {
      line += "  \(Int(elapsed / share - elapsed)) s left"
    }
    return line
  }

  private static func size(_ bytes: Int64) -> String {
    bytes < 10_000_000 ? "\(bytes / 1000) kB" : "\(bytes / 1_000_000) MB"
  }

  private static func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

extension String {
  /// The text followed by spaces up to a width.
  func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(width - count, 0))
  }
}
