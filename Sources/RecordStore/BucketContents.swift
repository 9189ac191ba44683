package import JourneyModel

/// One bucket in memory: its records as they are stored with an index, the texts they name, and its
/// rejections.
package struct BucketContents: Sendable {
  /// The rows of the records, back to back.
  private var bytes: [UInt8] = []
  /// The symbol of every word of every block, the blocks one behind the other; of each the first is
  /// of no text.
  private var symbols: [Symbol] = [.none]
  /// The distinct texts of all words; symbols are its.
  package private(set) var words = WordBook()
  /// The place and identity of every record, in the order of the files.
  package private(set) var entries: [Entry] = []
  /// The rejections, in the order of the files.
  package private(set) var rejections: [StoredRejection] = []
  /// Whether these are all: reading ends where they are more than was allowed.
  package internal(set) var isComplete = true

  private var expected = (records: 0, bytes: 0)

  /// One record of the bucket.
  package struct Entry: Sendable {
    /// Where the record begins in `bytes`, and the symbols of its block in `symbols`.
    fileprivate var offset: Int
    fileprivate var firstSymbol: Int
    /// The vertex it belongs to: its interaction's exact reference, or its own key.
    package var home: StableHash128
    /// The same in all versions and copies of the record.
    package var key: StableHash128
    /// The same only in copies, whose content is the same.
    package var id: RecordID
    /// Where it was read.
    package var origin: RecordOrigin
  }

  /// The records of a bucket, readable while it is lent.
  package struct Records {
    fileprivate let bytes: UnsafeRawBufferPointer
    fileprivate let symbols: UnsafePointer<Symbol>

    /// The record of an entry.
    package subscript(entry: Entry) -> StoredRecord {
      StoredRecord(
        bytes, at: entry.offset, id: entry.id, symbols: symbols + entry.firstSymbol)
    }
  }

  /// The bytes of the records.
  package var byteCount: Int { bytes.count }

  /// The vertex with the most records, how many these are, and where the first of them was read.
  package var largestVertex: (home: StableHash128, records: Int, first: RecordOrigin)? {
    var counts: [StableHash128: (records: Int, first: RecordOrigin)] = [:]
    for entry in entries { counts[entry.home, default: (0, entry.origin)].records += 1 }
    let largest = counts.max { left, right in
      left.value.records != right.value.records
        ? left.value.records < right.value.records : right.key < left.key
    }
    return largest.map { ($0.key, $0.value.records, $0.value.first) }
  }

  /// Lends the records; the answer must not keep them.
  package func withRecords<Answer>(_ body: (Records) -> Answer) -> Answer {
    bytes.withUnsafeBytes { bytes in
      symbols.withUnsafeBufferPointer { symbols in
        // There is at least the symbol of no text.
        body(Records(bytes: bytes, symbols: symbols.baseAddress.unsafelyUnwrapped))
      }
    }
  }

  /// Notes that so many records will be read.
  mutating func expect(records count: Int, bytes byteCount: Int) {
    expected.records += count
    expected.bytes += byteCount
  }

  /// Makes room for what is expected of a part of the bucket: growing would copy it all again.
  mutating func reserve(_ part: BucketPart) {
    entries.reserveCapacity(expected.records / part.count)
    bytes.reserveCapacity(expected.bytes / part.count)
  }

  /// How many records of a block are of some vertices.
  static func count(_ block: BlockPayload, of homes: Set<StableHash128>) -> Int {
    var reader = ByteReader(block.bytes)
    var (words, symbols) = (WordBook(), [Symbol]())
    reader.readWords(into: &words, symbols: &symbols)
    var (offset, count) = (reader.offset, 0)
    for _ in 0..<block.count {
      let row = StoredRecord.row(block.bytes, at: offset)
      if homes.contains(row.home) { count += 1 }
      offset += row.byteCount
    }
    return count
  }

  /// Adds the records of one block that belong to a part of the bucket.
  mutating func add(records block: BlockPayload, part: BucketPart) {
    var reader = ByteReader(block.bytes)
    let firstSymbol = symbols.count
    reader.readWords(into: &words, symbols: &symbols)
    var offset = reader.offset
    for index in 0..<block.count {
      let row = StoredRecord.row(block.bytes, at: offset)
      if part.contains(row.home) {
        let origin = RecordOrigin(
          input: block.input, byteOffset: row.place.byteOffset, byteLength: row.place.byteLength)
        entries.append(
          Entry(
            offset: bytes.count, firstSymbol: firstSymbol, home: row.home, key: row.key,
            id: RecordID(BucketBlock.id(index, in: block.ids)), origin: origin))
        bytes.append(
          contentsOf: UnsafeRawBufferPointer(
            rebasing: block.bytes[offset..<(offset + row.byteCount)]))
      }
      offset += row.byteCount
    }
  }

  /// Adds the rejections of one decoded block that belong to a part of the bucket.
  mutating func add(rejections block: BlockPayload, part: BucketPart) {
    for rejection in BucketContents.rejections(in: block) where part.contains(rejection.id) {
      rejections.append(rejection)
    }
  }

  /// The rejections of one decoded block.
  static func rejections(in block: BlockPayload) -> [StoredRejection] {
    var reader = ByteReader(block.bytes)
    var found: [StoredRejection] = []
    while !reader.isAtEnd { found.append(StoredRejection(&reader)) }
    return found
  }
}

/// A share of a bucket, so that a bucket larger than memory is read in several passes.
package struct BucketPart: Equatable, Sendable {
  /// Which share, from 0.
  package var index: Int
  /// How many shares, a power of two; shares are ranges of the hash, in order.
  package var count: Int

  /// The only share of a bucket that is read at once.
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
