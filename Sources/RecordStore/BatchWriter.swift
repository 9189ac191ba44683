package import JourneyModel

/// Routes one input's records and rejections to bucket blocks.
///
/// Memory: at most `blockBytes` per bucket and kind, plus the places of the blocks written.
package struct BatchWriter {
  /// A buffer is written as a block when it reaches this size.
  static let blockBytes = 128 << 10

  private let batch: RecordBatch
  private let input: UInt32
  private var records: [Buffer]
  private var rejections: [Buffer]
  private var written: [WrittenBlock] = []
  private var failure: StoreError?
  /// The newest event stated that is not after the limit set.
  package private(set) var newestEvent: Instant?
  /// Events after this moment do not count as newest: the start of the run.
  package var newestEventLimit = Instant(microseconds: .max)

  private struct Buffer {
    var ids: [StableHash128] = []
    var payload = ByteWriter()
  }

  private struct WrittenBlock {
    var bucket: Int
    var offset: UInt64
    var count: Int
  }

  init(batch: RecordBatch, input: UInt32, buckets: Int) {
    self.batch = batch
    self.input = input
    records = Array(repeating: Buffer(), count: buckets)
    rejections = Array(repeating: Buffer(), count: buckets)
  }

  /// Keeps one encoded record.
  package mutating func accept(_ record: UnsafeRawBufferPointer) {
    let prefix = RecordDecoder.prefix(record, at: 0)
    let home = prefix.interaction.isZero ? prefix.key : prefix.interaction
    let bucket = bucket(of: home)
    records[bucket].ids.append(prefix.id.hash)
    records[bucket].payload.append(record)
    if let newest = RecordDecoder.newestEvent(record, notAfter: newestEventLimit) {
      newestEvent = max(newestEvent ?? newest, newest)
    }
    if records[bucket].payload.count >= BatchWriter.blockBytes { flushRecords(bucket) }
  }

  /// Keeps one rejection with the raw bytes it is about.
  package mutating func reject(_ rejection: Rejection, bytes: UnsafeRawBufferPointer) {
    var hasher = StableHasher(domain: "rejected")
    hasher.combine(bytes: bytes)
    let id = hasher.finalize()
    let bucket = bucket(of: id)
    rejections[bucket].ids.append(id)
    StoredRejection.encode(
      rejection, input: input, id: id, bytes: bytes, into: &rejections[bucket].payload)
    if rejections[bucket].payload.count >= BatchWriter.blockBytes { flushRejections(bucket) }
  }

  /// Writes what is buffered and counts the records that equal an earlier one of this input.
  package mutating func finish() throws(StoreError) -> Int64 {
    for bucket in records.indices {
      flushRecords(bucket)
      flushRejections(bucket)
    }
    if let failure { throw failure }
    return try countDuplicates()
  }

  /// The first failure to write, if any; records are no longer kept after it.
  package var writeFailure: StoreError? { failure }

  private func bucket(of hash: StableHash128) -> Int {
    Int(hash.high >> (64 - UInt64(records.count.trailingZeroBitCount)))
  }

  private mutating func flushRecords(_ bucket: Int) {
    let buffer = records[bucket]
    if let offset = write(buffer, kind: .records, to: bucket) {
      written.append(WrittenBlock(bucket: bucket, offset: offset, count: buffer.ids.count))
    }
    records[bucket] = Buffer()
  }

  private mutating func flushRejections(_ bucket: Int) {
    _ = write(rejections[bucket], kind: .rejections, to: bucket)
    rejections[bucket] = Buffer()
  }

  private mutating func write(
    _ buffer: Buffer, kind: BucketBlock.Kind, to bucket: Int
  ) -> UInt64? {
    guard !buffer.ids.isEmpty, failure == nil else { return nil }
    let block = BucketBlock.encode(
      input: input, kind: kind, ids: buffer.ids, payload: buffer.payload)
    do throws(StoreError) {
      return try batch.append(block, to: bucket)
    } catch {
      failure = error
      return nil
    }
  }

  private func countDuplicates() throws(StoreError) -> Int64 {
    var duplicates: Int64 = 0
    for bucket in records.indices {
      var ids: [StableHash128] = []
      for block in written where block.bucket == bucket {
        ids += try batch.ids(in: bucket, at: block.offset, count: block.count)
      }
      ids.sort()
      for index in ids.indices.dropFirst() where ids[index] == ids[index - 1] { duplicates += 1 }
    }
    return duplicates
  }
}
