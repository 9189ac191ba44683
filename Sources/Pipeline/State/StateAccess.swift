internal import DurableFiles
internal import Glibc
package import JourneyModel
package import RecordStore

/// The state of a store outside of a run: what inputs it has, and what somebody decides about them.
///
/// It holds the store's lock while it lives.
package final class StateAccess {
  private let lock: RunLock
  private let store: RecordStore
  private let tolerance: Tolerance

  /// An input and whether it is held back.
  package typealias Entry = (input: StoredInput, isHeld: Bool)

  /// The state of a store that exists.
  package init(storeDirectory: String, configuration: Configuration) throws(RunFailure) {
    let isThere: Bool
    do throws(FileError) {
      isThere = try Directory.exists(storeDirectory + "/catalog.sqlite")
    } catch {
      throw .reading(error)
    }
    guard isThere else {
      throw RunFailure(
        .inputMissing, .r505, "there is no store in \(storeDirectory)",
        help: "Make one with 'throughline run', or name its directory with --store or --out.")
    }
    lock = try RunLock.ofDirectory(storeDirectory)
    do throws(StoreError) { store = try RecordStore(directory: storeDirectory) } catch {
      throw .store(error)
    }
    tolerance = Tolerance(permille: configuration.toleratedRejectsPermille)
  }

  /// All inputs, by number.
  package func entries() throws(RunFailure) -> [Entry] {
    do throws(StoreError) {
      let inputs = try store.inputs()
      let held = tolerance.held(among: inputs)
      return inputs.map { ($0, held.contains($0.number)) }
    } catch {
      throw .store(error)
    }
  }

  /// The inputs of a name, or read from a path; throws if there are none.
  package func entries(named name: String) throws(RunFailure) -> [Entry] {
    let found = try entries().filter {
      $0.input.source.name == name || Directory.isSame($0.input.path, name)
    }
    if found.isEmpty {
      throw RunFailure(
        .checkFailed, .r505, "no input has the name or path '\(name)'",
        help: "See 'throughline inputs list'.")
    }
    return found
  }

  /// Takes inputs out of the state, with their records.
  package func drop(_ inputs: [StoredInput]) throws(RunFailure) {
    var change = StateChange()
    change.removed = Set(inputs.map(\.number))
    try commit(change)
  }

  /// Has inputs used that are held back: all their records, or those that fit by now.
  package func accept(_ inputs: [StoredInput]) throws(RunFailure) {
    var change = StateChange()
    for var input in inputs {
      input.decision = input.decision == .oversized ? nil : .accepted
      change.updated.append(input)
    }
    try commit(change)
  }

  /// The rejections of inputs: how many of each code, and the first ones by place.
  package func rejections(
    of inputs: [StoredInput], limit: Int
  ) throws(RunFailure) -> RejectionList {
    var list = RejectionList(limit: limit)
    do throws(StoreError) {
      let buckets = try store.buckets(of: Set(inputs.map(\.number)))
      try buckets.forEachRejection { list.add($0) }
    } catch {
      throw .store(error)
    }
    return list
  }

  private func commit(_ change: StateChange) throws(RunFailure) {
    do throws(StoreError) { try store.commit(change) } catch { throw .store(error) }
  }
}

/// Rejections in bounded memory.
package struct RejectionList {
  /// How many there are, by code.
  package private(set) var counts: [DiagnosticCode: Int64] = [:]
  private var kept: [StoredRejection] = []
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  /// The first ones by input and place.
  package var first: [StoredRejection] { Array(kept.sorted(by: Self.precedes).prefix(limit)) }

  mutating func add(_ rejection: StoredRejection) {
    counts[rejection.rejection.code, default: 0] += 1
    kept.append(rejection)
    if kept.count >= 2 * max(limit, 1000) { kept = first }
  }

  private static func precedes(_ left: StoredRejection, _ right: StoredRejection) -> Bool {
    left.origin.isBefore(right.origin)
  }
}

extension RunLock {
  /// How often it is tried again, in milliseconds.
  private static let patience: Int64 = 200

  /// The lock of a directory; throws S301 if another process still has it after so many
  /// milliseconds.
  static func ofDirectory(_ directory: String, wait: Int64) throws(RunFailure) -> RunLock {
    var left = wait
    while true {
      do throws(RunFailure) { return try ofDirectory(directory) } catch {
        guard error.exit == .locked, left > 0 else { throw error }
      }
      try Interruption.check()
      usleep(UInt32(min(patience, left) * 1000))
      left -= patience
    }
  }

  /// The lock of a directory; throws S301 if another process has it.
  static func ofDirectory(_ directory: String) throws(RunFailure) -> RunLock {
    let outcome: RunLock.Outcome
    do throws(FileError) {
      outcome = try RunLock.acquire(directory + "/.lock", holder: "process \(getpid())")
    } catch {
      throw .creating(error)
    }
    switch consume outcome {
    case .acquired(let lock): return lock
    case .held(let other):
      throw RunFailure(.locked, .s301, "\(directory) is in use by \(other)")
    }
  }
}
