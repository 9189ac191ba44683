/// The distinct values of a column chunk, as PLAIN bytes, and for each value the place of its own.
///
/// Words and small numbers come in order of their values, found without comparing anything; hashes,
/// other numbers and texts come in the order in which they first occur, found by a hash of theirs.
struct ColumnDictionary: ~Copyable {
  /// The distinct values in PLAIN.
  private(set) var entries: [UInt8] = []
  /// How many there are.
  private(set) var count = 0
  /// For each value the place of its entry.
  private(set) var indices: [UInt32] = []
  /// For each word or small number: whether it occurs, one bit each.
  private var seen: [UInt64] = []
  /// For each of those that occur the place of its entry.
  private var places: [UInt32] = []

  /// Numbers whose largest is so far above their smallest are looked up in a table.
  private static let directRange = 4_096
  /// So many numbers or texts decide whether looking for equal ones is worth it.
  private static let sampleCount = 256

  /// The bits of an index: at least 1, which every reader takes.
  var indexWidth: Int { max(1, BitPacking.width(of: UInt64(max(count, 1) - 1))) }

  private mutating func begin() {
    entries.removeAll(keepingCapacity: true)
    indices.removeAll(keepingCapacity: true)
    count = 0
  }

  /// Fills with words; false where their bytes outgrow a dictionary page.
  mutating func fill(words numbers: UnsafeBufferPointer<UInt32>, of table: WordTable) -> Bool {
    begin()
    mark(numbers, of: table.count)
    for block in seen.indices where seen[block] != 0 {
      var bits = seen[block]
      while bits != 0 {
        let word = UInt32(block * 64 + bits.trailingZeroBitCount)
        bits &= bits - 1
        places[Int(word)] = UInt32(count)
        count += 1
        PlainEncoding.append(table[word], to: &entries)
        guard entries.count <= ParquetLimits.dictionaryBytes else { return false }
      }
    }
    indices.reserveCapacity(numbers.count)
    for number in numbers { indices.append(places[Int(number)]) }
    return true
  }

  /// Fills with numbers from `smallest` to `largest`; false where that is too wide for a table.
  mutating func fill(
    numbers: UnsafeBufferPointer<Int64>, from smallest: Int64, to largest: Int64,
    as physical: ParquetPhysicalType
  ) -> Bool {
    begin()
    let (range, overflow) = largest.subtractingReportingOverflow(smallest)
    guard !overflow, range < ColumnDictionary.directRange else { return false }
    let offsets = numbers.map { UInt32(truncatingIfNeeded: $0 &- smallest) }
    offsets.withUnsafeBufferPointer { mark($0, of: Int(range) + 1) }
    for offset in 0...Int(range) where seen[offset >> 6] >> UInt64(offset & 63) & 1 == 1 {
      places[offset] = UInt32(count)
      count += 1
      Self.append(smallest + Int64(offset), as: physical, to: &entries)
    }
    indices.reserveCapacity(numbers.count)
    for offset in offsets { indices.append(places[Int(offset)]) }
    return true
  }

  private mutating func mark(_ numbers: UnsafeBufferPointer<UInt32>, of count: Int) {
    seen.removeAll(keepingCapacity: true)
    seen.append(contentsOf: repeatElement(0, count: (count + 63) / 64))
    if places.count < count { places = [UInt32](repeating: 0, count: count) }
    seen.withUnsafeMutableBufferPointer { seen in
      for number in numbers { seen[Int(number >> 6)] |= 1 << UInt64(number & 63) }
    }
  }

  private static func append(
    _ number: Int64, as physical: ParquetPhysicalType, to entries: inout [UInt8]
  ) {
    if physical == .int32 {
      entries.appendLittleEndian(Int32(truncatingIfNeeded: number))
    } else {
      entries.appendLittleEndian(number)
    }
  }

  /// Fills with numbers of any size; false where most of the first ones differ, or all together
  /// outgrow a dictionary page.
  mutating func fill(numbers: UnsafeBufferPointer<Int64>, as physical: ParquetPhysicalType) -> Bool
  {
    fill(
      count: numbers.count, hash: { DictionarySlots.hash(numbers[$0]) },
      areEqual: { numbers[$0] == numbers[$1] },
      append: { Self.append(numbers[$0], as: physical, to: &$1) })
  }

  /// Fills with texts; false where most of the first ones differ or all take too much.
  mutating func fill(texts: UnsafeBufferPointer<TextCell>) -> Bool {
    fill(
      count: texts.count, hash: { DictionarySlots.hash(texts[$0].bytes) },
      areEqual: { texts[$0].equals(texts[$1]) },
      append: { PlainEncoding.append(texts[$0].bytes, to: &$1) })
  }

  /// Fills with hashes; false where most differ, for then repeating a few in place is smaller, or
  /// where all take too much.
  mutating func fill(hashes: UnsafeBufferPointer<HashCell>) -> Bool {
    hashEntries.removeAll(keepingCapacity: true)
    var distinct = hashEntries
    hashEntries = []
    let isFilled = fill(
      count: hashes.count, hash: { hashes[$0].low }, areEqual: { hashes[$0] == hashes[$1] },
      append: { index, entries in
        distinct.append(hashes[index])
        // The bytes are made at once below; until then their number counts.
        entries.append(contentsOf: repeatElement(0, count: HashDeflate.plainByteCount))
      })
    guard isFilled, 2 * count <= hashes.count else { return false }
    entries.removeAll(keepingCapacity: true)
    distinct.withUnsafeBufferPointer { PlainEncoding.append($0, to: &entries) }
    hashEntries = distinct
    return true
  }

  /// The distinct hashes, where the values are hashes.
  private(set) var hashEntries: [HashCell] = []

  private mutating func fill(
    count valueCount: Int, hash: (Int) -> UInt64, areEqual: (Int, Int) -> Bool,
    append: (Int, inout [UInt8]) -> Void
  ) -> Bool {
    begin()
    var slots = DictionarySlots(expecting: valueCount / 4)
    var firsts: [Int] = []
    indices.reserveCapacity(valueCount)
    for value in 0..<valueCount {
      if value > 0, areEqual(value, value - 1) {
        indices.append(indices[value - 1])
        continue
      }
      var probe = slots.probe(hash(value))
      var found = slots.nextCandidate(&probe)
      while let entry = found, !areEqual(firsts[entry], value) {
        found = slots.nextCandidate(&probe)
      }
      if found == nil {
        if probe.isExhausted { return false }
        slots.insert(firsts.count, at: probe)
        firsts.append(value)
        append(value, &entries)
        guard entries.count <= ParquetLimits.dictionaryBytes else { return false }
      }
      indices.append(UInt32(found ?? firsts.count - 1))
      if value + 1 == ColumnDictionary.sampleCount, 2 * firsts.count > ColumnDictionary.sampleCount
      {
        return false
      }
    }
    count = firsts.count
    return true
  }
}

extension TextCell {
  /// Whether both have the same bytes.
  func equals(_ other: TextCell) -> Bool {
    guard count == other.count else { return false }
    if start == other.start { return true }
    var index = 0
    while index + 8 <= count {
      guard
        start.loadUnaligned(fromByteOffset: index, as: UInt64.self)
          == other.start.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      else { return false }
      index += 8
    }
    while index < count,
      start.load(fromByteOffset: index, as: UInt8.self)
        == other.start.load(fromByteOffset: index, as: UInt8.self)
    { index += 1 }
    return index == count
  }

  /// Whether this text stands before another by their unsigned bytes.
  func precedes(_ other: TextCell) -> Bool { bytes.lexicographicallyPrecedes(other.bytes) }
}
