internal import RecordFormats

/// Knows the header of a file when it comes again, as it does where files were put together.
///
/// It is framing, and so are the rows behind it that belong to it. Where a row names the same
/// columns in another order, the rows below it would be read wrong: the file cannot be used.
struct RepeatedHeader {
  /// What a row is beside the header.
  enum Answer {
    case other, header, reordered
  }

  private var cells: [[UInt8]] = []
  /// The rows below the header that belong to it, with their line ends.
  private var belonging: [[UInt8]] = []
  private var isBehindHeader = false
  private var hasSeenRow = false
  /// Whether a cell of the header begins with the byte.
  private var beginsCell = Array(repeating: false, count: 256)

  /// Nothing to know.
  init() {}

  /// The header a file begins with.
  init(_ row: CSVRow, in bytes: UnsafeRawBufferPointer) {
    cells = (0..<row.count).map { Array(bytes[row[$0].range]) }
    for cell in cells { beginsCell[Int(cell.first ?? 0)] = true }
  }

  /// What a row is.
  @inline(__always)
  mutating func judge(
    _ row: CSVRow, _ range: Range<Int>, in bytes: UnsafeRawBufferPointer
  ) -> Answer {
    let first = row[0]
    let byte = first.start < first.end ? bytes[first.start] : 0
    hasSeenRow = true
    if !beginsCell[Int(byte)], !isBehindHeader { return .other }
    return compare(row, range, in: bytes)
  }

  /// Takes a range of framing: until there is a row, the header's further rows.
  mutating func sawFraming(_ bytes: UnsafeRawBufferPointer) {
    if !hasSeenRow, !cells.isEmpty, bytes.count > 2 { belonging.append(Array(bytes)) }
  }

  @inline(never)
  private mutating func compare(
    _ row: CSVRow, _ range: Range<Int>, in bytes: UnsafeRawBufferPointer
  ) -> Answer {
    let text = bytes[range]
    if isBehindHeader, belonging.contains(where: text.elementsEqual) { return .header }
    isBehindHeader = false
    guard row.count == cells.count else { return .other }
    let fields = (0..<row.count).lazy.map { UnsafeRawBufferPointer(rebasing: bytes[row[$0].range]) }
    // Most rows end here, at their first field.
    guard fields.allSatisfy(isCell) else { return .other }
    let found: [[UInt8]] = fields.map { Array($0) }
    isBehindHeader = found == cells
    if isBehindHeader { return .header }
    let isReordered = found.sorted(by: Self.precedes) == cells.sorted(by: Self.precedes)
    return isReordered ? .reordered : .other
  }

  private func isCell(_ field: UnsafeRawBufferPointer) -> Bool {
    cells.contains { $0.count == field.count && $0.elementsEqual(field) }
  }

  private static func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.lexicographicallyPrecedes(right)
  }
}
