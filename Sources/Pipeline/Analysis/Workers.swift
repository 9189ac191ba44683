internal import Dispatch
internal import Synchronization

/// Runs independent pieces of work on a fixed number of threads.
enum Workers {
  /// Results of `work` for 0..<count, in order, computed by at most `jobs` threads.
  ///
  /// The first failure in index order is thrown after all threads have stopped.
  static func map<Value: Sendable, Failure: Error>(
    count: Int, jobs: Int, _ work: @escaping @Sendable (Int) throws(Failure) -> Value
  ) throws(Failure) -> [Value] {
    let results = Mutex([Result<Value, Failure>?](repeating: nil, count: count))
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: min(max(jobs, 1), max(count, 1))) { _ in
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < count else { return }
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
}
