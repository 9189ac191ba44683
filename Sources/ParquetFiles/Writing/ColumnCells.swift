/// The cells of one column, of a whole row group or of a few rows, as fixed-size values.
///
/// Whoever fills it says how many cells at most, and appends them through a `CellFiller`. Absent
/// cells have a mark only, so the values stand back to back:
///
///     cells  7, nil, 9        marks 1 0 1        values 7 9
///
/// Texts are pointers to bytes that somebody else keeps in place until the cells are forgotten.
@usableFromInline
package final class ColumnCells {
  /// What a value is.
  @frozen @usableFromInline
  package enum Kind: Sendable {
    /// An integer, date, instant or boolean in 64 bits.
    case number
    /// A 128-bit hash, published as 32 hexadecimal digits.
    case hash
    /// The number of a word in a `WordTable`.
    case word
    /// Bytes that lie elsewhere.
    case text

    /// The bytes of a value here.
    @usableFromInline var stride: Int {
      switch self {
      case .number: 8
      case .hash, .text: 16
      case .word: 4
      }
    }
  }

  /// What a value is.
  package let kind: Kind
  /// Whether cells may be absent.
  package let isNullable: Bool
  /// The words that numbers of words stand for.
  package var words = WordTable.empty
  /// How many cells there are.
  package private(set) var count = 0
  /// How many of them are not absent.
  package private(set) var valueCount = 0
  private var capacity = 0
  private var marks: UnsafeMutablePointer<UInt8>
  private var values: UnsafeMutableRawPointer

  /// Takes no memory for cells before some are appended.
  package init(kind: Kind, isNullable: Bool) {
    self.kind = kind
    self.isNullable = isNullable
    marks = .allocate(capacity: 0)
    values = .allocate(byteCount: 0, alignment: 16)
  }

  deinit {
    marks.deallocate()
    values.deallocate()
  }

  /// Forgets the cells and keeps the memory.
  package func removeAll() {
    count = 0
    valueCount = 0
  }

  /// Appends at most so many cells.
  package func append(upTo added: Int, _ body: (inout CellFiller) -> Void) {
    reserve(added)
    let valueStart = values + valueCount * kind.stride
    var filler = CellFiller(
      kind: kind, isNullable: isNullable, mark: marks + count, end: marks + count + added,
      value: valueStart)
    body(&filler)
    count = filler.mark - marks
    valueCount += (filler.value - valueStart) / kind.stride
  }

  private func reserve(_ added: Int) {
    guard count + added > capacity else { return }
    let larger = max(count + added, 2 * capacity)
    let (oldMarks, oldValues) = (marks, values)
    marks = .allocate(capacity: larger)
    values = .allocate(byteCount: larger * kind.stride, alignment: 16)
    marks.update(from: oldMarks, count: count)
    values.copyMemory(from: oldValues, byteCount: valueCount * kind.stride)
    oldMarks.deallocate()
    oldValues.deallocate()
    capacity = larger
  }

  /// For each cell 1, or 0 if it is absent.
  var presence: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: marks, count: count) }

  /// The numbers that are not absent.
  var numbers: UnsafeBufferPointer<Int64> { bound(.number) }

  /// The hashes that are not absent.
  var hashes: UnsafeBufferPointer<HashCell> { bound(.hash) }

  /// The numbers of the words that are not absent.
  var wordNumbers: UnsafeBufferPointer<UInt32> { bound(.word) }

  /// The texts that are not absent.
  var texts: UnsafeBufferPointer<TextCell> { bound(.text) }

  private func bound<Value>(_ asked: Kind) -> UnsafeBufferPointer<Value> {
    precondition(asked == kind, "values are read as what they are")
    return UnsafeBufferPointer(
      start: values.assumingMemoryBound(to: Value.self), count: valueCount)
  }
}

/// Appends cells to a column: two pointers that move on, without any other bookkeeping.
@frozen @usableFromInline
package struct CellFiller {
  @usableFromInline let kind: ColumnCells.Kind
  @usableFromInline let isNullable: Bool
  @usableFromInline var mark: UnsafeMutablePointer<UInt8>
  @usableFromInline let end: UnsafeMutablePointer<UInt8>
  @usableFromInline var value: UnsafeMutableRawPointer

  /// Appends an absent cell.
  @inlinable
  package mutating func appendAbsent() {
    precondition(isNullable && mark < end, "an absent cell needs room in a nullable column")
    mark.pointee = 0
    mark += 1
  }

  /// Appends an integer, date, instant or boolean.
  @inlinable
  package mutating func append(number: Int64) { append(number, as: .number) }

  @inlinable
  package mutating func append(_ hash: HashCell) { append(hash, as: .hash) }

  /// Appends the word of a number, from 0.
  @inlinable
  package mutating func append(word: UInt32) { append(word, as: .word) }

  /// Appends a text, valid UTF-8.
  package mutating func append(_ text: TextCell) {
    precondition(text.count <= ParquetLimits.valueBytes, "a text is too long for a Parquet cell")
    append(text, as: .text)
  }

  @inlinable @inline(__always)
  mutating func append<Value: BitwiseCopyable>(_ cell: Value, as given: ColumnCells.Kind) {
    precondition(given == kind && mark < end, "a value needs room in a column of its kind")
    mark.pointee = 1
    mark += 1
    value.storeBytes(of: cell, as: Value.self)
    value += MemoryLayout<Value>.stride
  }
}

/// A 128-bit hash as a cell.
@frozen @usableFromInline
package struct HashCell: BitwiseCopyable, Hashable, Sendable {
  /// The first 64 bits, written first.
  @usableFromInline package let high: UInt64
  /// The last 64 bits.
  @usableFromInline package let low: UInt64

  /// A hash of two halves.
  @inlinable
  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }
}

/// A text as a cell: where its bytes lie.
@frozen @usableFromInline
package struct TextCell: BitwiseCopyable {
  /// Somebody else's memory, never freed here.
  @usableFromInline let start: UnsafeRawPointer
  /// In bytes of UTF-8.
  @usableFromInline let count: Int

  /// A text that stays where it is while the cell is used.
  @inlinable
  package init(start: UnsafeRawPointer, count: Int) {
    self.start = start
    self.count = count
  }

  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }
}

/// Distinct words in the order of their bytes, numbered from 0, which somebody else keeps in place.
package struct WordTable: @unchecked Sendable {
  private let bytes: UnsafeRawPointer
  private let ends: UnsafePointer<Int>
  /// How many words there are.
  package let count: Int

  /// The words whose bytes stand back to back, each ending where `ends` says.
  package init(bytes: UnsafeRawPointer, ends: UnsafePointer<Int>, count: Int) {
    self.bytes = bytes
    self.ends = ends
    self.count = count
  }

  /// Allocated once and never freed.
  package static let empty = WordTable(
    bytes: UnsafeRawPointer(UnsafeMutableRawPointer.allocate(byteCount: 1, alignment: 1)),
    ends: UnsafePointer(UnsafeMutablePointer<Int>.allocate(capacity: 1)), count: 0)

  /// Frees the memory of words that the caller allocated and nobody looks at any more.
  package func deallocate() {
    bytes.deallocate()
    ends.deallocate()
  }

  /// The bytes of a word.
  subscript(word: UInt32) -> UnsafeRawBufferPointer {
    let index = Int(word)
    precondition(index < count, "a word is one of its table")
    let start = index == 0 ? 0 : ends[index - 1]
    return UnsafeRawBufferPointer(start: bytes + start, count: ends[index] - start)
  }
}
