package import JourneyModel

/// Routes one input's records and rejections to bucket blocks.
///
/// A record that equals an earlier one of its input is a duplicate and adds nothing: most are
/// noticed when they come, and only the rest takes space until they are counted.
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
  private var recent = RecentHashes()
  private var duplicates: Int64 = 0
  private var written: [[WrittenBlock]]
  /// The first failure to write, if any; records are no longer kept after it.
  package private(set) var writeFailure: StoreError?
  /// The newest events that the records state.
  package private(set) var newestEvents = NewestEvents()

  private struct WrittenBlock {
    var offset: UInt64
    var count: Int
  }

  init(batch: RecordBatch, input: UInt32) {
    self.batch = batch
    self.input = input
    records = Array(repeating: nil, count: RecordStore.bucketCount)
    rejections = Array(repeating: nil, count: RecordStore.bucketCount)
    written = Array(repeating: [], count: RecordStore.bucketCount)
  }

  /// Keeps one encoded record.
  package func accept(_ record: UnsafeRawBufferPointer) {
    let prefix = RecordDecoder.prefix(record, at: 0)
    guard recent.insert(prefix.id.hash) else {
      duplicates += 1
      return
    }
    let home = prefix.interaction.isZero ? prefix.key : prefix.interaction
    let bucket = RecordStore.bucket(of: home)
    let buffer = Self.buffer(of: .records, bucket, in: &records)
    buffer.add(record, id: prefix.id.hash, telling: &newestEvents)
    if buffer.isFull { write(buffer, to: bucket) }
  }

  /// Keeps one rejection by the id of its bytes, and their masked beginning.
  package func reject(_ rejection: Rejection, id: StableHash128, excerpt: String) {
    guard recent.insert(id) else { return }
    let bucket = RecordStore.bucket(of: id)
    var encoded = ByteWriter()
    StoredRejection(input: input, id: id, rejection: rejection, excerpt: excerpt)
      .encode(into: &encoded)
    let buffer = Self.buffer(of: .rejections, bucket, in: &rejections)
    encoded.withBytes { buffer.add(rejection: $0, id: id) }
    if buffer.isFull { write(buffer, to: bucket) }
  }

  /// Writes what is buffered and says how many records equal an earlier one of this input.
  package func finish() throws(StoreError) -> Int64 {
    for bucket in records.indices {
      if let buffer = records[bucket] { write(buffer, to: bucket) }
      if let buffer = rejections[bucket] { write(buffer, to: bucket) }
    }
    if let writeFailure { throw writeFailure }
    return duplicates + (try countDuplicates())
  }

  private static func buffer(
    of kind: BucketBlock.Kind, _ bucket: Int, in buffers: inout [BlockBuffer?]
  ) -> BlockBuffer {
    if let buffer = buffers[bucket] { return buffer }
    let buffer = BlockBuffer(kind: kind)
    buffers[bucket] = buffer
    return buffer
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
      let count = blocks.reduce(0) { $0 + $1.count }
      var shares: UInt64 = 1
      while count / Int(shares) > BatchWriter.mostCounted { shares *= 2 }
      for share in 0..<shares {
        seen.begin(capacity: count / Int(shares))
        for block in blocks {
          let ids = try batch.read(
            block.count * BucketBlock.idBytes, of: bucket, at: block.offset)
          duplicates += seen.insert(ids, whose: { ($0.low >> 32) % shares == share })
        }
      }
    }
    return duplicates
  }

  /// About so many ids of a bucket are in memory at once: 32 bytes each.
  private static let mostCounted = 256 << 10
}

/// Hashes that came not long ago, each where its bits say, until another one takes the same room.
///
/// There is room for sixteen, and for more as more come: most files are small.
private struct RecentHashes {
  private static let limit = 16 << 10
  private var hashes = [StableHash128](repeating: .zero, count: 16)
  private var added = 0

  /// Adds a hash; false if it is known to be there.
  mutating func insert(_ hash: StableHash128) -> Bool {
    if added == hashes.count, added < RecentHashes.limit { grow() }
    let index = Int(truncatingIfNeeded: hash.low) & (hashes.count - 1)
    if hashes[index] == hash { return false }
    hashes[index] = hash
    added += 1
    return true
  }

  private mutating func grow() {
    let known = hashes
    hashes = Array(repeating: .zero, count: 4 * known.count)
    for hash in known { hashes[Int(truncatingIfNeeded: hash.low) & (hashes.count - 1)] = hash }
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

  /// Adds the ids of a block that are meant and says how many of them were there.
  mutating func insert(_ ids: [UInt8], whose isMeant: (StableHash128) -> Bool) -> Int64 {
    ids.withUnsafeBytes { bytes in
      var found: Int64 = 0
      for index in 0..<ids.count / BucketBlock.idBytes {
        let id = BucketBlock.id(index, in: bytes)
        if isMeant(id), !insert(id) { found += 1 }
      }
      return found
    }
  }

  /// Adds a hash; false if it was there.
  private mutating func insert(_ hash: StableHash128) -> Bool {
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
