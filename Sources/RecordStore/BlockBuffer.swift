internal import Codecs
internal import JourneyModel

/// The records or rejections of one input and bucket on their way to a block.
///
/// It holds no more than `limit` and one row; then it is written.
final class BlockBuffer {
  let kind: BucketBlock.Kind
  /// How many rows are collected.
  private(set) var count = 0
  private var ids = RecordBuffer()
  private var records = StoredRecordWriter()
  private var rejections = RecordBuffer()

  /// Less than the 128 KiB that memory grows to, so that few rows make it grow further.
  private static let limit = 120 << 10

  /// An empty buffer of a kind.
  init(kind: BucketBlock.Kind) { self.kind = kind }

  /// Whether a block is due.
  var isFull: Bool { records.byteCount + rejections.count >= BlockBuffer.limit }

  /// Adds an encoded record and tells its events.
  func add(
    _ record: UnsafeRawBufferPointer, id: StableHash128, telling newest: inout NewestEvents
  ) {
    add(id)
    records.append(record, telling: &newest)
  }

  /// Adds an encoded rejection.
  func add(rejection: UnsafeRawBufferPointer, id: StableHash128) {
    add(id)
    rejections.append(rejection)
  }

  /// Forgets all rows and keeps the memory.
  func removeAll() {
    count = 0
    ids.removeAll()
    records.removeAll()
    rejections.removeAll()
  }

  /// Replaces the content of `block` by the block of all rows.
  func write(to block: inout RecordBuffer, input: UInt32) {
    var header = BucketBlock.Header(input: input, kind: kind, count: count)
    block.removeAll()
    header.reserve(in: &block)
    block.append(ids.bytes)
    switch kind {
    case .records:
      let start = block.count
      records.write(to: &block)
      header.payloadBytes = block.count - start
    case .rejections:
      var packed: [UInt8] = []
      Gzip.compress(rejections.bytes, level: 1, into: &packed)
      packed.withUnsafeBytes { block.append($0) }
      header.payloadBytes = rejections.count
    }
    header.write(to: &block)
  }

  private func add(_ id: StableHash128) {
    count += 1
    ids.reserve(BucketBlock.idBytes)
    ids.put(id)
  }
}
