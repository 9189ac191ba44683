internal import Dispatch
internal import Synchronization

/// A value being computed on another thread while this one does something else.
final class Pending<Value: Sendable>: Sendable {
  private let result = Mutex<Result<Value, RunFailure>?>(nil)
  private let isDone = DispatchSemaphore(value: 0)

  /// Begins at once, on a global queue.
  init(_ work: @escaping @Sendable () throws(RunFailure) -> Value) {
    DispatchQueue.global().async {
      let outcome: Result<Value, RunFailure>
      do throws(RunFailure) { outcome = .success(try work()) } catch { outcome = .failure(error) }
      self.result.withLock { $0 = outcome }
      self.isDone.signal()
    }
  }

  /// The value, once it is there; called once.
  func wait() throws(RunFailure) -> Value {
    isDone.wait()
    switch result.withLock({ $0.take() }) {
    case .success(let value): return value
    case .failure(let failure): throw failure
    case nil: preconditionFailure("a value is waited for once")
    }
  }
}
