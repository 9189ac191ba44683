import Codecs

/// What `rows_sha256` of a release manifest is: a digest of rows that says nothing of their
/// encoding, compression, pages and row groups.
///
/// It is SHA-256 of the digests of all columns, one behind the other. The digest of a column is
/// SHA-256 of its cells that are not absent, in the order of the rows:
///
///     number, date, instant, boolean   the value in 8 bytes, little-endian two's complement
///     32 hexadecimal digits of a hash  the 16 bytes that they stand for
///     any other text                   its byte count in 4 bytes, little-endian, then its UTF-8
///
/// Where cells may be absent, SHA-256 of one byte a row, 00 absent and 01 present, stands before
/// the digest of the column. Names and types are not part of it.
package struct RowDigest {
  private let isNullable: [Bool]
  /// Of each column the sequence of its marks and that of its cells.
  private var digests: SHA256Set
  /// Cells of a few rows that do not lie as they are digested.
  private var gathered: [UInt8] = []
  private var gatheredCount = 0
  /// What is digested next.
  private var waiting: [(sequence: Int, bytes: Waiting)] = []

  private enum Waiting {
    case cells(UnsafeRawBufferPointer)
    case gathered(Range<Int>)
  }

  /// So many rows are digested together: what is gathered of them stays in the processor's cache.
  private static let batchRows = 512
  /// Texts that take more together are digested where they lie.
  private static let gatheredLimit = 1 << 16

  /// A digest of no rows; of each column whether its cells may be absent.
  package init(isNullable: [Bool]) {
    self.isNullable = isNullable
    digests = SHA256Set(count: 2 * isNullable.count)
  }

  /// Adds rows, given column by column.
  package mutating func add(_ columns: [ColumnCells]) {
    let rowCount = columns.first?.count ?? 0
    var valueCounts = columns.map { _ in 0 }
    for first in stride(from: 0, to: rowCount, by: RowDigest.batchRows) {
      let rows = first..<min(first + RowDigest.batchRows, rowCount)
      for (column, cells) in columns.enumerated() {
        var valueCount = rows.count
        if isNullable[column] {
          let marks = UnsafeBufferPointer(rebasing: cells.presence[rows])
          valueCount = marks.reduce(0) { $0 + Int($1) }
          waiting.append((2 * column, .cells(UnsafeRawBufferPointer(marks))))
        }
        add(cells, valueCounts[column]..<valueCounts[column] + valueCount, to: 2 * column + 1)
        valueCounts[column] += valueCount
      }
      digestWaiting()
    }
  }

  /// The 32 bytes of the digest of all rows that were added.
  package func finalize() -> [UInt8] {
    var whole = SHA256()
    for column in isNullable.indices {
      if isNullable[column] { digests.finalize(2 * column).withUnsafeBytes { whole.update($0) } }
      digests.finalize(2 * column + 1).withUnsafeBytes { whole.update($0) }
    }
    return whole.finalize()
  }

  private mutating func add(_ cells: ColumnCells, _ values: Range<Int>, to sequence: Int) {
    switch cells.kind {
    case .number:
      let numbers = UnsafeBufferPointer(rebasing: cells.numbers[values])
      waiting.append((sequence, .cells(UnsafeRawBufferPointer(numbers))))
    case .hash:
      let hashes = UnsafeBufferPointer(rebasing: cells.hashes[values])
      gather(16 * hashes.count, for: sequence) { room in
        for (index, hash) in hashes.enumerated() {
          room.storeBytes(of: hash.high.bigEndian, toByteOffset: 16 * index, as: UInt64.self)
          room.storeBytes(of: hash.low.bigEndian, toByteOffset: 16 * index + 8, as: UInt64.self)
        }
      }
    case .word:
      let (numbers, words) = (cells.wordNumbers, cells.words)
      addTexts(values, to: sequence) { words[numbers[$0]] }
    case .text:
      let texts = cells.texts
      addTexts(values, to: sequence) { texts[$0].bytes }
    }
  }

  private mutating func addTexts(
    _ values: Range<Int>, to sequence: Int, _ text: (Int) -> UnsafeRawBufferPointer
  ) {
    let byteCount = values.reduce(0) { $0 + 4 + text($1).count }
    if byteCount > RowDigest.gatheredLimit {
      for value in values {
        let bytes = text(value)
        withUnsafeBytes(of: UInt32(bytes.count).littleEndian) { digests.update([(sequence, $0)]) }
        digests.update([(sequence, bytes)])
      }
      return
    }
    gather(byteCount, for: sequence) { room in
      var next = room
      for value in values {
        let bytes = text(value)
        next.storeBytes(of: UInt32(bytes.count).littleEndian, as: UInt32.self)
        if let start = bytes.baseAddress {
          (next + 4).copyMemory(from: start, byteCount: bytes.count)
        }
        next += 4 + bytes.count
      }
    }
  }

  /// Makes room for bytes that wait until they are digested.
  private mutating func gather(
    _ byteCount: Int, for sequence: Int, _ fill: (UnsafeMutableRawPointer) -> Void
  ) {
    let range = gatheredCount..<gatheredCount + byteCount
    if gathered.count < range.upperBound {
      gathered.append(contentsOf: repeatElement(0, count: range.upperBound))
    }
    gathered.withUnsafeMutableBytes { room in
      if let start = room.baseAddress { fill(start + range.lowerBound) }
    }
    gatheredCount = range.upperBound
    waiting.append((sequence, .gathered(range)))
  }

  private mutating func digestWaiting() {
    gathered.withUnsafeBytes { gathered in
      digests.update(
        waiting.map { sequence, bytes in
          switch bytes {
          case .cells(let cells): (sequence, cells)
          case .gathered(let range): (sequence, UnsafeRawBufferPointer(rebasing: gathered[range]))
          }
        })
    }
    waiting.removeAll(keepingCapacity: true)
    gatheredCount = 0
  }
}
