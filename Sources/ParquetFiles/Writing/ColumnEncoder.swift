import Codecs

/// What the texts of a column are like, which its table declares: how they are stored follows.
package enum TextHabit: Sendable {
  /// Equal ones occur often: a dictionary, if it is smaller.
  case few
  /// No two are equal, but they repeat each other's words.
  case prose
  /// No two are equal, and they have nothing in common but their letters.
  case random
}

/// Turns the cells of one column of a row group into pages; what it allocates it keeps.
///
/// | values | stored as | compressed |
/// |---|---|---|
/// | words | dictionary in the order of the words, or PLAIN where that is smaller | the words |
/// | hashes | PLAIN, or a dictionary where they repeat | `HashDeflate` |
/// | texts | as their habit says | gzip |
/// | counts (int32) | dictionary, where their range is small | no: it is packed already |
/// | int64 | dictionary where they repeat, else the smaller of differences and PLAIN | no |
/// | instants | the smaller of differences and PLAIN | no |
///
/// The choice depends on the values alone, so the same rows give the same bytes.
struct ColumnEncoder: ~Copyable {
  private let repeating = GzipEncoder(for: .repeating)
  private let random = GzipEncoder(for: .random)
  private var hashes = HashDeflate()
  private var dictionary = ColumnDictionary()
  private var encoding = ParquetEncoding.plain
  private var chunk = FileMetadata.ColumnChunk(isCompressed: false)
  /// The differences or the dictionary's indices of all pages, and where each page ends.
  private var packed: [UInt8] = []
  private var packedEnds: [Int] = []
  private var body: [UInt8] = []
  private var compressed: [UInt8] = []

  /// How a page is compressed.
  private enum Packing {
    case none, stored, repeating, random, hashes
  }

  /// Dictionary indices of a column chunk that take less than this are not worth a gzip member.
  private static let smallestCompressed = 1_024
  private static let dictionaryOverhead = 32

  /// Appends the pages to bytes of which the first stands at an offset of the file.
  mutating func encode(
    _ cells: ColumnCells, of column: ParquetColumn, habit: TextHabit,
    into output: inout [UInt8], fileOffset: Int
  ) -> FileMetadata.ColumnChunk {
    let physical = column.type.physical
    chunk = FileMetadata.ColumnChunk(isCompressed: false)
    chunk.valueCount = cells.count
    let packing: (dictionary: Packing, data: Packing)
    switch cells.kind {
    case .number: packing = chooseForNumbers(cells, as: column.type)
    case .hash: packing = chooseForHashes(cells)
    case .word: packing = chooseForWords(cells)
    case .text: packing = chooseForTexts(cells, habit)
    }
    chunk.isCompressed = packing.data != .none
    appendDictionary(packing.dictionary, to: &output, fileOffset: fileOffset)
    appendData(cells, as: physical, packing.data, to: &output, fileOffset: fileOffset)
    // Definition levels are RLE; PLAIN is also the encoding of a dictionary page.
    var encodings: [ParquetEncoding] = [.rle, encoding]
    if chunk.dictionaryPageOffset != nil { encodings.append(.plain) }
    chunk.encodings = encodings.sorted { $0.rawValue < $1.rawValue }
    return chunk
  }

  // MARK: Choosing

  private mutating func chooseForNumbers(
    _ cells: ColumnCells, as type: ParquetType
  ) -> (Packing, Packing) {
    let physical = type.physical
    let numbers = cells.numbers
    chunk.statistics = ColumnStatistics(
      numbers: numbers, as: physical, nullCount: cells.count - numbers.count)
    encoding = .plain
    guard let (smallest, largest) = ColumnStatistics.extremes(numbers), physical != .boolean else {
      return (.none, .none)
    }
    var cost = numbers.count * physical.plainByteCount
    let isFilled =
      dictionary.fill(numbers: numbers, from: smallest, to: largest, as: physical)
      || (type != .timestampMicros && dictionary.fill(numbers: numbers, as: physical))
    if isFilled {
      let dictionaryCost = packIndices(cells)
      if dictionaryCost < cost { (cost, encoding) = (dictionaryCost, .rleDictionary) }
    }
    // Differences are tried last only where nothing was found: what is packed is what is written.
    if physical == .int64, encoding == .plain {
      packDifferences(cells)
      if packed.count < cost { encoding = .deltaBinaryPacked }
    }
    return (.none, .none)
  }

