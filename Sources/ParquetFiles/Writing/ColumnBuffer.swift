/// The cells of one column of the row group being filled.
struct ColumnBuffer {
  /// The column.
  let column: ParquetColumn
  /// For each cell 1, or 0 if it is absent; empty in a REQUIRED column.
  private(set) var presence: [UInt8] = []
  /// The values that are not absent, unless they are texts; booleans are 0 and 1.
  private(set) var numbers: [Int64] = []
  /// The values that are not absent, if they are texts.
  private(set) var texts = TextBuffer()

  /// An empty buffer.
  init(column: ParquetColumn) {
    self.column = column
  }

  /// The number of values that are not absent.
  var valueCount: Int { column.type.physical == .byteArray ? texts.count : numbers.count }

  /// Appends a number or a boolean.
  mutating func append(_ number: Int64) {
    if column.isNullable { presence.append(1) }
    numbers.append(number)
  }

  /// Appends a text.
  mutating func append(_ utf8: UnsafeRawBufferPointer) {
    if column.isNullable { presence.append(1) }
    texts.append(utf8)
  }

  /// Appends an absent cell.
  mutating func appendNull() {
    precondition(column.isNullable, "a REQUIRED column cannot be null")
    presence.append(0)
  }

  /// Forgets the cells and keeps the memory.
  mutating func removeAll() {
    presence.removeAll(keepingCapacity: true)
    numbers.removeAll(keepingCapacity: true)
    texts.removeAll()
  }

  /// The cells and values of each data page, in order.
  ///
  /// A page has at most `ParquetLimits.pageRows` rows; PLAIN texts end it early when they reach
  /// `ParquetLimits.pageBytes`.
  func pages(rowCount: Int, limitingTexts: Bool) -> [(rows: Range<Int>, values: Range<Int>)] {
    var pages: [(rows: Range<Int>, values: Range<Int>)] = []
    var (firstRow, firstValue, value, bytes) = (0, 0, 0, 0)
    for row in 0..<rowCount {
      if !column.isNullable || presence[row] == 1 {
        if limitingTexts { bytes += texts.byteCount(value) + 4 }
        value += 1
      }
      let isFull = row + 1 - firstRow == ParquetLimits.pageRows || bytes >= ParquetLimits.pageBytes
      guard isFull || row + 1 == rowCount else { continue }
      pages.append((firstRow..<(row + 1), firstValue..<value))
      (firstRow, firstValue, bytes) = (row + 1, value, 0)
    }
    return pages
  }
}
