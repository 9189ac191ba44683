package import JourneyModel

/// Routes one input's records and rejections to bucket blocks.
///
/// Memory, whatever the input holds: at most a block and one record per bucket and
/// kind, plus the places of the blocks written. To be used by one worker.
package final class BatchWriter {
  private let batch: RecordBatch
  private let input: UInt32
  /// By bucket; made when the bucket gets its first row, for most inputs are small.
  private var records: [BlockBuffer?]
  private var rejections: [BlockBuffer?]
  private var block = RecordBuffer()
  private var written: [[WrittenBlock]]
  /// The first failure to write, if any; records are no longer kept after it.
  package private(set) var writeFailure: StoreError?
  /// The newest events that the records state.
  package private(set) var newestEvents = NewestEvents()

  private struct WrittenBlock {
    var offset: UInt64
    var count: Int
  }

  init(batch: RecordBatch, input: UInt32, buckets: Int) {
    self.batch = batch
    self.input = input
    records = Array(repeating: nil, count: buckets)
    rejections = Array(repeating: nil, count: buckets)
    written = Array(repeating: [], count: buckets)
  }

  /// Keeps one encoded record.
  package func accept(_ record: UnsafeRawBufferPointer) {
    let prefix = RecordDecoder.prefix(record, at: 0)
    let bucket = bucket(of: prefix.interaction.isZero ? prefix.key : prefix.interaction)
    let buffer = Self.buffer(of: .records, bucket, in: &records)
    buffer.add(record, id: prefix.id.hash, telling: &newestEvents)
    if buffer.isFull { write(buffer, to: bucket) }
  }

  /// Keeps one rejection with the raw bytes it is about.
  package func reject(_ rejection: Rejection, bytes: UnsafeRawBufferPointer) {
    var hasher = StableHasher(domain: "rejected")
    hasher.combine(bytes: bytes)
    let id = hasher.finalize()
    let bucket = bucket(of: id)
    var encoded = ByteWriter()
    StoredRejection.encode(rejection, input: input, id: id, bytes: bytes, into: &encoded)
    let buffer = Self.buffer(of: .rejections, bucket, in: &rejections)
    encoded.withBytes { buffer.add(rejection: $0, id: id) }
    if buffer.isFull { write(buffer, to: bucket) }
  }

  /// Writes what is buffered and counts the records that equal an earlier one of this input.
  package func finish() throws(StoreError) -> Int64 {
    for bucket in records.indices {
      if let buffer = records[bucket] { write(buffer, to: bucket) }
      if let buffer = rejections[bucket] { write(buffer, to: bucket) }
    }
    if let writeFailure { throw writeFailure }
    return try countDuplicates()
  }

  private static func buffer(
    of kind: BucketBlock.Kind, _ bucket: Int, in buffers: inout [BlockBuffer?]
  ) -> BlockBuffer {
    if let buffer = buffers[bucket] { return buffer }
    let buffer = BlockBuffer(kind: kind)
    buffers[bucket] = buffer
    return buffer
  }

  private func bucket(of hash: StableHash128) -> Int {
    Int(hash.high >> (64 - UInt64(records.count.trailingZeroBitCount)))
  }

  private func write(_ buffer: BlockBuffer, to bucket: Int) {
    defer { buffer.removeAll() }
    guard buffer.count > 0, writeFailure == nil else { return }
    buffer.write(to: &block, input: input)
    do throws(StoreError) {
      let offset = try batch.append(block.bytes, to: bucket)
      guard buffer.kind == .records else { return }
      written[bucket].append(WrittenBlock(offset: offset, count: buffer.count))
    } catch {
      writeFailure = error
    }
  }

  /// Looks for ids that occur again, bucket by bucket: the ids of all records of an input may be
  /// more than fits into memory.
  private func countDuplicates() throws(StoreError) -> Int64 {
    var duplicates: Int64 = 0
    var seen = HashSet()
    for (bucket, blocks) in written.enumerated() {
      seen.begin(capacity: blocks.reduce(0) { $0 + $1.count })
      for block in blocks {
        let ids = try batch.read(
          block.count * BucketBlock.idBytes, of: bucket, at: block.offset)
        ids.withUnsafeBytes { ids in
          for index in 0..<block.count where !seen.insert(BucketBlock.id(index, in: ids)) {
            duplicates += 1
          }
        }
      }
    }
    return duplicates
  }
}

/// A set of hashes in one piece of memory, reused from bucket to bucket.
///
/// They are hashes already, so their first bits are as good a place as any; those of a bucket agree
/// in the very first.
private struct HashSet: ~Copyable {
  private var slots: [StableHash128] = []
  private var mask = 0
  private var hasZero = false

  /// Forgets all and makes room for so many.
  mutating func begin(capacity: Int) {
    var size = 16
    while size < 2 * capacity { size *= 2 }
    slots.removeAll(keepingCapacity: true)
    slots.append(contentsOf: repeatElement(.zero, count: size))
    mask = size - 1
    hasZero = false
  }

  /// Adds a hash; false if it was there.
  mutating func insert(_ hash: StableHash128) -> Bool {
    if hash.isZero {
      defer { hasZero = true }
      return !hasZero
    }
    var place = Int(truncatingIfNeeded: hash.low) & mask
    while !slots[place].isZero {
      if slots[place] == hash { return false }
      place = (place + 1) & mask
    }
    slots[place] = hash
    return true
  }
}
