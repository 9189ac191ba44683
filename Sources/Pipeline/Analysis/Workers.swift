internal import Dispatch
internal import Synchronization

/// Runs independent pieces of work on a fixed number of threads.
package enum Workers {
  /// Results of `work` for 0..<count, in order, computed by at most `jobs` threads.
  ///
  /// Work is begun in ascending order, or in the order given: whose largest pieces come first
  /// leaves no thread alone with one at the end. The first failure in index order is thrown after
  /// all threads have stopped.
  static func map<Value: Sendable, Failure: Error>(
    count: Int, jobs: Int, order: [Int]? = nil,
    _ work: @escaping @Sendable (Int) throws(Failure) -> Value
  ) throws(Failure) -> [Value] {
    let results = Mutex([Result<Value, Failure>?](repeating: nil, count: count))
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: min(max(jobs, 1), max(count, 1))) { _ in
      while true {
        let begun = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard begun < count else { return }
        let index = order?[begun] ?? begun
        let result: Result<Value, Failure>
        do throws(Failure) { result = .success(try work(index)) } catch {
          result = .failure(error)
        }
        results.withLock { $0[index] = result }
      }
    }
    var values: [Value] = []
    for result in results.withLock({ $0 }) {
      switch result {
      case .success(let value): values.append(value)
      case .failure(let failure): throw failure
      case nil: preconditionFailure("every piece of work has a result")
      }
    }
    return values
  }

  /// Computes `work` for 0..<count on so many threads and gives the results in order to `consume`,
  /// on the calling thread, while the next ones are computed.
  ///
  /// A worker has a number below `jobs` and computes one thing at a time, in ascending order. At
  /// most two results for each worker wait to be consumed. The first failure in order is thrown
  /// after all threads have stopped.
  package static func inOrder<Value: Sendable>(
    count: Int, jobs: Int,
    _ work: @escaping @Sendable (_ worker: Int, _ index: Int) throws(RunFailure) -> Value,
    consume: (Int, Value) throws(RunFailure) -> Void
  ) throws(RunFailure) {
    guard jobs > 1, count > 1 else {
      for index in 0..<count { try consume(index, try work(0, index)) }
      return
    }
    let queue = OrderedResults<Value>(count: count, room: 2 * jobs)
    let threads = DispatchGroup()
    for worker in 0..<min(jobs, count) {
      DispatchQueue.global().async(group: threads) {
        while let index = queue.begin() {
          do throws(RunFailure) { queue.finish(index, .success(try work(worker, index))) } catch {
            queue.finish(index, .failure(error))
          }
        }
      }
    }
    var failure: RunFailure?
    for index in 0..<count where failure == nil {
      do throws(RunFailure) { try consume(index, try queue.take(index).get()) } catch {
        failure = error
        queue.stop()
      }
    }
    threads.wait()
    if let failure { throw failure }
  }
}

/// Results of work that is begun in order and finished in any.
private final class OrderedResults<Value: Sendable>: Sendable {
  private struct State {
    var next = 0
    var results: [Int: Result<Value, RunFailure>] = [:]
    var isStopped = false
  }

  private let count: Int
  private let state = Mutex(State())
  private let room: DispatchSemaphore
  private let finished = DispatchSemaphore(value: 0)

  init(count: Int, room: Int) {
    self.count = count
    // One that begins with less than it ends with may be freed at any time.
    self.room = DispatchSemaphore(value: 0)
    for _ in 0..<room { self.room.signal() }
  }

  /// What to compute next, once there is room for its result; nil if there is nothing left.
  func begin() -> Int? {
    room.wait()
    let index = state.withLock { state -> Int? in
      guard state.next < count, !state.isStopped else { return nil }
      defer { state.next += 1 }
      return state.next
    }
    // Who finds nothing left lets the others find it too.
    if index == nil { room.signal() }
    return index
  }

  func finish(_ index: Int, _ result: Result<Value, RunFailure>) {
    state.withLock { $0.results[index] = result }
    finished.signal()
  }

  /// Waits for a result; each is taken once, in order.
  func take(_ index: Int) -> Result<Value, RunFailure> {
    while true {
      if let result = state.withLock({ $0.results.removeValue(forKey: index) }) {
        room.signal()
        return result
      }
      finished.wait()
    }
  }

  func stop() {
    state.withLock { $0.isStopped = true }
    room.signal()
  }
}
