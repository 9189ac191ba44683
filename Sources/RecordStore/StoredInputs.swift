internal import JourneyModel

/// Inputs in little memory, in the order of their numbers: a state may have a million.
///
/// Each is a row of bytes of which it is made anew whenever it is looked up. Copies and selections
/// share the rows.
package struct StoredInputs: RandomAccessCollection, Sendable {
  /// Rows back to back; a row never crosses chunks.
  private var chunks: [[UInt8]] = []
  /// Where the row of each input begins.
  private var rows: [Row] = []
  private var packer = InputPacker()

  private struct Row {
    var chunk: UInt32
    var offset: UInt32
  }

  private static let chunkBytes = 1 << 20

  /// No inputs.
  package init() {}

  package var startIndex: Int { 0 }
  package var endIndex: Int { rows.count }

  package subscript(position: Int) -> StoredInput {
    withRow(at: position) { packer.unpack(&$0) }
  }

  /// The input of a number; nil if there is none.
  package subscript(number number: UInt32) -> StoredInput? {
    let position = partitioningIndex { self.number(at: $0) >= number }
    return position < count && self.number(at: position) == number ? self[position] : nil
  }

  /// The number of the input at a position; costs less than looking the input up.
  package func number(at position: Int) -> UInt32 {
    withRow(at: position) { InputPacker.number(&$0) }
  }

  /// The numbers of all.
  package var numbers: some RandomAccessCollection<UInt32> { indices.lazy.map { number(at: $0) } }

  /// Appends an input whose number is greater than those of all others.
  package mutating func append(_ input: StoredInput) { rows.append(added(input)) }

  /// Puts an input in the place of the one that has its number.
  package mutating func update(_ input: StoredInput) {
    let position = partitioningIndex { self.number(at: $0) >= input.number }
    precondition(
      position < count && number(at: position) == input.number, "the input is one of these")
    rows[position] = added(input)
  }

  /// Those of which something holds.
  package func filter(_ isIncluded: (StoredInput) -> Bool) -> StoredInputs {
    selecting { isIncluded(self[$0]) }
  }

  /// Those of which something holds of their numbers.
  package func filter(number isIncluded: (UInt32) -> Bool) -> StoredInputs {
    selecting { isIncluded(number(at: $0)) }
  }

  private func selecting(_ isIncluded: (Int) -> Bool) -> StoredInputs {
    var selected = self
    selected.rows = []
    for position in indices where isIncluded(position) { selected.rows.append(rows[position]) }
    return selected
  }

  private mutating func added(_ input: StoredInput) -> Row {
    let row = packer.pack(input)
    if chunks.last.map({ $0.count + row.count > StoredInputs.chunkBytes }) ?? true {
      chunks.append([])
      chunks[chunks.count - 1].reserveCapacity(Swift.max(StoredInputs.chunkBytes, row.count))
    }
    let last = chunks.count - 1
    let offset = UInt32(chunks[last].count)
    chunks[last].append(contentsOf: row)
    return Row(chunk: UInt32(last), offset: offset)
  }

  private func withRow<Answer>(at position: Int, _ body: (inout ByteReader) -> Answer) -> Answer {
    let row = rows[position]
    return chunks[Int(row.chunk)].withUnsafeBytes { bytes in
      var reader = ByteReader(bytes, at: Int(row.offset))
      return body(&reader)
    }
  }
}

extension StoredInputs: ExpressibleByArrayLiteral {
  package init(arrayLiteral inputs: StoredInput...) {
    for input in inputs { append(input) }
  }
}

extension RandomAccessCollection where Index == Int {
  /// The first position from which on something holds that holds from some position on.
  package func partitioningIndex(where holds: (Int) -> Bool) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = (low + high) / 2
      if holds(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
