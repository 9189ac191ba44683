/// The decoded cells of one column in one row group; rows count from 0 within the group.
package struct DecodedColumn: Sendable {
  package let column: ParquetColumn
  /// The number of cells.
  package private(set) var rowCount = 0
  /// For each cell 1, or 0 if it is absent; empty in a REQUIRED column.
  private var presence: [UInt8] = []
  /// For each cell its number, 0 if absent; empty for texts.
  private var numbers: [Int64] = []
  /// For each cell the number of its text, 0 if absent; empty for numbers.
  private var entries: [UInt32] = []
  private var arena: [UInt8] = []
  private var ends: [Int] = []

  /// A column without cells.
  init(column: ParquetColumn) {
    self.column = column
  }

  /// The number of distinct texts stored so far.
  var entryCount: Int { ends.count }

  /// Whether a cell is absent.
  package func isNull(_ row: Int) -> Bool {
    column.isNullable && presence[row] == 0
  }

  /// An integer, date or instant as a number, a boolean as 0 or 1; 0 if the cell is absent.
  package func number(_ row: Int) -> Int64 {
    numbers[row]
  }

  /// Hands over the bytes of a text, valid UTF-8; none if the cell is absent.
  package func withUTF8<Result>(
    _ row: Int, _ body: (UnsafeRawBufferPointer) -> Result
  ) -> Result {
    let range = isNull(row) ? 0..<0 : range(Int(entries[row]))
    return arena.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[range])) }
  }

  /// A cell with its type; a text is copied.
  package func value(_ row: Int) -> ParquetValue {
    guard !isNull(row) else { return .null }
    switch column.type.physical {
    case .boolean: return .bool(numbers[row] != 0)
    case .int32, .int64: return .int(numbers[row])
    case .byteArray: return .text(withUTF8(row) { String(decoding: $0, as: UTF8.self) })
    }
  }

  /// Appends a text to refer to by its number; false if it is not UTF-8.
  mutating func appendEntry(_ utf8: ArraySlice<UInt8>) -> Bool {
    guard (try? UTF8Span(validating: utf8.span)) != nil else { return false }
    arena.append(contentsOf: utf8)
    ends.append(arena.count)
    return true
  }

  /// Appends the cells of a page: for each row whether it is present, and the present numbers.
  mutating func appendPage(presence pagePresence: [UInt64]?, rowCount: Int, numbers page: [Int64]) {
    begin(presence: pagePresence, rowCount: rowCount)
    guard let pagePresence else { return numbers.append(contentsOf: page) }
    var next = 0
    for isPresent in pagePresence {
      numbers.append(isPresent == 1 ? page[next] : 0)
      next += Int(isPresent)
    }
  }

  /// Appends the cells of a page: for each row whether it is present, and the texts' numbers.
  mutating func appendPage(presence pagePresence: [UInt64]?, rowCount: Int, entries page: [UInt32])
  {
    begin(presence: pagePresence, rowCount: rowCount)
    guard let pagePresence else { return entries.append(contentsOf: page) }
    var next = 0
    for isPresent in pagePresence {
      entries.append(isPresent == 1 ? page[next] : 0)
      next += Int(isPresent)
    }
  }

  private mutating func begin(presence pagePresence: [UInt64]?, rowCount pageRows: Int) {
    rowCount += pageRows
    for isPresent in pagePresence ?? [] { presence.append(UInt8(isPresent)) }
  }

  private func range(_ entry: Int) -> Range<Int> {
    (entry == 0 ? 0 : ends[entry - 1])..<ends[entry]
  }
}
