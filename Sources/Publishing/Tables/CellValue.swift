package import JourneyModel
package import ParquetFiles

/// A value that can stand in a cell of a dataset; its type says how it is published.
///
/// | in the entry | published as |
/// |---|---|
/// | `Int32`, `Int64`, `UInt8`, `Bool` | number, truth value |
/// | `Instant`, `PublishedDay` | instant, date |
/// | `StableID`, `StableHash128` | 32 hexadecimal digits |
/// | `Symbol` | its word; none is null |
/// | a `Vocabulary` | its name |
/// | `KeptHash` | the 32 hexadecimal digits of the hash there |
/// | `RowRange<UInt8>` | the text there |
/// | an optional of these | the same, null where absent |
package protocol CellValue: SendableMetatype {
  /// The type of the column.
  static var type: ParquetType { get }
  /// What the cells hold.
  static var kind: ColumnCells.Kind { get }
  /// Whether a row may lack it.
  static var isNullable: Bool { get }
  /// The closed list of texts it may be; empty for any other value.
  static var words: [String] { get }
  /// Appends the value as a cell.
  func append(to cells: inout CellFiller, _ surroundings: CellSurroundings)
}

/// What the numbers of an entry refer to.
package struct CellSurroundings {
  /// The texts that travel with the entry.
  let texts: UnsafeRawPointer
  /// For each number of a listed word its word.
  let words: UnsafePointer<UInt32>
}

extension CellValue {
  package static var isNullable: Bool { false }
  package static var words: [String] { [] }
}

/// A value that is published as a number.
package protocol NumberValue: CellValue {
  /// The number of the cell.
  var cell: Int64 { get }
}

extension NumberValue {
  package static var kind: ColumnCells.Kind { .number }
  @inline(__always)
  package func append(to cells: inout CellFiller, _ surroundings: CellSurroundings) {
    cells.append(number: cell)
  }
}

extension Int32: NumberValue {
  package static var type: ParquetType { .int32 }
  package var cell: Int64 { Int64(self) }
}

extension UInt8: NumberValue {
  package static var type: ParquetType { .int32 }
  package var cell: Int64 { Int64(self) }
}

extension Int64: NumberValue {
  package static var type: ParquetType { .int64 }
  package var cell: Int64 { self }
}

extension Bool: NumberValue {
  package static var type: ParquetType { .boolean }
  package var cell: Int64 { self ? 1 : 0 }
}

extension Instant: NumberValue {
  package static var type: ParquetType { .timestampMicros }
  package var cell: Int64 { microseconds }
}

/// A day since 1970-01-01 as a cell.
package struct PublishedDay: NumberValue {
  let number: Int32

  package static var type: ParquetType { .date }
  package var cell: Int64 { Int64(number) }
}

extension StableHash128: CellValue {
  package static var type: ParquetType { .string }
  package static var kind: ColumnCells.Kind { .hash }
  @inline(__always)
  package func append(to cells: inout CellFiller, _ surroundings: CellSurroundings) {
    cells.append(HashCell(high: high, low: low))
  }
}

/// A hash among the texts that travel with the entry.
package struct KeptHash: CellValue {
  let offset: UInt32

  package static var type: ParquetType { .string }
  package static var kind: ColumnCells.Kind { .hash }
  @inline(__always)
  package func append(to cells: inout CellFiller, _ surroundings: CellSurroundings) {
    surroundings.texts.loadUnaligned(fromByteOffset: Int(offset), as: StableHash128.self)
      .append(to: &cells, surroundings)
  }
}

extension StableID: CellValue {
  package static var type: ParquetType { .string }
  package static var kind: ColumnCells.Kind { .hash }
  @inline(__always)
  package func append(to cells: inout CellFiller, _ surroundings: CellSurroundings) {
    hash.append(to: &cells, surroundings)
  }
}

extension Symbol: CellValue {
  package static var type: ParquetType { .string }
  package static var kind: ColumnCells.Kind { .word }
  package static var isNullable: Bool { true }
  @inline(__always)
  package func append(to cells: inout CellFiller, _ surroundings: CellSurroundings) {
    if isNone { cells.appendAbsent() } else { cells.append(word: number - 1) }
  }
}

extension RowRange<UInt8>: CellValue {
  package static var type: ParquetType { .string }
  package static var kind: ColumnCells.Kind { .text }
  @inline(__always)
  package func append(to cells: inout CellFiller, _ surroundings: CellSurroundings) {
    cells.append(TextCell(start: surroundings.texts + Int(first), count: Int(count)))
  }
}

extension Optional: CellValue where Wrapped: CellValue {
  package static var type: ParquetType { Wrapped.type }
  package static var kind: ColumnCells.Kind { Wrapped.kind }
  package static var isNullable: Bool { true }
  package static var words: [String] { Wrapped.words }
  @inline(__always)
  package func append(to cells: inout CellFiller, _ surroundings: CellSurroundings) {
    if let value = self { value.append(to: &cells, surroundings) } else { cells.appendAbsent() }
  }
}

/// A number that stands for a text of a list: a word of a vocabulary, a source, a detector.
package protocol ListedValue: CellValue {
  /// The position in the list.
  var position: Int { get }
}

extension ListedValue {
  package static var type: ParquetType { .string }
  package static var kind: ColumnCells.Kind { .word }
  @inline(__always)
  package func append(to cells: inout CellFiller, _ surroundings: CellSurroundings) {
    let word = surroundings.words[position]
    if word == WordList.absent { cells.appendAbsent() } else { cells.append(word: word) }
  }
}

extension ListedValue where Self: Vocabulary {
  package static var words: [String] { names }
  package var position: Int { Int(rawValue) }
}

extension Activity: ListedValue {}
extension Channel: ListedValue {}
extension Direction: ListedValue {}
extension EffortBand: ListedValue {}
extension InteractionKind: ListedValue {}
extension JourneyStatus: ListedValue {}
extension LinkBasis: ListedValue {}
extension Outcome: ListedValue {}
extension Party: ListedValue {}
extension ResolutionBasis: ListedValue {}
extension Stage: ListedValue {}

/// A position in a list that only the run knows.
package struct ListPosition: ListedValue {
  package let position: Int

  init(_ position: some BinaryInteger) { self.position = Int(position) }
}
