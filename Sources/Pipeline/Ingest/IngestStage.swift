internal import DurableFiles
internal import JourneyModel
internal import RecordStore
internal import Synchronization

/// Reads all planned files with several workers and makes what is new part of the state.
struct IngestStage {
  let context: IntakeContext
  let store: RecordStore
  let tolerance: Tolerance
  let jobs: Int
  /// A file changed later may still be written.
  let settledBefore: Instant
  let progress: any ProgressObserver

  /// What happened to every file, in path order; what could be used is committed.
  func run(_ files: [InputFile]) throws(RunFailure) -> [InputResult] {
    let stored = try storedInputs()
    let batch: RecordBatch
    let first: UInt32
    do throws(StoreError) {
      (batch, first) = try store.beginBatch(inputs: files.count)
    } catch {
      throw .store(error)
    }
    progress.begin(stage: .read, totalBytes: totalBytes(files))
    let planner = InputPlanner(
      context: context, stored: stored, settledBefore: settledBefore)
    let plans = try Workers.map(count: files.count, jobs: jobs) { index throws(RunFailure) in
      try planner.plan(files[index])
    }
    let unfinished = Unfinished(files.count)
    let ingest = FileIngest(
      context: context, batch: batch, firstNumber: first,
      replaced: ReplacedInputs(stored, tolerance: tolerance), progress: progress,
      hasIdleWorker: { 2 * unfinished.count <= jobs })
    let order = plans.indices.sorted { (-plans[$0].effort, $0) < (-plans[$1].effort, $1) }
    let results = try Workers.map(count: plans.count, jobs: jobs, order: order) {
      index throws(RunFailure) in
      defer { unfinished.finishOne() }
      let result = try ingest.ingest(plans[index], number: first + UInt32(index))
      if case .read(let input, _) = result {
        progress.finishFile(records: input.ledger.recordsRead, rejected: input.ledger.rejected)
      }
      return result
    }
    return try commit(results, batch, beside: stored)
  }

  private func storedInputs() throws(RunFailure) -> [StoredInput] {
    do throws(StoreError) { return try store.inputs() } catch { throw .store(error) }
  }

  private func totalBytes(_ files: [InputFile]) -> Int64 {
    // A file whose size is not known counts nothing: its opening says why.
    files.reduce(0) { $0 + Int64((try? Directory.find($1.path))?.size ?? 0) }
  }

  /// Commits the inputs read but for those whose content another one has or begins with: of several
  /// files with one content the first by path counts.
  private func commit(
    _ results: [InputResult], _ batch: RecordBatch, beside stored: [StoredInput]
  ) throws(RunFailure) -> [InputResult] {
    var read: [StoredInput] = []
    var change = StateChange()
    let known = Dictionary(uniqueKeysWithValues: stored.map { ($0.number, $0) })
    for result in results {
      guard case .read(var input, let replacing) = result else { continue }
      change.removed.formUnion(replacing)
      let same = replacing.compactMap { known[$0] }.filter { $0.content == input.content }
      input.beginnings = same.flatMap(\.beginnings)
      read.append(input)
    }
    let staying = stored.filter { !change.removed.contains($0.number) }
    var supersession = Supersession(staying + read, limits: context.configuration.limits)
    try supersession.resolve(read)
    let superseded = supersession.superseded
    change.removed.formUnion(staying.map(\.number).filter { superseded[$0] != nil })
    change.added = read.filter { superseded[$0.number] == nil }
      .map { supersession[$0.number] ?? $0 }
    change.updated = staying.compactMap { input in
      guard superseded[input.number] == nil, let now = supersession[input.number] else {
        return nil
      }
      return now == input ? nil : now
    }
    do throws(StoreError) { try store.commit(batch, change) } catch { throw .store(error) }
    return results.map { result in
      guard case .read(let input, _) = result, superseded[input.number] != nil else {
        return result
      }
      return .unchanged(path: input.path, name: input.source.name)
    }
  }
}

/// How many files of a run have not been read to their end.
private final class Unfinished: Sendable {
  private let left: Atomic<Int>

  init(_ count: Int) { left = Atomic(count) }

  var count: Int { left.load(ordering: .relaxed) }

  func finishOne() { left.subtract(1, ordering: .relaxed) }
}