  private mutating func chooseForHashes(_ cells: ColumnCells) -> (Packing, Packing) {
    let values = cells.hashes
    chunk.statistics = ColumnStatistics(hashes: values, nullCount: cells.count - values.count)
    guard dictionary.fill(hashes: values) else {
      encoding = .plain
      return (.none, .hashes)
    }
    encoding = .rleDictionary
    _ = packIndices(cells)
    return (.hashes, .stored)
  }

  private mutating func chooseForWords(_ cells: ColumnCells) -> (Packing, Packing) {
    let (numbers, words) = (cells.wordNumbers, cells.words)
    let bounds = ColumnStatistics.extremes(numbers).map { (words[$0.0], words[$0.1]) }
    chunk.statistics = ColumnStatistics(
      texts: bounds.map { (Array($0), Array($1)) }, nullCount: cells.count - numbers.count)
    let plainCost = numbers.reduce(0) { $0 + 4 + words[$1].count }
    encoding = .plain
    var cost = plainCost
    if dictionary.fill(words: numbers, of: words) {
      let dictionaryCost = packIndices(cells)
      if dictionaryCost < plainCost { (cost, encoding) = (dictionaryCost, .rleDictionary) }
    }
    if cost < ColumnEncoder.smallestCompressed { return (.none, .none) }
    if encoding == .plain { return (.none, .repeating) }
    let isSmall = dictionary.entries.count < ColumnEncoder.smallestCompressed
    return isSmall ? (.none, .none) : (.repeating, .stored)
  }

  private mutating func chooseForTexts(
    _ cells: ColumnCells, _ habit: TextHabit
  ) -> (Packing, Packing) {
    let texts = cells.texts
    chunk.statistics = ColumnStatistics(
      texts: ColumnStatistics.extremes(texts), nullCount: cells.count - texts.count)
    encoding = .plain
    let packing = habit == .random ? Packing.random : .repeating
    guard habit != .prose, dictionary.fill(texts: texts) else { return (packing, packing) }
    let plainCost = texts.reduce(0) { $0 + 4 + $1.count }
    if packIndices(cells) < plainCost { encoding = .rleDictionary }
    return (packing, packing)
  }

  /// Packs the indices of each page and returns what they and the dictionary take.
  private mutating func packIndices(_ cells: ColumnCells) -> Int {
    packed.removeAll(keepingCapacity: true)
    packedEnds.removeAll(keepingCapacity: true)
    let width = dictionary.indexWidth
    for page in ColumnPages(cells, limitingTexts: false) {
      packed.append(UInt8(width))
      dictionary.indices.withUnsafeBufferPointer {
        HybridEncoding.append(
          UnsafeBufferPointer(rebasing: $0[page.values]), bitWidth: width, to: &packed)
      }
      packedEnds.append(packed.count)
    }
    return ColumnEncoder.dictionaryOverhead + dictionary.entries.count + packed.count
  }

  /// Packs the differences of each page.
  private mutating func packDifferences(_ cells: ColumnCells) {
    packed.removeAll(keepingCapacity: true)
    packedEnds.removeAll(keepingCapacity: true)
    let numbers = cells.numbers
    for page in ColumnPages(cells, limitingTexts: false) {
      DeltaEncoding.append(UnsafeBufferPointer(rebasing: numbers[page.values]), to: &packed)
      packedEnds.append(packed.count)
    }
  }

  // MARK: Pages

  private mutating func appendDictionary(
    _ packing: Packing, to output: inout [UInt8], fileOffset: Int
  ) {
    guard encoding == .rleDictionary else { return }
    chunk.dictionaryPageOffset = fileOffset + output.count
    body.removeAll(keepingCapacity: true)
    body.append(contentsOf: dictionary.entries)
    let entries = packing == .hashes ? dictionary.hashEntries : []
    entries.withUnsafeBufferPointer {
      appendPage(
        .dictionary, valueCount: dictionary.count, encoding: .plain, packing, $0, to: &output)
    }
  }

  private mutating func appendData(
    _ cells: ColumnCells, as physical: ParquetPhysicalType, _ packing: Packing,
    to output: inout [UInt8], fileOffset: Int
  ) {
    chunk.dataPageOffset = fileOffset + output.count
    let isPlainText = physical == .byteArray && encoding == .plain
    for (number, page) in ColumnPages(cells, limitingTexts: isPlainText).enumerated() {
      body.removeAll(keepingCapacity: true)
      if cells.isNullable { appendLevels(cells, page.rows) }
      appendValues(cells, as: physical, page.values, number)
      let hashes =
        packing == .hashes
        ? UnsafeBufferPointer(rebasing: cells.hashes[page.values])
        : UnsafeBufferPointer<HashCell>(start: nil, count: 0)
      appendPage(
        .data, valueCount: page.rows.count, encoding: encoding, packing, hashes, to: &output)
    }
  }

