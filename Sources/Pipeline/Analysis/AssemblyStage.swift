internal import DurableFiles
internal import JourneyAnalysis
internal import JourneyModel
internal import RecordStore

/// Reads the buckets of the state and assembles their records into vertices: interaction legs,
/// profiles and scores.
///
/// Buckets are taken in the order of their hashes, several at a time, and their results in that
/// order, so vertex numbers, lineage and rejects never depend on the number of workers. A bucket
/// too large for its share of memory is read in several passes.
struct AssemblyStage: Sendable {
  let store: RecordStore
  let inputs: StoredInputs
  let sources: SourceList
  let room: ScratchLists
  let asOf: Instant
  let jobs: Int
  let memoryBytes: Int
  let progress: any ProgressObserver

  /// Calls `body` with each assembled part, in order.
  func run(_ body: (AssembledPart) throws(RunFailure) -> Void) throws(RunFailure) {
    let assemblers = (0..<jobs).map { _ in BucketAssembler(sources: sources, asOf: asOf) }
    let buckets: StoredBuckets
    do throws(StoreError) { buckets = try store.buckets(of: Set(inputs.numbers)) } catch {
      throw .store(error)
    }
    let pieces = try pieces(of: buckets)
    progress.begin(
      stage: .assemble, totalBytes: pieces.reduce(0) { $0 + Int64($1.bytes) })
    try Workers.inOrder(count: pieces.count, jobs: jobs) { worker, index throws(RunFailure) in
      try Interruption.check()
      return try assemble(pieces[index], of: buckets, with: assemblers[worker])
    } consume: { index, part throws(RunFailure) in
      try body(part)
      progress.advance(bytes: Int64(pieces[index].bytes), records: 0)
    }
  }

  private struct Piece: Sendable {
    var bucket: Int
    var part: BucketPart
    var bytes: Int
  }

  private func pieces(of buckets: StoredBuckets) throws(RunFailure) -> [Piece] {
    let sizes: [Int]
    do throws(StoreError) { sizes = try buckets.sizes() } catch { throw .store(error) }
    return sizes.indices.flatMap { bucket -> [Piece] in
      guard sizes[bucket] > 0 else { return [] }
      var count = 1
      while sizes[bucket] / count > partBytes, count < 1 << 20 { count *= 2 }
      return (0..<count).map {
        Piece(
          bucket: bucket, part: BucketPart(index: $0, count: count),
          bytes: sizes[bucket] / count)
      }
    }
  }

  /// The stored bytes of a part; decoded records take several times as much.
  private var partBytes: Int { max(memoryBytes / (jobs * 16), 1 << 20) }

  private func assemble(
    _ piece: Piece, of buckets: StoredBuckets, with assembler: BucketAssembler
  ) throws(RunFailure) -> AssembledPart {
    let contents: BucketContents
    do throws(StoreError) {
      contents = try buckets.contents(
        of: piece.bucket, part: piece.part, byteLimit: partBytes + partBytes / 2)
    } catch {
      throw .store(error)
    }
    guard contents.isComplete else { throw tooLarge(contents) }
    return try assembler.assemble(contents, writingTo: room)
  }

  /// Parts are small; only an interaction that is enormous makes one that is not.
  private func tooLarge(_ contents: BucketContents) -> RunFailure {
    let largest = contents.largestVertex
    let path = largest.flatMap { inputs[number: $0.first.input] }?.path ?? ""
    var failure = RunFailure(
      .ioError, .r504,
      "\(path): the interaction or profile of the record at byte "
        + "\(largest?.first.byteOffset ?? 0) has \(largest?.records ?? 0) records or more, which "
        + "take more than the \((memoryBytes / jobs) >> 20) MiB of a worker",
      help: "Allow more with --memory, use fewer --jobs, or look for an id that many records have "
        + "in common, such as a default or a placeholder.")
    failure.vertices = Set(largest.map { [$0.home] } ?? [])
    return failure
  }
}
