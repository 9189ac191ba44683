/// The widths of what `RecordEncoder` writes and `RecordDecoder` reads, each the sum of its parts.
enum RecordLayout {
  private static let byte = MemoryLayout<UInt8>.size
  private static let short = MemoryLayout<UInt16>.size
  private static let number = MemoryLayout<UInt32>.size
  private static let long = MemoryLayout<UInt64>.size
  private static let hash = 2 * long
  private static let reference = 2 * hash

  /// Where the id begins: behind size, input and the place in the file.
  static let idOffset = number + number + long + number
  /// All bytes before the content: those before the id, then id, key, exact reference, version,
  /// digest of the identifiers.
  static let prefixBytes = idOffset + 3 * hash + long + short

  /// What every content begins with: order, flags, clears, and whether there is an interaction.
  static let flagBytes = long + 3 * byte

  /// Of an interaction what stands before its native id: kind and reference.
  static let headerBytesBeforeID = byte + reference
  /// Of an interaction what stands behind its native id: channel, origin, direction, outcome.
  static let headerBytesBehindID = 4 * byte
  /// Of an interaction everything but its texts.
  static let headerFixedBytes = headerBytesBeforeID + headerBytesBehindID
  /// How many texts end an interaction: queue, agent, team, reason.
  static let headerTexts = 4

  /// A token: kind, namespace, hash.
  static let tokenBytes = byte + long + hash
  /// A link: kind, target.
  static let linkBytes = byte + reference

  /// Of an event what stands before its texts: activity, instant, party, actor.
  static let eventBytesBeforeTexts = byte + long + byte + hash
  /// How many texts an event has: queue, agent, value.
  static let eventTexts = 3
  /// Of an event what stands behind its texts: duration and count.
  static let eventBytesBehindTexts = long + number

  /// A score: reference, instrument, score, scale, direction, instant.
  static let feedbackBytes = reference + byte + long + 2 * number + byte + long
  /// A counter: which and how much.
  static let checkBytes = byte + long
  /// Of a text everything but its shingles and the text: role, event, signals, number of shingles.
  static let textFixedBytes = byte + 3 * short

  /// A text that may be absent: its count and its bytes.
  @inline(__always)
  static func text(_ bytes: UnsafeRawBufferPointer?) -> Int { number + (bytes?.count ?? 0) }
}
