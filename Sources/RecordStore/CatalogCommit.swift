/// What a commit writes into the catalog.
struct CatalogCommit {
  /// The batch that is committed, with inputs that are new.
  let batch: Int
  var added: StoredInputs
  /// Inputs that were there, of which something else is known now or that are in another batch.
  var changed = StoredInputs()
  /// The batch of each of these.
  var batches: [Int] = []
  /// The numbers of inputs that go.
  var removed: Set<UInt32>
  /// Files that are new.
  var files: [BucketFileEntry] = []
  /// Files of which nothing is needed any more.
  var removedFiles: [BucketFileEntry] = []
}

extension CatalogCommit {
  /// The commit of a batch and a change; of what was there only what goes is known yet.
  init(_ change: StateChange, batch: Int) {
    self.init(batch: batch, added: change.added, removed: change.removed)
  }

  /// Whether any input has its records in the files of the batch.
  var usesBatch: Bool { !added.isEmpty || batches.contains(batch) }
}

/// An input and the batch in whose files its records lie.
typealias CatalogInput = (input: StoredInput, batch: Int)

/// A bucket file that is part of the state.
struct BucketFileEntry: Sendable {
  /// Its name, which says its batch and bucket.
  let name: String
  let batch: Int
  let bucket: Int
  /// How many of its bytes are real.
  let bytes: Int64

  /// The file of a batch and bucket.
  init(batch: Int, bucket: Int, bytes: Int64) {
    let padded = String(1_000_000 + batch).dropFirst(batch < 1_000_000 ? 1 : 0)
    name = "batch-\(padded)-bucket-\(bucket).tlb"
    (self.batch, self.bucket, self.bytes) = (batch, bucket, bytes)
  }

  /// The file of a name; nil if no file of a state has it.
  init?(name: String, bytes: Int64) {
    let parts = name.split(separator: "-")
    guard parts.count == 4, let batch = Int(parts[1]),
      let bucket = Int(parts[3].dropLast(".tlb".count))
    else { return nil }
    self.init(batch: batch, bucket: bucket, bytes: bytes)
    guard self.name == name, (0..<RecordStore.bucketCount).contains(bucket) else { return nil }
  }
}
