import ParquetFiles

/// Cells of a sample column as the writer takes them, and the memory they point at.
final class SampleCells {
  /// The cells.
  let cells: ColumnCells
  private var memory: [UnsafeMutableRawPointer] = []

  /// The cells of a column: hashes where all texts are 32 digits, words where texts repeat.
  init(_ values: [ParquetValue], of column: ParquetColumn) {
    let texts = values.compactMap { value -> String? in
      if case .text(let text) = value { text } else { nil }
    }
    let hashes = texts.compactMap(SampleCells.hash)
    let distinct = Set(texts)
    let kind: ColumnCells.Kind =
      column.type.physical != .byteArray
      ? .number
      : !texts.isEmpty && hashes.count == texts.count
        ? .hash : 2 * distinct.count < texts.count ? .word : .text
    cells = ColumnCells(kind: kind, isNullable: column.isNullable)
    let words = kind == .word ? distinct.map { Array($0.utf8) }.sorted(by: precedes) : []
    if kind == .word { cells.words = table(of: words) }
    cells.append(upTo: values.count) { filler in
      for value in values { append(value, words, to: &filler) }
    }
  }

  deinit { for block in memory { block.deallocate() } }

  /// Appends the cells to a writer while their memory is there.
  func append(to writer: inout ParquetWriter, _ habit: TextHabit) {
    writer.append(cells, habit: habit)
  }

  private func append(
    _ value: ParquetValue, _ words: [[UInt8]], to filler: inout CellFiller
  ) {
    switch value {
    case .null: filler.appendAbsent()
    case .int(let number): filler.append(number: number)
    case .bool(let flag): filler.append(number: flag ? 1 : 0)
    case .text(let text):
      switch cells.kind {
      case .hash: if let hash = SampleCells.hash(text) { filler.append(hash) }
      case .word: filler.append(word: UInt32(words.firstIndex(of: Array(text.utf8)) ?? 0))
      default:
        let utf8 = Array(text.utf8)
        filler.append(TextCell(start: copy(utf8), count: utf8.count))
      }
    }
  }

  private func table(of words: [[UInt8]]) -> WordTable {
    let bytes = copy(Array(words.joined()))
    let ends = UnsafeMutablePointer<Int>.allocate(capacity: words.count + 1)
    var end = 0
    for (index, word) in words.enumerated() {
      end += word.count
      ends[index] = end
    }
    memory.append(UnsafeMutableRawPointer(ends))
    return WordTable(bytes: bytes, ends: ends, count: words.count)
  }

  private func copy(_ bytes: [UInt8]) -> UnsafeRawPointer {
    let block = UnsafeMutableRawPointer.allocate(byteCount: bytes.count + 1, alignment: 16)
    bytes.withUnsafeBytes { source in
      if let start = source.baseAddress { block.copyMemory(from: start, byteCount: source.count) }
    }
    memory.append(block)
    return UnsafeRawPointer(block)
  }

  private static func hash(_ text: String) -> HashCell? {
    let digits = Set("0123456789abcdef".utf8)
    let isHash = text.utf8.count == 32 && text.utf8.allSatisfy(digits.contains)
    guard isHash, let high = UInt64(text.prefix(16), radix: 16),
      let low = UInt64(text.suffix(16), radix: 16)
    else { return nil }
    return HashCell(high: high, low: low)
  }
}

private func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool {
  left.lexicographicallyPrecedes(right)
}
