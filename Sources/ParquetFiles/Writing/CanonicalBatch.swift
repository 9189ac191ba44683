/// The canonical bytes (`CanonicalRow`) of a few rows, made column by column.
///
/// First every column says how long its cells are (`measure`), which gives each row its place; then
/// every column writes its cells where the one before it ended (`write`):
///
///     columns a, b of rows 0, 1      a0 b0 | a1 b1
///     measure a, b                   lengths, so row 1 begins behind b0
///     write a, then b                a0 .. | a1 ..   then   .. b0 | .. b1
///
/// Both are loops over one kind of cells, without a branch on the column's type.
package struct CanonicalBatch: ~Copyable {
  private var rows = 0..<0
  private var places: [Int] = []
  private var bytes: [UInt8] = []
  private var byteCount = 0

  /// A batch without rows.
  package init() {}

  /// The rows' marks of a column, and the number of the first value that belongs to them.
  private struct Part {
    let presence: UnsafeBufferPointer<UInt8>
    let firstValue: Int
  }

  private func part(of cells: ColumnCells, after valueCount: Int) -> Part {
    Part(presence: UnsafeBufferPointer(rebasing: cells.presence[rows]), firstValue: valueCount)
  }

  /// Forgets what was written and begins with these rows of columns.
  package mutating func begin(_ rows: Range<Int>) {
    self.rows = rows
    places.removeAll(keepingCapacity: true)
    places.append(contentsOf: repeatElement(0, count: rows.count))
  }

  /// Adds the lengths of a column's cells in the rows; so many values precede them.
  package mutating func measure(
    _ cells: ColumnCells, after valueCount: Int, as physical: ParquetPhysicalType
  ) {
    let part = part(of: cells, after: valueCount)
    places.withUnsafeMutableBufferPointer { places in
      switch cells.kind {
      case .number:
        Self.measure(part, places) { _ in physical.plainByteCount }
      case .hash: Self.measure(part, places) { _ in 36 }
      case .word:
        let (numbers, words) = (cells.wordNumbers, cells.words)
        Self.measure(part, places) { 4 + words[numbers[$0]].count }
      case .text:
        let texts = cells.texts
        Self.measure(part, places) { 4 + texts[$0].count }
      }
    }
  }

  @inline(__always)
  private static func measure(
    _ part: Part, _ places: UnsafeMutableBufferPointer<Int>, _ length: (Int) -> Int
  ) {
    var value = part.firstValue
    for row in 0..<part.presence.count {
      if part.presence[row] == 1 {
        places[row] += 1 + length(value)
        value += 1
      } else {
        places[row] += 1
      }
    }
  }

  /// Turns lengths into places; every column has been measured.
  package mutating func place() {
    var next = 0
    for row in places.indices {
      let length = places[row]
      places[row] = next
      next += length
    }
    byteCount = next
    if bytes.count < next { bytes = [UInt8](repeating: 0, count: next + next / 4) }
  }

  /// Writes a column's cells behind those of the column before it; so many values precede them.
  ///
  /// Returns how many values precede the next rows.
  package mutating func write(
    _ cells: ColumnCells, after valueCount: Int, as physical: ParquetPhysicalType
  ) -> Int {
    let part = part(of: cells, after: valueCount)
    let limit = byteCount
    defer {
      precondition(
        places.last.map { $0 <= limit } ?? true, "cells are as long as they were measured")
    }
    return places.withUnsafeMutableBufferPointer { places in
      bytes.withUnsafeMutableBytes { bytes in
        guard let base = bytes.baseAddress else { return valueCount }
        switch (cells.kind, physical) {
        case (.number, .boolean):
          let numbers = cells.numbers
          return Self.write(part, places, base) { value, target in
            target.storeBytes(of: numbers[value] == 0 ? 0 : 1, as: UInt8.self)
            return 1
          }
        case (.number, .int32):
          let numbers = cells.numbers
          return Self.write(part, places, base) { value, target in
            let word = UInt32(truncatingIfNeeded: numbers[value]).littleEndian
            target.storeBytes(of: word, as: UInt32.self)
            return 4
          }
        case (.number, _):
          let numbers = cells.numbers
          return Self.write(part, places, base) { value, target in
            target.storeBytes(of: numbers[value].littleEndian, as: Int64.self)
            return 8
          }
        case (.hash, _):
          let hashes = cells.hashes
          return Self.write(part, places, base) { value, target in
            target.storeBytes(of: UInt32(32).littleEndian, as: UInt32.self)
            HexDigits.store(hashes[value], at: target + 4)
            return 36
          }
        case (.word, _):
          let (numbers, words) = (cells.wordNumbers, cells.words)
          return Self.write(part, places, base) { Self.copy(words[numbers[$0]], to: $1) }
        case (.text, _):
          let texts = cells.texts
          return Self.write(part, places, base) { Self.copy(texts[$0].bytes, to: $1) }
        }
      }
    }
  }

  @inline(__always)
  private static func write(
    _ part: Part, _ places: UnsafeMutableBufferPointer<Int>, _ base: UnsafeMutableRawPointer,
    _ store: (Int, UnsafeMutableRawPointer) -> Int
  ) -> Int {
    var value = part.firstValue
    for row in 0..<part.presence.count {
      let target = base + places[row]
      let mark = part.presence[row]
      target.storeBytes(of: mark, as: UInt8.self)
      if mark == 1 {
        places[row] += 1 + store(value, target + 1)
        value += 1
      } else {
        places[row] += 1
      }
    }
    return value
  }

  @inline(__always)
  private static func copy(
    _ text: UnsafeRawBufferPointer, to target: UnsafeMutableRawPointer
  ) -> Int {
    target.storeBytes(of: UInt32(text.count).littleEndian, as: UInt32.self)
    if let start = text.baseAddress { (target + 4).copyMemory(from: start, byteCount: text.count) }
    return 4 + text.count
  }

  /// Hands over the bytes of all rows, once every column has been written.
  package func withBytes<Answer>(_ body: (UnsafeRawBufferPointer) -> Answer) -> Answer {
    bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[..<byteCount])) }
  }
}
