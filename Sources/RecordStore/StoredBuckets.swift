package import JourneyModel

/// The buckets of a state, read by any thread; what is committed later is not among them.
package struct StoredBuckets: Sendable {
  /// A file and how many of its bytes the catalog says are real.
  package typealias BucketFile = (path: String, bytes: Int64)

  private let files: [[BucketFile]]
  private let inputs: Set<UInt32>

  /// Buckets of files by bucket, of which only what belongs to the inputs is read.
  package init(files: [[BucketFile]], inputs: Set<UInt32>) {
    self.files = files
    self.inputs = inputs
  }

  /// The uncompressed bytes of each bucket's blocks.
  package func sizes() throws(StoreError) -> [Int] {
    var sizes: [Int] = []
    for files in files {
      var size = 0
      for file in files { size += try self.size(of: file) }
      sizes.append(size)
    }
    return sizes
  }

  private func size(of file: BucketFile) throws(StoreError) -> Int {
    var reader = try BucketFileReader(path: file.path, bytes: file.bytes)
    var size = 0
    while let header = try reader.next() {
      if inputs.contains(header.input) { size += header.payloadBytes }
    }
    return size
  }

  /// Hands all rejections on, bucket by bucket.
  package func forEachRejection(_ body: (StoredRejection) -> Void) throws(StoreError) {
    for file in files.joined() {
      var reader = try BucketFileReader(path: file.path, bytes: file.bytes)
      while let header = try reader.next() {
        guard header.kind == .rejections, inputs.contains(header.input) else { continue }
        try reader.withPayload { BucketContents.rejections(in: $0).forEach(body) }
      }
    }
  }

  /// How many records of some vertices each input has; those without any are left out.
  package func records(of homes: Set<StableHash128>) throws(StoreError) -> [UInt32: Int] {
    var counts: [UInt32: Int] = [:]
    for file in Set(homes.map(RecordStore.bucket(of:))).sorted().flatMap({ files[$0] }) {
      var reader = try BucketFileReader(path: file.path, bytes: file.bytes)
      while let header = try reader.next() {
        guard header.kind == .records, inputs.contains(header.input) else { continue }
        try reader.withPayload {
          counts[header.input, default: 0] += BucketContents.count($0, of: homes)
        }
      }
    }
    return counts.filter { $0.value > 0 }
  }

  /// Reads a bucket, or a part of it.
  ///
  /// - Parameter byteLimit: Reading ends after the block with which the records take more.
  package func contents(
    of bucket: Int, part: BucketPart, byteLimit: Int = .max
  ) throws(StoreError) -> BucketContents {
    var contents = BucketContents()
    for file in files[bucket] {
      var reader = try BucketFileReader(path: file.path, bytes: file.bytes)
      while let header = try reader.next() {
        guard header.kind == .records, inputs.contains(header.input) else { continue }
        contents.expect(records: header.count, bytes: header.payloadBytes)
      }
    }
    contents.reserve(part)
    for file in files[bucket] {
      var reader = try BucketFileReader(path: file.path, bytes: file.bytes)
      while let header = try reader.next() {
        guard inputs.contains(header.input) else { continue }
        switch header.kind {
        case .records: try reader.withPayload { contents.add(records: $0, part: part) }
        case .rejections: try reader.withPayload { contents.add(rejections: $0, part: part) }
        }
        guard contents.byteCount <= byteLimit else {
          contents.isComplete = false
          return contents
        }
      }
    }
    return contents
  }
}
