/// An open-addressing table from hashes to the numbers of dictionary entries.
///
/// It knows hashes only; whether a candidate is the entry sought is for the caller to see. The hash
/// is not keyed, so hostile values could collide at will: a search longer than `longestProbe` ends
/// in `isExhausted`, and the column does without a dictionary.
struct DictionarySlots {
  /// A search under way.
  struct Probe {
    fileprivate let tag: UInt32
    fileprivate var slot: Int
    fileprivate var length = 0
    /// Whether the search was given up.
    var isExhausted: Bool { length > DictionarySlots.longestProbe }
  }

  private static let longestProbe = 64
  private static let initialSlots = 1_024
  /// The upper half is the entry's tag, the lower its number plus one; 0 is an empty slot.
  private var slots: [UInt64]
  private var used = 0

  /// A table without entries, in which so many find room before it grows.
  init(expecting count: Int = 0) {
    let wanted = max(2 * count, DictionarySlots.initialSlots)
    slots = [UInt64](repeating: 0, count: 1 << (Int.bitWidth - (wanted - 1).leadingZeroBitCount))
  }

  /// Begins the search for a hash.
  func probe(_ hash: UInt64) -> Probe {
    let tag = UInt32(truncatingIfNeeded: hash >> 32)
    return Probe(tag: tag, slot: Int(tag) & (slots.count - 1))
  }

  /// The next entry of the probe's hash; nil when there is no other.
  ///
  /// The probe then stands at the slot of a new entry unless it is exhausted.
  func nextCandidate(_ probe: inout Probe) -> Int? {
    while !probe.isExhausted {
      let slot = slots[probe.slot]
      if slot == 0 { return nil }
      probe.slot = (probe.slot + 1) & (slots.count - 1)
      probe.length += 1
      if UInt32(truncatingIfNeeded: slot >> 32) == probe.tag {
        return Int(slot & 0xffff_ffff) - 1
      }
    }
    return nil
  }

  /// Stores an entry where its search ended.
  mutating func insert(_ entry: Int, at probe: Probe) {
    slots[probe.slot] = UInt64(probe.tag) << 32 | UInt64(entry + 1)
    used += 1
    if used * 2 > slots.count { grow() }
  }

  private mutating func grow() {
    var larger = [UInt64](repeating: 0, count: slots.count * 2)
    let mask = larger.count - 1
    for slot in slots where slot != 0 {
      var index = Int(slot >> 32) & mask
      while larger[index] != 0 { index = (index + 1) & mask }
      larger[index] = slot
    }
    slots = larger
  }

  /// A hash of a number.
  static func hash(_ number: Int64) -> UInt64 {
    mixed(UInt64(bitPattern: number) &* 0x9e37_79b9_7f4a_7c15)
  }

  /// A hash of bytes.
  static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var hash = UInt64(bytes.count) &* 0x9e37_79b9_7f4a_7c15
    var index = 0
    while index + 8 <= bytes.count {
      let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      hash = mixed((hash ^ UInt64(littleEndian: word)) &* 0xd6e8_feb8_6659_fd93)
      index += 8
    }
    var rest: UInt64 = 0
    while index < bytes.count {
      rest = rest << 8 | UInt64(bytes[index])
      index += 1
    }
    return mixed((hash ^ rest) &* 0xa076_1d64_78bd_642f)
  }

  private static func mixed(_ number: UInt64) -> UInt64 {
    let folded = (number ^ (number >> 32)) &* 0xd6e8_feb8_6659_fd93
    return folded ^ (folded >> 29)
  }
}
