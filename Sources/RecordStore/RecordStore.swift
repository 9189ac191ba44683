internal import DurableFiles
internal import JourneyModel

/// The durable state: a set of normalized records in bucket files, and a catalog that says which
/// of them are real.
///
/// ```
/// .throughline/
///   catalog.sqlite            inputs with ledgers, bucket files
///   buckets/batch-000001-bucket-17.tlb
/// ```
///
/// A file the catalog does not name is a leftover of a crash and is removed at the next opening.
/// Thread rules: one process holds the store's lock; batches may be written by several workers.
package final class RecordStore: Sendable {
  /// How many buckets; fixed by the store format.
  package static let bucketCount = 64

  /// The bucket of a hash: its first bits.
  static func bucket(of hash: StableHash128) -> Int {
    Int(hash.high >> (64 - UInt64(bucketCount.trailingZeroBitCount)))
  }

  /// How names of scratch files beside the store begin; a crash may leave one before it is unnamed.
  package static let scratchPrefix = ".spill-"

  /// Where catalog and buckets lie; scratch files go there, too.
  package let directory: String
  private let catalog: Catalog

  /// Opens a store, creating it if there is none, and removes what no catalog row names.
  package init(directory: String) throws(StoreError) {
    self.directory = directory
    do throws(FileError) {
      try Directory.createAll(directory)
      try Directory.createAll(directory + "/buckets")
      // SQLite would let others read it, and gives its journal the same mode.
      let catalog = directory + "/catalog.sqlite"
      if try !Directory.exists(catalog) {
        try File.create(catalog, mode: 0o600).close(synchronizing: true)
      }
    } catch {
      throw .file(error)
    }
    catalog = try Catalog(path: directory + "/catalog.sqlite")
    try removeLeftovers()
  }

  /// All inputs of the state, by number.
  package func inputs() throws(StoreError) -> StoredInputs {
    var inputs = StoredInputs()
    try catalog.forEachInput { inputs.append($0.input) }
    return inputs
  }

  /// Begins a batch that will add so many inputs, and gives the first input's number.
  package func beginBatch(
    inputs count: Int
  ) throws(StoreError) -> (batch: RecordBatch, firstInput: UInt32) {
    let number = try catalog.take("next_batch", count: 1)
    let first = try catalog.take("next_input", count: max(count, 1))
    let batch = RecordBatch(directory: bucketDirectory, number: number)
    return (batch, UInt32(first))
  }

  /// Makes a batch real and carries a change out, in one transaction.
  ///
  /// Inputs that go leave their records in files beside those of others. A batch of which less than
  /// half would be of use is copied into this one, so that the state stays below twice its records.
  package func commit(_ batch: RecordBatch, _ change: StateChange) throws(StoreError) {
    var commit = CatalogCommit(change, batch: batch.number)
    let copied = try copyMostlyWaste(leftBy: change, into: batch, &commit)
    let updated = Dictionary(uniqueKeysWithValues: change.updated.map { ($0.number, $0) })
    if !updated.isEmpty || !copied.isEmpty {
      try catalog.forEachInput { input, number in
        let isCopied = copied.contains(number)
        let now = updated[input.number]
        if change.removed.contains(input.number) || !isCopied && now == nil { return }
        commit.changed.append(now ?? input)
        commit.batches.append(isCopied ? batch.number : number)
      }
    }
    let files = try batch.seal()
    commit.files = commit.usesBatch ? files : []
    try catalog.commit(commit)
    if files.count != commit.files.count || !commit.removedFiles.isEmpty { try removeLeftovers() }
  }

  /// Copies the batches that a change leaves mostly unused into the new one; returns their numbers.
  private func copyMostlyWaste(
    leftBy change: StateChange, into batch: RecordBatch, _ commit: inout CatalogCommit
  ) throws(StoreError) -> Set<Int> {
    if change.removed.isEmpty { return [] }
    var touched: Set<Int> = []
    var left: [Int: Set<UInt32>] = [:]
    try catalog.forEachInput { input, number in
      if change.removed.contains(input.number) {
        touched.insert(number)
      } else {
        left[number, default: []].insert(input.number)
      }
    }
    var copied: Set<Int> = []
    for wasteful in touched.sorted() {
      let inputs = left[wasteful] ?? []
      let files = try catalog.bucketFiles().filter { $0.batch == wasteful }
      guard try isMostlyWaste(files, keeping: inputs) else { continue }
      for file in files { try copy(file, of: inputs, into: batch) }
      commit.removedFiles += files
      copied.insert(wasteful)
    }
    return copied
  }

  /// Carries a change out that adds nothing.
  package func commit(_ change: StateChange) throws(StoreError) {
    try commit(try beginBatch(inputs: 0).batch, change)
  }

  /// The number of the newest input of which a release was made: those with a greater one are new.
  package func newestPublished() throws(StoreError) -> UInt32 {
    UInt32(clamping: try catalog.counter("published") - 1)
  }

  /// Notes that a release was made of inputs up to a number.
  package func setPublished(through number: UInt32) throws(StoreError) {
    try catalog.set("published", to: Int64(number) + 1)
  }

  /// Whether less than half of the bytes of files is of the inputs.
  private func isMostlyWaste(
    _ files: [BucketFileEntry], keeping inputs: Set<UInt32>
  ) throws(StoreError) -> Bool {
    if inputs.isEmpty { return true }
    var (all, used) = (0, 0)
    for file in files {
      var reader = try BucketFileReader(path: path(of: file.name), bytes: file.bytes)
      while let header = try reader.next() {
        all += header.bodyBytes
        if inputs.contains(header.input) { used += header.bodyBytes }
      }
    }
    return 2 * used < all
  }

  /// Copies the blocks of inputs.
  private func copy(
    _ file: BucketFileEntry, of inputs: Set<UInt32>, into batch: RecordBatch
  ) throws(StoreError) {
    if inputs.isEmpty { return }
    var reader = try BucketFileReader(path: path(of: file.name), bytes: file.bytes)
    while let header = try reader.next() {
      if inputs.contains(header.input) { try batch.append(reader.block(), to: file.bucket) }
    }
  }

  /// The buckets as they are now, of which only what belongs to the given inputs is read.
  package func buckets(of inputs: Set<UInt32>) throws(StoreError) -> StoredBuckets {
    var files = [[StoredBuckets.BucketFile]](repeating: [], count: RecordStore.bucketCount)
    for file in try catalog.bucketFiles() {
      files[file.bucket].append((path: path(of: file.name), bytes: file.bytes))
    }
    return StoredBuckets(files: files, inputs: inputs)
  }

  private var bucketDirectory: String { directory + "/buckets" }

  private func path(of name: String) -> String { bucketDirectory + "/" + name }

  private func removeLeftovers() throws(StoreError) {
    let named = Set(try catalog.bucketFiles().map(\.name))
    do throws(FileError) {
      for name in try Directory.entries(of: bucketDirectory) where !named.contains(name) {
        try Directory.removeTree(path(of: name))
      }
      for name in try Directory.entries(of: directory)
      where name.hasPrefix(RecordStore.scratchPrefix) {
        try Directory.removeTree(directory + "/" + name)
      }
    } catch {
      throw .file(error)
    }
  }
}
