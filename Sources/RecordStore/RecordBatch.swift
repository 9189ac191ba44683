internal import DurableFiles
internal import JourneyModel
internal import Synchronization

/// Everything one run adds to the store: bucket files that become real at commit, or never.
///
/// Workers write through `BatchWriter`s of their own; a file's bytes depend on timing, what is
/// published does not, since records are a set.
package final class RecordBatch: Sendable {
  /// The number of the batch.
  let number: Int
  private let directory: String
  private let files: [BucketFile]

  init(directory: String, number: Int) {
    self.directory = directory
    self.number = number
    files = (0..<RecordStore.bucketCount).map { bucket in
      let entry = BucketFileEntry(batch: number, bucket: bucket, bytes: 0)
      return BucketFile(path: directory + "/" + entry.name)
    }
  }

  /// A writer for one input, to be used by one worker.
  package func writer(input: UInt32) -> BatchWriter {
    BatchWriter(batch: self, input: input)
  }

  /// Appends a block to a bucket and returns where its ids lie.
  @discardableResult
  func append(
    _ block: UnsafeRawBufferPointer, to bucket: Int
  ) throws(StoreError) -> UInt64 {
    try files[bucket].append(block)
  }

  /// Reads bytes of a bucket back.
  func read(_ byteCount: Int, of bucket: Int, at offset: UInt64) throws(StoreError) -> [UInt8] {
    try files[bucket].read(byteCount, at: offset)
  }

  /// Forces all files to the disk at once, reads them back and lists them; nothing can be written
  /// afterwards.
  func seal() throws(StoreError) -> [BucketFileEntry] {
    var sealed: [BucketFileEntry] = []
    for (bucket, file) in files.enumerated() {
      guard let bytes = try file.seal() else { continue }
      sealed.append(BucketFileEntry(batch: number, bucket: bucket, bytes: bytes))
    }
    do { try Directory.synchronizeFileSystem(of: directory) } catch { throw .file(error) }
    for file in sealed {
      var reader = try BucketFileReader(path: directory + "/" + file.name, bytes: file.bytes)
      while try reader.next() != nil { _ = try reader.block() }
    }
    return sealed
  }
}

/// One bucket file of a batch, created by its first block.
///
/// Where few files may be open it is only while it is written to or read.
private final class BucketFile: Sendable {
  private let path: String
  private let state = Mutex(State())

  private struct State: ~Copyable {
    var file: File?
    var bytes: UInt64 = 0
  }

  /// All buckets may stay open where this leaves as many again and more for everything else.
  private static let staysOpen = File.openLimit >= 4 * RecordStore.bucketCount

  init(path: String) { self.path = path }

  func append(_ block: UnsafeRawBufferPointer) throws(StoreError) -> UInt64 {
    try access { state throws(FileError) in
      try self.open(&state)
      try state.file?.write(block)
      defer { state.bytes += UInt64(block.count) }
      try self.rest(&state)
      return state.bytes + UInt64(BucketBlock.headerSize)
    }
  }

  func read(_ byteCount: Int, at offset: UInt64) throws(StoreError) -> [UInt8] {
    let bytes = try access { state throws(FileError) in
      try self.open(&state)
      let bytes = try state.file?.read(at: offset, count: byteCount) ?? []
      try self.rest(&state)
      return bytes
    }
    guard bytes.count == byteCount else {
      throw .damaged(path: path, offset: offset, reason: "the file ends early")
    }
    return bytes
  }

  func seal() throws(StoreError) -> Int64? {
    try access { state throws(FileError) in
      try state.file.take()?.close(synchronizing: false)
      return state.bytes > 0 ? Int64(state.bytes) : nil
    }
  }

  private func open(_ state: inout State) throws(FileError) {
    if state.file != nil { return }
    state.file = try state.bytes == 0 ? File.create(path) : File.append(to: path)
  }

  private func rest(_ state: inout State) throws(FileError) {
    if !BucketFile.staysOpen { try state.file.take()?.close(synchronizing: false) }
  }

  private func access<Value: Sendable>(
    _ body: (inout sending State) throws(FileError) -> Value
  ) throws(StoreError) -> Value {
    let result: Result<Value, FileError> = state.withLock { state in
      do throws(FileError) { return .success(try body(&state)) } catch { return .failure(error) }
    }
    switch result {
    case .success(let value): return value
    case .failure(let error): throw .file(error)
    }
  }
}
