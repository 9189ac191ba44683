internal import Codecs
internal import JourneyModel

/// The unit a bucket file consists of: records or rejections of one input, compressed and
/// checksummed.
///
/// ```
/// 0  u32  magic "TLB1"          16  u32  bytes of the payload
/// 4  u32  input                 20  u32  bytes of the packed payload
/// 8  u32  kind: 0 records,      24  u32  CRC-32 of everything after the header
///              1 rejections     28  u32  CRC-32 of the 28 bytes before this field
/// 12 u32  count                 32  16 × count  ids, uncompressed, for counting duplicates
///                               …   packed payload (gzip)
/// ```
struct BucketBlock {
  /// What a block holds.
  enum Kind: UInt32 {
    case records = 0
    case rejections = 1
  }

  static let headerSize = 32
  static let magic: UInt32 = 0x3142_4c54

  /// The fixed fields.
  struct Header {
    var input: UInt32
    var kind: Kind
    var count: Int
    var payloadBytes: Int
    var packedBytes: Int
    var checksum: UInt32

    /// Bytes of ids and packed payload after the header.
    var bodyBytes: Int { count * 16 + packedBytes }

    /// Reads a header; nil if it is none.
    init?(_ bytes: UnsafeRawBufferPointer) {
      var reader = ByteReader(bytes)
      guard bytes.count >= BucketBlock.headerSize, reader.read(UInt32.self) == BucketBlock.magic
      else { return nil }
      input = reader.read(UInt32.self)
      guard let kind = Kind(rawValue: reader.read(UInt32.self)) else { return nil }
      self.kind = kind
      count = Int(reader.read(UInt32.self))
      payloadBytes = Int(reader.read(UInt32.self))
      packedBytes = Int(reader.read(UInt32.self))
      checksum = reader.read(UInt32.self)
      let covered = UnsafeRawBufferPointer(rebasing: bytes[..<(BucketBlock.headerSize - 4)])
      guard reader.read(UInt32.self) == Checksum.crc32(covered) else { return nil }
      guard payloadBytes <= BucketBlock.payloadLimit, packedBytes <= BucketBlock.payloadLimit,
        count <= payloadBytes
      else { return nil }
    }
  }

  /// No block is larger: one record may have 16 MiB, and its normalized form stays below this.
  static let payloadLimit = 1 << 28

  /// The bytes of a block.
  static func encode(
    input: UInt32, kind: Kind, ids: [StableHash128], payload: ByteWriter
  ) -> [UInt8] {
    var packed: [UInt8] = []
    payload.withBytes { Gzip.compress($0, level: 1, into: &packed) }
    var body = ByteWriter()
    for id in ids { body.write(id) }
    packed.withUnsafeBytes { body.append($0) }
    var block = ByteWriter()
    block.write(magic)
    block.write(input)
    block.write(kind.rawValue)
    block.write(UInt32(ids.count))
    block.write(UInt32(payload.count))
    block.write(UInt32(packed.count))
    block.write(body.withBytes { Checksum.crc32($0) })
    block.write(block.withBytes { Checksum.crc32($0) })
    block.append(body)
    return block.bytes
  }
}