  /// Definition levels behind their byte count.
  private mutating func appendLevels(_ cells: ColumnCells, _ rows: Range<Int>) {
    let start = body.count
    body.appendLittleEndian(UInt32(0))
    HybridEncoding.append(
      UnsafeBufferPointer(rebasing: cells.presence[rows]), bitWidth: 1, to: &body)
    let count = UInt32(body.count - start - 4).littleEndian
    body.withUnsafeMutableBytes { $0.storeBytes(of: count, toByteOffset: start, as: UInt32.self) }
  }

  private mutating func appendValues(
    _ cells: ColumnCells, as physical: ParquetPhysicalType, _ values: Range<Int>, _ page: Int
  ) {
    switch (encoding, cells.kind) {
    case (.rleDictionary, _), (.deltaBinaryPacked, _):
      body.append(contentsOf: packed[(page == 0 ? 0 : packedEnds[page - 1])..<packedEnds[page]])
    case (_, .number):
      PlainEncoding.append(
        UnsafeBufferPointer(rebasing: cells.numbers[values]), as: physical, to: &body)
    case (_, .hash):
      PlainEncoding.append(UnsafeBufferPointer(rebasing: cells.hashes[values]), to: &body)
    case (_, .word):
      for word in cells.wordNumbers[values] { PlainEncoding.append(cells.words[word], to: &body) }
    case (_, .text):
      for text in cells.texts[values] { PlainEncoding.append(text.bytes, to: &body) }
    }
  }

  /// Appends `body` as a page, compressed as the chunk says even if that makes it larger.
  private mutating func appendPage(
    _ kind: PageHeader.Kind, valueCount: Int, encoding: ParquetEncoding, _ packing: Packing,
    _ values: UnsafeBufferPointer<HashCell>, to output: inout [UInt8]
  ) {
    let plainCount = body.count
    compressed.removeAll(keepingCapacity: true)
    body.withUnsafeBytes { plain in
      switch packing {
      case .none: break
      case .stored: GzipEncoder.appendStored(plain, to: &compressed)
      case .repeating: repeating.append(plain, to: &compressed)
      case .random: random.append(plain, to: &compressed)
      case .hashes: hashes.append(values, plain: plain, to: &compressed)
      }
    }
    if packing == .none { swap(&body, &compressed) }
    let header = PageHeader(
      kind: kind, valueCount: valueCount, encoding: encoding,
      uncompressedBytes: plainCount, compressedBytes: compressed.count,
      checksum: compressed.withUnsafeBytes { Checksum.crc32($0) })
    let start = output.count
    header.append(to: &output)
    chunk.uncompressedBytes += output.count - start + plainCount
    output.append(contentsOf: compressed)
    chunk.compressedBytes += output.count - start
  }
}

/// The cells and values of each data page, in order.
///
/// A page has at most `ParquetLimits.pageRows` rows; PLAIN texts end it early when they reach
/// `ParquetLimits.pageBytes`.
struct ColumnPages: Sequence, IteratorProtocol {
  private let cells: ColumnCells
  private let limitsTexts: Bool
  private var row = 0
  private var value = 0

  /// The pages of cells.
  init(_ cells: ColumnCells, limitingTexts: Bool) {
    self.cells = cells
    limitsTexts = limitingTexts
  }

  /// The next page; nil behind the last.
  mutating func next() -> (rows: Range<Int>, values: Range<Int>)? {
    guard row < cells.count else { return nil }
    let (firstRow, firstValue) = (row, value)
    let presence = cells.presence
    let end = Swift.min(cells.count, firstRow + ParquetLimits.pageRows)
    if limitsTexts {
      var bytes = 0
      while row < end, bytes < ParquetLimits.pageBytes {
        if presence[row] == 1 {
          bytes += textBytes(value) + 4
          value += 1
        }
        row += 1
      }
    } else {
      for row in firstRow..<end { value += Int(presence[row]) }
      row = end
    }
    return (firstRow..<row, firstValue..<value)
  }

  private func textBytes(_ value: Int) -> Int {
    switch cells.kind {
    case .hash: 32
    case .word: cells.words[cells.wordNumbers[value]].count
    case .text: cells.texts[value].count
    case .number: 0
    }
  }
}
