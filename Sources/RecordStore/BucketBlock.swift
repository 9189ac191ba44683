internal import Codecs
internal import JourneyModel

/// The unit a bucket file consists of: records or rejections of one input, checksummed.
///
/// ```
/// 0  u32  magic "TLB2"          16  u32  bytes of the payload
/// 4  u32  input                 20  u32  bytes of the payload as it is stored
/// 8  u32  kind: 0 records,      24  u32  CRC-32 of everything after the header
///              1 rejections     28  u32  CRC-32 of the 28 bytes before this field
/// 12 u32  count                 32  16 × count  ids, for counting duplicates
///                               …   payload: rejections back to back, as gzip; or the words of
///                                   records, then their rows (`StoredRecordWriter`)
/// ```
///
/// Records are mostly hashes, which no codec makes smaller: deflating them took a third of the time
/// of reading and inflating them as long as assembling them. Rejections are texts.
enum BucketBlock {
  /// What a block holds.
  enum Kind: UInt32 {
    case records = 0
    case rejections = 1
  }

  static let magic: UInt32 = 0x3242_4c54
  /// Bytes of an id.
  static let idBytes = 2 * MemoryLayout<UInt64>.size
  private static let fields = 8
  static let headerSize = fields * MemoryLayout<UInt32>.size
  /// How many bytes of the header its own checksum covers.
  private static let coveredBytes = headerSize - MemoryLayout<UInt32>.size

  /// No block is larger: one record may have 16 MiB, and its normalized form stays below this.
  static let payloadLimit = 1 << 28

  /// The 32 bytes before the ids, with a checksum of their own.
  struct Header {
    var input: UInt32
    var kind: Kind
    var count: Int
    var payloadBytes = 0
    var storedBytes = 0
    var checksum: UInt32 = 0

    /// Bytes of ids and stored payload after the header.
    var bodyBytes: Int { count * idBytes + storedBytes }

    /// A header of a block to be written.
    init(input: UInt32, kind: Kind, count: Int) {
      self.input = input
      self.kind = kind
      self.count = count
    }

    /// Reads a header; nil if it is none.
    init?(_ bytes: UnsafeRawBufferPointer) {
      var reader = ByteReader(bytes)
      guard bytes.count >= headerSize, reader.read(UInt32.self) == magic else { return nil }
      input = reader.read(UInt32.self)
      guard let kind = Kind(rawValue: reader.read(UInt32.self)) else { return nil }
      self.kind = kind
      count = Int(reader.read(UInt32.self))
      payloadBytes = Int(reader.read(UInt32.self))
      storedBytes = Int(reader.read(UInt32.self))
      checksum = reader.read(UInt32.self)
      let covered = UnsafeRawBufferPointer(rebasing: bytes[..<coveredBytes])
      guard reader.read(UInt32.self) == Checksum.crc32(covered) else { return nil }
      guard payloadBytes <= payloadLimit, storedBytes <= payloadLimit, count <= payloadBytes
      else { return nil }
    }

    /// Makes room for the header at the beginning of a block.
    func reserve(in block: inout RecordBuffer) {
      for _ in 0..<fields { block.write(UInt32.zero) }
    }

    /// Writes the header of the block whose body is complete.
    mutating func write(to block: inout RecordBuffer) {
      storedBytes = block.count - headerSize - count * idBytes
      checksum = Checksum.crc32(UnsafeRawBufferPointer(rebasing: block.bytes[headerSize...]))
      let words = [
        magic, input, kind.rawValue, UInt32(count), UInt32(payloadBytes), UInt32(storedBytes),
        checksum,
      ]
      for (index, word) in words.enumerated() {
        block.replace(at: index * MemoryLayout<UInt32>.size, with: word)
      }
      let covered = UnsafeRawBufferPointer(rebasing: block.bytes[..<coveredBytes])
      block.replace(at: coveredBytes, with: Checksum.crc32(covered))
    }
  }

  /// The id of that number among ids.
  static func id(_ index: Int, in ids: UnsafeRawBufferPointer) -> StableHash128 {
    var reader = ByteReader(ids, at: index * idBytes)
    return reader.readHash()
  }
}
