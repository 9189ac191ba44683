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

  /// Whose plans are in memory at once, and so the largest of which are read first.
  private static let filesAtOnce = 4_000

  /// What happened to every file, in path order, and the inputs of the state then; what could be
  /// used is committed.
  func run(
    _ files: [InputFile], beside stored: StoredInputs
  ) throws(RunFailure) -> (results: InputResults, inputs: StoredInputs) {
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
    let unfinished = Unfinished(files.count)
    let ingest = FileIngest(
      context: context, batch: batch, firstNumber: first,
      replaced: ReplacedInputs(stored, tolerance: tolerance), progress: progress,
      hasIdleWorker: { 2 * unfinished.count <= jobs })
    var results = InputResults(beside: stored)
    for start in stride(from: 0, to: files.count, by: IngestStage.filesAtOnce) {
      let some = start..<min(start + IngestStage.filesAtOnce, files.count)
      let plans = try Workers.map(count: some.count, jobs: jobs) { index throws(RunFailure) in
        try planner.plan(files[start + index])
      }
      let order = plans.indices.sorted { (-plans[$0].effort, $0) < (-plans[$1].effort, $1) }
      let read = try Workers.map(count: plans.count, jobs: jobs, order: order) {
        index throws(RunFailure) in
        defer { unfinished.finishOne() }
        let result = try ingest.ingest(plans[index], number: first + UInt32(start + index))
        if case .read(let input, _) = result {
          progress.finishFile(records: input.ledger.recordsRead, rejected: input.ledger.rejected)
        }
        return result
      }
      for result in read { results.append(result) }
    }
    let inputs = try commit(&results, batch, from: first)
    return (results, inputs)
  }

  private func totalBytes(_ files: [InputFile]) -> Int64 {
    // A file whose size is not known counts nothing: its opening says why.
    files.reduce(0) { $0 + Int64((try? Directory.find($1.path))?.size ?? 0) }
  }

  /// Commits the inputs read but for those whose content another one has or begins with: of several
  /// files with one content the first by path counts.
  private func commit(
    _ results: inout InputResults, _ batch: RecordBatch, from first: UInt32
  ) throws(RunFailure) -> StoredInputs {
    let replaced = results.allReplaced
    var inputs = results.inputs.filter(number: { !replaced.contains($0) })
    var supersession = Supersession(inputs, limits: context.configuration.limits)
    try supersession.resolve(from: first)
    let superseded = Set(supersession.superseded.keys)
    inputs = inputs.filter(number: { !superseded.contains($0) })
    var change = StateChange()
    change.removed = replaced.union(superseded.filter { $0 < first })
    for (number, beginnings) in supersession.beginnings {
      guard var input = inputs[number: number] else { continue }
      input.beginnings = beginnings
      inputs.update(input)
      if number < first { change.updated.append(input) }
    }
    change.added = inputs.filter(number: { $0 >= first })
    do throws(StoreError) { try store.commit(batch, change) } catch { throw .store(error) }
    results.setUnchanged(superseded.filter { $0 >= first })
    return inputs
  }
}

/// How many files of a run have not been read to their end.
private final class Unfinished: Sendable {
  private let left: Atomic<Int>

  init(_ count: Int) { left = Atomic(count) }

  var count: Int { left.load(ordering: .relaxed) }

  func finishOne() { left.subtract(1, ordering: .relaxed) }
}
