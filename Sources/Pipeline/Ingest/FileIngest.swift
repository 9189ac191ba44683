internal import DurableFiles
internal import Intake
internal import JourneyModel
internal import RecordStore

/// Reads one file into a batch as planned: hash, inflate, scan, normalize, keep.
struct FileIngest {
  let context: IntakeContext
  let batch: RecordBatch
  /// The number of the first input of the run.
  let firstNumber: UInt32
  let replaced: ReplacedInputs
  let progress: any ProgressObserver
  /// Whether every file still being read may have a second thread without there being too many.
  let hasIdleWorker: @Sendable () -> Bool

  private static let chunkBytes = 512 << 10

  /// Carries a plan out; what is read becomes the input of the given number.
  func ingest(_ plan: InputPlan, number: UInt32) throws(RunFailure) -> InputResult {
    switch plan.step {
    case .read(let reading):
      do throws(RunFailure) { return try read(plan.path, reading, number: number) } catch {
        guard error.isOfOneFile else { throw error }
        return .refused(path: plan.path, error)
      }
    case .skip: return .unchanged
    case .pass(let unknown):
      return .unknown(path: plan.path, unknown, isConfigured: plan.isConfigured)
    case .refuse(let failure): return .refused(path: plan.path, failure)
    }
  }

  private func read(
    _ path: String, _ reading: InputPlan.Reading, number: UInt32
  ) throws(RunFailure) -> InputResult {
    var file = try File.openInput(path)
    try requireSettled(file, before: reading.status)
    var record = StoredInput(
      number: number, source: reading.source, path: path,
      file: FileContent(sha256: "", byteCount: Int64(reading.status.size)),
      fingerprint: reading.fingerprint)
    record.run = firstNumber
    record.stamp = reading.stamp
    try normalize(&file, reading, into: &record)
    try requireSettled(file, before: reading.status)
    let replacing = replaced.inputs(for: record, isReplay: reading.isReplay)
    let same = replacing.filter { $0.content == record.content }
    record.beginnings = same.flatMap(\.beginnings)
    return .read(record, replacing: replacing.map(\.number))
  }

  private func normalize(
    _ file: inout File, _ reading: InputPlan.Reading, into record: inout StoredInput
  ) throws(RunFailure) {
    var sink = BatchSink(writer: batch.writer(input: record.number), key: context.key)
    var digest = ContentDigest()
    let settings = context.settings(for: reading.input)
    var reader: InputReader
    do throws(DiagnosticError) {
      reader = try InputReader(
        adapter: reading.adapter, settings: settings, key: context.key, input: record.number,
        isInflated: reading.isGzip)
    } catch {
      throw .diagnostics(error)
    }
    if reading.isGzip {
      let inflated = try InflatedFile(file, limits: settings.limits)
      try read(inflated, record.path) { piece throws(RunFailure) in
        digest.update(piece)
        try push(piece, record.path, &reader, &sink)
        return reader.ledger.recordsRead
      }
      record.file.sha256 = inflated.sha256
    } else {
      try forEachChunk(of: &file) { chunk throws(RunFailure) in
        digest.update(chunk)
        try push(chunk, record.path, &reader, &sink)
        progress.advance(bytes: Int64(chunk.count), records: reader.ledger.recordsRead)
      }
    }
    record.content = digest.content
    if !reading.isGzip { record.file = record.content }
    record.head = digest.head
    do throws(InputFailure) {
      try reader.finish(into: &sink, isSettled: reading.isSettled)
    } catch {
      throw .input(error, path: record.path)
    }
    record.isOpenEnded = reader.isOpenEnded
    record.ledger = reader.ledger
    record.isZoneAssumed = reader.assumedZoneUsed
    record.notes = reader.notes
    // A bundled adapter names what some exports have; only what looks like a slip is worth a note.
    record.details.absentNames = reader.absentNames.filter {
      !reading.adapter.isBundled || $0.nearest != nil
    }
    record.details.tally = reader.tally
    record.details.statedTotal = reader.statedTotal.flatMap {
      $0 > reader.ledger.recordsRead ? $0 : nil
    }
    record.details.mendableSkips = MendableSkips.parameters(
      of: reading.adapter, with: settings.parameters, in: reader.ledger)
    try complete(&record, &sink)
  }

