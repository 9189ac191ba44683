/// How the values of a column chunk are stored, chosen by size before compression.
///
/// Texts: dictionary if it is smaller than PLAIN. 64-bit numbers: the smallest of dictionary, delta
/// and PLAIN. 32-bit numbers: the smaller of dictionary and PLAIN. Booleans: PLAIN. On a tie the
/// simpler encoding wins. A dictionary page has at most `ParquetLimits.dictionaryBytes` bytes. The
/// choice depends on the values alone, so the same rows give the same bytes.
enum ChunkEncoding {
  /// The values themselves.
  case plain
  /// Differences.
  case delta
  /// The PLAIN entries and, for each value, the position of its entry.
  case dictionary(entries: [UInt8], count: Int, indices: [UInt32])

  /// What a dictionary costs beside its content: a page header, and a bit width a data page.
  private static let dictionaryOverhead = 32

  /// The encoding in the file's terms.
  var parquet: ParquetEncoding {
    switch self {
    case .plain: .plain
    case .delta: .deltaBinaryPacked
    case .dictionary: .rleDictionary
    }
  }

  /// Chooses for the values of a buffer.
  init(choosingFor buffer: ColumnBuffer) {
    let physical = buffer.column.type.physical
    switch physical {
    case .boolean: self = .plain
    case .byteArray: self = Self.chosen(for: buffer.texts)
    case .int32, .int64: self = Self.chosen(for: buffer.numbers, physical: physical)
    }
  }

  private static func chosen(for texts: TextBuffer) -> ChunkEncoding {
    guard texts.isDistinct else { return .plain }
    let cost = dictionaryCost(
      entryBytes: texts.entryPlainByteCount, count: texts.entryCount, indices: texts.indices)
    guard cost < texts.plainByteCount else { return .plain }
    var entries: [UInt8] = []
    texts.appendPlainEntries(to: &entries)
    return .dictionary(entries: entries, count: texts.entryCount, indices: texts.indices)
  }

  private static func chosen(
    for numbers: [Int64], physical: ParquetPhysicalType
  ) -> ChunkEncoding {
    let width = physical.plainByteCount
    var cost = numbers.count * width
    var encoding = ChunkEncoding.plain
    if physical == .int64 {
      var scratch: [UInt8] = []
      DeltaEncoding.append(numbers[...], to: &scratch)
      if scratch.count < cost { (cost, encoding) = (scratch.count, .delta) }
    }
    // More entries than this could not pay even if the indices were free.
    let maximumCount = min(cost, ParquetLimits.dictionaryBytes) / width
    guard let dictionary = IntegerDictionary(numbers, maximumCount: maximumCount) else {
      return encoding
    }
    let dictionaryCost = dictionaryCost(
      entryBytes: dictionary.entries.count * width, count: dictionary.entries.count,
      indices: dictionary.indices)
    guard dictionaryCost < cost else { return encoding }
    var entries: [UInt8] = []
    PlainEncoding.append(dictionary.entries[...], as: physical, to: &entries)
    return .dictionary(
      entries: entries, count: dictionary.entries.count, indices: dictionary.indices)
  }

  private static func dictionaryCost(entryBytes: Int, count: Int, indices: [UInt32]) -> Int {
    var scratch: [UInt8] = []
    HybridEncoding.append(indices[...], bitWidth: indexWidth(entryCount: count), to: &scratch)
    return dictionaryOverhead + entryBytes + scratch.count
  }

  /// The bits of an index into a dictionary: at least 1, which every reader takes.
  static func indexWidth(entryCount: Int) -> Int {
    max(1, BitPacking.width(of: UInt64(max(entryCount, 1) - 1)))
  }
}
