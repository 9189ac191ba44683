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
    } catch {
      throw .file(error)
    }
    catalog = try Catalog(path: directory + "/catalog.sqlite")
    try removeLeftovers()
  }

  /// All inputs of the state, by number.
  package func inputs() throws(StoreError) -> [StoredInput] { try catalog.inputs() }

  /// Begins a batch that will add so many inputs, and gives the first input's number.
  package func beginBatch(
    inputs count: Int
  ) throws(StoreError) -> (batch: RecordBatch, firstInput: UInt32) {
    let number = try catalog.take("next_batch", count: 1)
    let first = try catalog.take("next_input", count: max(count, 1))
    let batch = RecordBatch(
      directory: bucketDirectory, number: number, buckets: RecordStore.bucketCount)
    return (batch, UInt32(first))
  }

  /// Makes a batch's inputs real and the replaced ones gone, in one transaction.
  package func commit(
    _ batch: RecordBatch, inputs: [StoredInput], replacing: [UInt32]
  ) throws(StoreError) {
    let files = try batch.seal()
    try catalog.commit(inputs: inputs, replacing: replacing, files: inputs.isEmpty ? [] : files)
    if inputs.isEmpty { try removeLeftovers() }
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