  /// Lends a gzip file's content to `take`, which tells how many records it has seen; the next part
  /// is inflated meanwhile where a worker is idle.
  private func read(
    _ file: InflatedFile, _ path: String,
    _ take: (UnsafeRawBufferPointer) throws(RunFailure) -> Int64
  ) throws(RunFailure) {
    var records: Int64 = 0
    var part = try file.next()
    while true {
      let isAhead = !part.isLast && hasIdleWorker()
      let ahead = isAhead ? Pending { () throws(RunFailure) in try file.next() } : nil
      try part.forEachPiece { piece throws(RunFailure) in records = try take(piece) }
      if let failure = part.failure { throw .input(InputFailure(failure), path: path) }
      progress.advance(bytes: part.compressedBytes, records: records)
      if part.isLast { return }
      if let ahead { part = try ahead.wait() } else { part = try file.next() }
    }
  }

  private func push(
    _ bytes: UnsafeRawBufferPointer, _ path: String, _ reader: inout InputReader,
    _ sink: inout BatchSink
  ) throws(RunFailure) {
    do throws(InputFailure) { try reader.push(bytes, into: &sink) } catch {
      throw .input(error, path: path)
    }
    if let failure = sink.writer.writeFailure { throw .store(failure) }
  }

  /// Counts duplicates, moves them out of the accepted, and checks that the ledger balances.
  private func complete(
    _ record: inout StoredInput, _ sink: inout BatchSink
  ) throws(RunFailure) {
    do throws(StoreError) {
      record.ledger.duplicates = try sink.writer.finish()
    } catch {
      throw .store(error)
    }
    record.ledger.accepted -= record.ledger.duplicates
    record.newestEvents = sink.writer.newestEvents
    guard record.ledger.isBalanced else {
      throw RunFailure(.bug, .r503, "the ledger of \(record.path) does not balance")
    }
  }

  private func forEachChunk(
    of file: inout File, _ body: (UnsafeRawBufferPointer) throws(RunFailure) -> Void
  ) throws(RunFailure) {
    let chunk = UnsafeMutableRawBufferPointer.allocate(
      byteCount: FileIngest.chunkBytes, alignment: 16)
    defer { chunk.deallocate() }
    while true {
      try Interruption.check()
      let count: Int
      do throws(FileError) { count = try file.read(into: chunk) } catch { throw .reading(error) }
      if count == 0 { return }
      try body(UnsafeRawBufferPointer(rebasing: chunk[..<count]))
    }
  }

  /// The file must be what it was when it was opened, and still have its name.
  private func requireSettled(
    _ file: borrowing File, before: FileStatus
  ) throws(RunFailure) {
    let after: FileStatus
    do throws(FileError) { after = try file.status() } catch { throw .reading(error) }
    if after != before {
      throw RunFailure(
        .notSettled, .i308, "\(file.path) changed while it was read")
    }
  }
}

/// Hands what an `InputReader` finds to the store.
///
/// Of a rejected record it keeps no value: a keyed hash and the masked beginning. Its bytes are
/// where they were read.
private struct BatchSink: RecordSink {
  var writer: BatchWriter
  let key: IdentifierKey

  mutating func accept(_ record: UnsafeRawBufferPointer) { writer.accept(record) }

  mutating func reject(_ rejection: Rejection, bytes: UnsafeRawBufferPointer) {
    writer.reject(rejection, id: key.id(rejected: bytes), excerpt: RedactedExcerpt.text(of: bytes))
  }
}
