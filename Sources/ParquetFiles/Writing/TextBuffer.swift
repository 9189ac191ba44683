/// The texts of a column chunk: distinct ones in one arena as long as that pays.
///
/// Each text appended is looked up among the entries before it. Once the entries outgrow a
/// dictionary page the lookup ends, and every text that differs from the one before it becomes an
/// entry of its own; `isDistinct` then is false.
///
///     append a, bc, a, a      arena "abc", ends 1 3, indices 0 1 0 0
struct TextBuffer {
  /// For each text the number of its entry.
  private(set) var indices: [UInt32] = []
  /// Whether no two entries are equal.
  private(set) var isDistinct = true
  /// The bytes of all texts in PLAIN.
  private(set) var plainByteCount = 0
  private var arena: [UInt8] = []
  private var ends: [Int] = []
  private var slots = DictionarySlots()

  /// The number of texts.
  var count: Int { indices.count }

  /// The number of entries.
  var entryCount: Int { ends.count }

  /// The bytes of all entries in PLAIN.
  var entryPlainByteCount: Int { arena.count + 4 * ends.count }

  /// Appends a text.
  mutating func append(_ utf8: UnsafeRawBufferPointer) {
    precondition(utf8.count <= ParquetLimits.valueBytes, "a text is too long for a Parquet cell")
    plainByteCount += utf8.count + 4
    if let last = indices.last, matches(Int(last), utf8) { return indices.append(last) }
    if isDistinct, entryPlainByteCount + utf8.count + 4 > ParquetLimits.dictionaryBytes {
      stopLookingUp()
    }
    indices.append(UInt32(isDistinct ? lookUp(utf8) : addEntry(utf8)))
  }

  private mutating func lookUp(_ utf8: UnsafeRawBufferPointer) -> Int {
    var probe = slots.probe(DictionarySlots.hash(utf8))
    while let entry = slots.nextCandidate(&probe) {
      if matches(entry, utf8) { return entry }
    }
    if probe.isExhausted { stopLookingUp() } else { slots.insert(ends.count, at: probe) }
    return addEntry(utf8)
  }

  private mutating func addEntry(_ utf8: UnsafeRawBufferPointer) -> Int {
    arena.append(contentsOf: utf8)
    ends.append(arena.count)
    return ends.count - 1
  }

  private mutating func stopLookingUp() {
    isDistinct = false
    slots = DictionarySlots()
  }

  /// Forgets the texts, and the memory too where an unusual row group made it large.
  mutating func removeAll() {
    let keepsMemory = arena.capacity <= 4 * ParquetLimits.dictionaryBytes
    indices.removeAll(keepingCapacity: keepsMemory)
    arena.removeAll(keepingCapacity: keepsMemory)
    ends.removeAll(keepingCapacity: keepsMemory)
    plainByteCount = 0
    isDistinct = true
    slots = DictionarySlots()
  }

  /// The place of an entry in the arena.
  private func range(_ entry: Int) -> Range<Int> {
    (entry == 0 ? 0 : ends[entry - 1])..<ends[entry]
  }

  /// The bytes of a text.
  func byteCount(_ index: Int) -> Int {
    range(Int(indices[index])).count
  }

  private func matches(_ entry: Int, _ utf8: UnsafeRawBufferPointer) -> Bool {
    let range = range(entry)
    guard range.count == utf8.count else { return false }
    return arena.withUnsafeBytes { bytes in
      let start = range.lowerBound
      var index = 0
      while index + 8 <= utf8.count {
        let word = bytes.loadUnaligned(fromByteOffset: start + index, as: UInt64.self)
        guard word == utf8.loadUnaligned(fromByteOffset: index, as: UInt64.self) else {
          return false
        }
        index += 8
      }
      while index < utf8.count, bytes[start + index] == utf8[index] { index += 1 }
      return index == utf8.count
    }
  }

  /// Appends texts in PLAIN.
  func appendPlain(_ texts: Range<Int>, to bytes: inout [UInt8]) {
    for entry in indices[texts] { appendPlain(entry: Int(entry), to: &bytes) }
  }

  /// Appends all entries in PLAIN.
  func appendPlainEntries(to bytes: inout [UInt8]) {
    for entry in 0..<entryCount { appendPlain(entry: entry, to: &bytes) }
  }

  private func appendPlain(entry: Int, to bytes: inout [UInt8]) {
    let range = range(entry)
    bytes.appendLittleEndian(UInt32(range.count))
    arena.withUnsafeBytes { bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: $0[range])) }
  }

  /// The smallest and the largest text by unsigned bytes; nil without texts.
  func extremes() -> (smallest: [UInt8], largest: [UInt8])? {
    guard entryCount > 0 else { return nil }
    var (smallest, largest) = (0, 0)
    for entry in 1..<entryCount {
      if precedes(entry, smallest) { smallest = entry }
      if precedes(largest, entry) { largest = entry }
    }
    return (Array(arena[range(smallest)]), Array(arena[range(largest)]))
  }

  private func precedes(_ first: Int, _ second: Int) -> Bool {
    arena[range(first)].lexicographicallyPrecedes(arena[range(second)])
  }
}
