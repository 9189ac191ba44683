import Codecs
import Glibc
import JourneyModel
import RecordStore

/// Bucket files: any bytes are blocks or refused, blocks read back, and a flipped bit of one never
/// passes.
///
/// Blocks are built here by the letter of `BucketBlock`'s description.
final class BucketFuzz {
  /// What the rest is, where the file is cut or 0, the bit to flip or 0 (two bytes).
  static let choiceCount = 4

  private static let input: UInt32 = 1
  private var file: [UInt8] = []
  /// A file without a name, which has a path while it is open.
  private let descriptor: Int32

  init() {
    var name = Array("/dev/shm/bucket-XXXXXX".utf8CString)
    descriptor = mkstemp(&name)
    precondition(descriptor >= 0 && unlink(name) == 0, "no file for buckets can be made")
  }

  deinit { close(descriptor) }

  /// What is wrong, or nil.
  func finding(_ choices: UnsafeRawBufferPointer, _ rest: UnsafeRawBufferPointer) -> String? {
    file.removeAll(keepingCapacity: true)
    var ids: [StableHash128] = []
    switch choices[0] % 3 {
    case 0: file.append(contentsOf: rest)
    case 1: ids = appendRecords(rest)
    default: appendRejections(rest)
    }
    let bit = Int(choices[2]) | Int(choices[3]) << 8
    let isBuilt = choices[0] % 3 > 0
    let isWhole = bit == 0 && choices[1] == 0
    if bit > 0, !file.isEmpty { file[bit / 8 % file.count] ^= 1 << UInt8(bit % 8) }
    if choices[1] > 0 { file.removeLast(min(file.count, Int(choices[1]))) }
    switch read() {
    case .success(let contents):
      if !isBuilt || file.isEmpty { return nil }
      if !isWhole { return "bit \(bit) of \(file.count) bytes is flipped or cut and passes" }
      return contents.entries.map(\.id.hash) == ids ? nil : "the ids differ"
    case .failure(let error):
      return isBuilt && isWhole ? "a block does not read back: \(error)" : nil
    }
  }

  private func read() -> Result<BucketContents, StoreError> {
    ftruncate(descriptor, 0)
    precondition(pwrite(descriptor, file, file.count, 0) == file.count, "the file is not written")
    let path = "/proc/self/fd/\(descriptor)"
    let buckets = StoredBuckets(
      files: [[(path: path, bytes: Int64(file.count))]], inputs: [BucketFuzz.input])
    return Result { () throws(StoreError) in try buckets.contents(of: 0, part: .whole) }
  }

  /// A block of records, one of each two bytes; their ids.
  private func appendRecords(_ rest: UnsafeRawBufferPointer) -> [StableHash128] {
    var records = StoredRecordWriter()
    var newest = NewestEvents()
    var ids: [StableHash128] = []
    var encoder = RecordEncoder()
    for offset in stride(from: 0, to: rest.count - 1, by: 2) {
      let (key, version) = (UInt64(rest[offset]), Int64(rest[offset + 1]))
      encoder.begin(
        key: StableHash128(high: key << 56, low: key), version: version, order: version & 3)
      encoder.add(RecordEncoder.Event(activity: .opened, at: Instant(microseconds: version)))
      _ = encoder.finish(
        origin: RecordOrigin(input: BucketFuzz.input, byteOffset: UInt64(offset), byteLength: 2))
      ids.append(RecordDecoder.prefix(encoder.bytes, at: 0).id.hash)
      records.append(encoder.bytes, telling: &newest)
    }
    if ids.isEmpty { return [] }
    var payload = RecordBuffer()
    records.write(to: &payload)
    appendBlock(kind: 0, ids, Array(payload.bytes), byteCount: payload.count)
    return ids
  }

  /// A block of rejections, one for each seven bytes.
  private func appendRejections(_ rest: UnsafeRawBufferPointer) {
    var ids: [StableHash128] = []
    var payload: [UInt8] = []
    for offset in stride(from: 0, to: rest.count, by: 7) {
      let bytes = rest[offset..<min(rest.count, offset + 7)]
      ids.append(StableHash128(high: UInt64(bytes.first ?? 0) << 56, low: UInt64(offset)))
      var rejection = ByteWriter()
      rejection.write(BucketFuzz.input)
      rejection.write(ids[ids.count - 1])
      rejection.write("I201")
      rejection.write(UInt64(offset))
      rejection.write(UInt32(bytes.count))
      rejection.write(UInt64(1))
      rejection.write(nil as String?)
      rejection.write("a message")
      rejection.write(bytes: UnsafeRawBufferPointer(rebasing: bytes))
      rejection.withBytes { payload.append(contentsOf: $0) }
    }
    if ids.isEmpty { return }
    var packed: [UInt8] = []
    payload.withUnsafeBytes { Gzip.compress($0, level: 1, into: &packed) }
    appendBlock(kind: 1, ids, packed, byteCount: payload.count)
  }

  private func appendBlock(
    kind: UInt32, _ ids: [StableHash128], _ stored: [UInt8], byteCount: Int
  ) {
    var body: [UInt8] = []
    for id in ids {
      for half in [id.high, id.low] { withUnsafeBytes(of: half.littleEndian) { body += $0 } }
    }
    body += stored
    let words = [
      0x3242_4c54, BucketFuzz.input, kind, UInt32(ids.count), UInt32(byteCount),
      UInt32(stored.count), body.withUnsafeBytes { Checksum.crc32($0) },
    ]
    for word in words { withUnsafeBytes(of: word.littleEndian) { file += $0 } }
    let header = file.withUnsafeBytes { Checksum.crc32($0) }
    withUnsafeBytes(of: header.littleEndian) { file += $0 }
    file += body
  }
}
