package import JourneyModel

/// One bucket in memory: its records as encoded bytes with an index, and its rejections.
package struct BucketContents: Sendable {
  /// The encoded records, back to back.
  package var bytes: [UInt8] = []
  /// The place and identity of every record, in the order of the files.
  package var entries: [Entry] = []
  /// The rejections, in the order of the files.
  package var rejections: [StoredRejection] = []

  /// One record of the bucket.
  package struct Entry: Sendable {
    /// Where the record begins in `bytes`.
    package var offset: Int
    /// The vertex it belongs to: its interaction's exact reference, or its own key.
    package var home: StableHash128
    /// The record's key.
    package var key: StableHash128
    /// The statement's id.
    package var id: RecordID
    /// Where it was read.
    package var origin: RecordOrigin
  }

  /// Adds the records of one decoded block that belong to a part of the bucket.
  mutating func add(records payload: [UInt8], part: BucketPart) {
    payload.withUnsafeBytes { payload in
      var offset = 0
      while offset < payload.count {
        let prefix = RecordDecoder.prefix(payload, at: offset)
        let home = prefix.interaction.isZero ? prefix.key : prefix.interaction
        if part.contains(home) {
          entries.append(
            Entry(
              offset: bytes.count, home: home, key: prefix.key, id: prefix.id,
              origin: prefix.origin))
          bytes.append(contentsOf: payload[offset..<(offset + prefix.byteCount)])
        }
        offset += prefix.byteCount
      }
    }
  }

  /// Adds the rejections of one decoded block that belong to a part of the bucket.
  mutating func add(rejections payload: [UInt8], part: BucketPart) {
    payload.withUnsafeBytes { payload in
      var reader = ByteReader(payload)
      while !reader.isAtEnd {
        let rejection = StoredRejection(&reader)
        if part.contains(rejection.id) { rejections.append(rejection) }
      }
    }
  }
}

/// A share of a bucket, so that a bucket larger than memory is read in several passes.
package struct BucketPart: Equatable, Sendable {
  /// Which share, from 0.
  package var index: Int
  /// How many shares, a power of two; shares are ranges of the hash, in order.
  package var count: Int

  /// The whole bucket.
  package static let whole = BucketPart(index: 0, count: 1)

  /// A share of known parts.
  package init(index: Int, count: Int) {
    precondition(count > 0 && count & (count - 1) == 0, "shares are powers of two")
    self.index = index
    self.count = count
  }

  func contains(_ hash: StableHash128) -> Bool {
    guard count > 1 else { return true }
    let bits = UInt64(count.trailingZeroBitCount)
    let below = UInt64(RecordStore.bucketCount.trailingZeroBitCount)
    return Int((hash.high << below) >> (64 - bits)) == index
  }
}
