internal import Codecs
internal import JourneyModel

/// The records or rejections of one input and bucket on their way to a block.
final class BlockBuffer {
  /// What is collected.
  let kind: BucketBlock.Kind
  /// How many rows are collected.
  private(set) var count = 0
  private var ids = RecordBuffer()
  private var rows = RecordBuffer()

  /// A buffer holds no more than this and one row; then it is written as a block.
  static let limit = 128 << 10

  /// An empty buffer of a kind.
  init(kind: BucketBlock.Kind) { self.kind = kind }

  /// Whether a block is due.
  var isFull: Bool { rows.count >= BlockBuffer.limit }

  /// Adds a row.
  func add(_ row: UnsafeRawBufferPointer, id: StableHash128) {
    count += 1
    ids.reserve(BucketBlock.idBytes)
    ids.put(id)
    rows.append(row)
  }

  /// Forgets all rows and keeps the memory.
  func removeAll() {
    count = 0
    ids.removeAll()
    rows.removeAll()
  }

  /// Replaces the content of `block` by the block of all rows.
  func write(to block: inout RecordBuffer, input: UInt32) {
    block.removeAll()
    block.reserve(BucketBlock.headerSize + ids.count + rows.count)
    var header = BucketBlock.Header(input: input, kind: kind, count: count)
    header.payloadBytes = rows.count
    header.reserve(in: &block)
    block.append(ids.bytes)
    switch kind {
    case .records: block.append(rows.bytes)
    case .rejections:
      var packed: [UInt8] = []
      Gzip.compress(rows.bytes, level: 1, into: &packed)
      packed.withUnsafeBytes { block.append($0) }
    }
    header.write(to: &block)
  }
}
