/// How a record lies in a block of the store: what `StoredRecordWriter` writes and `StoredRecord`
/// reads.
///
/// ```
/// offset  0  u32  bytes in the whole row, this field included
///         4  u64  first byte in the file
///        12  u32  number of bytes in the file
///        16  16   key
///        32  u16  which parts follow (`StoredParts`)
///        34  u8   cleared header fields
///            i64  version · i64 order
///            interaction: exact 16, loose 16, kind, channel, origin, direction, result (u8),
///                 four words, count (u32) and bytes of the native id
///            digest of the identifiers (u16)
///            counted (u16) lists of tokens, links, scores, counters
///            derived reason: ground (u8), two words
///            counted list of events with its bytes (u32), of attributes, of texts
/// ```
///
/// A part that a record does not have takes no byte but its bit. Texts that repeat are words:
/// numbers (u32) of texts the block lists once, from 1; 0 is no text. Id and input are the block's.
enum StoredRecordLayout {
  private static let byte = MemoryLayout<UInt8>.size
  private static let short = MemoryLayout<UInt16>.size
  private static let number = MemoryLayout<UInt32>.size
  private static let long = MemoryLayout<UInt64>.size
  private static let hash = 2 * long

  /// What every row has.
  static let fixedBytes = number + long + number + hash + short + byte
  /// Of an interaction everything but the native id's bytes.
  static let headerBytes = 2 * hash + 5 * byte + 4 * number + number
  /// A derived reason: ground, reason, rule.
  static let derivedBytes = byte + 2 * number
  /// An event with all its parts.
  static let largestEventBytes = 3 * byte + long + hash + 3 * number + long + number
  /// Of a text everything but its shingles and the text: role, event, signals, number of shingles.
  static let textFixedBytes = byte + 3 * short
}

/// Which parts a stored record has.
struct StoredParts: OptionSet {
  let rawValue: UInt16

  static let deleted = StoredParts(rawValue: 1 << 0)
  static let version = StoredParts(rawValue: 1 << 1)
  static let order = StoredParts(rawValue: 1 << 2)
  static let interaction = StoredParts(rawValue: 1 << 3)
  static let tokens = StoredParts(rawValue: 1 << 4)
  static let links = StoredParts(rawValue: 1 << 5)
  static let feedback = StoredParts(rawValue: 1 << 6)
  static let checks = StoredParts(rawValue: 1 << 7)
  static let derived = StoredParts(rawValue: 1 << 8)
  static let events = StoredParts(rawValue: 1 << 9)
  static let attributes = StoredParts(rawValue: 1 << 10)
  static let texts = StoredParts(rawValue: 1 << 11)
  static let identifierDigest = StoredParts(rawValue: 1 << 12)

  /// Whether a record with these parts tells of a customer and nothing else.
  var isProfile: Bool { isDisjoint(with: [.interaction, .feedback]) }
}

/// Which parts an event of a stored record has.
struct StoredEventParts: OptionSet {
  let rawValue: UInt8

  static let by = StoredEventParts(rawValue: 1 << 0)
  static let actor = StoredEventParts(rawValue: 1 << 1)
  static let queue = StoredEventParts(rawValue: 1 << 2)
  static let agent = StoredEventParts(rawValue: 1 << 3)
  static let value = StoredEventParts(rawValue: 1 << 4)
  static let duration = StoredEventParts(rawValue: 1 << 5)
  static let count = StoredEventParts(rawValue: 1 << 6)
}
