/// Cells in scratch space: pieces of a sorted block, each a head and the block's arrays as they lie
/// in memory.
///
/// Scratch space is read by the process that wrote it, so nothing is converted; lengths and a
/// checksum tell a damaged disk.
package enum CellCoding {
  /// What precedes the arrays of a piece.
  package struct Head: BitwiseCopyable {
    fileprivate var mark: UInt64 = 0x6c6c_6563_0001_0002
    fileprivate var cells: Int
    fileprivate var buckets: Int
    fileprivate var customers: Int
    fileprivate var examples: Int
    fileprivate var texts: Int
    fileprivate var measures: Int
    fileprivate var contributors: Int
    fileprivate var checksum: UInt64 = 0

    /// How many bytes of arrays follow.
    package var byteCount: Int {
      cells * MemoryLayout<CellRow>.stride + buckets * MemoryLayout<BucketRow>.stride
        + customers * MemoryLayout<CustomerID>.stride
        + examples * MemoryLayout<ExampleRow>.stride + texts
        + measures * MemoryLayout<MeasureRow>.stride
        + contributors * MemoryLayout<ContributorRow>.stride
    }
  }

  /// The size of a head.
  package static let headBytes = MemoryLayout<Head>.stride

  /// The size from which a piece is not made larger; one cell more may exceed it.
  private static let pieceBytes = 16 << 10

  /// Makes pieces one after the other, in memory that is kept.
  package struct Writer: ~Copyable {
    private var piece = CellBlock()
    /// The piece made last.
    package private(set) var bytes = RowList<UInt8>()

    package init() {}

    /// Makes the piece that begins with a cell of a block, and returns the cell the next piece
    /// begins with.
    package mutating func write(_ block: borrowing CellBlock, from first: Int) -> Int {
      piece.removeAll()
      var position = first
      while position < block.cells.count, piece.byteCount < pieceBytes {
        piece.append(block[position])
        position += 1
      }
      encode(piece, into: &bytes)
      return position
    }
  }

  private static func encode(_ piece: borrowing CellBlock, into bytes: inout RowList<UInt8>) {
    bytes.removeAll()
    var head = Head(
      cells: piece.cells.count, buckets: piece.buckets.count, customers: piece.customers.count,
      examples: piece.examples.count, texts: piece.texts.count, measures: piece.measures.count,
      contributors: piece.contributors.count)
    withUnsafeBytes(of: head) { bytes.append(bytes: $0) }
    piece.cells.withBytes { bytes.append(bytes: $0) }
    piece.buckets.withBytes { bytes.append(bytes: $0) }
    piece.customers.withBytes { bytes.append(bytes: $0) }
    piece.examples.withBytes { bytes.append(bytes: $0) }
    piece.measures.withBytes { bytes.append(bytes: $0) }
    piece.contributors.withBytes { bytes.append(bytes: $0) }
    piece.texts.withBytes { bytes.append(bytes: $0) }
    let arrays = bytes.all[headBytes..<bytes.count]
    head.checksum = checksum(of: arrays.bytes)
    withUnsafeBytes(of: head) { source in
      for (place, byte) in source.enumerated() { bytes[place] = byte }
    }
  }

  /// The head that bytes hold; nil if they are none.
  package static func head(_ bytes: UnsafeRawBufferPointer) -> Head? {
    guard bytes.count >= headBytes else { return nil }
    let head = bytes.loadUnaligned(as: Head.self)
    let counts = [
      head.cells, head.buckets, head.customers, head.examples, head.texts, head.measures,
      head.contributors,
    ]
    guard head.mark == Head(empty: ()).mark, counts.allSatisfy({ (0..<1 << 32).contains($0) })
    else { return nil }
    return head
  }

  /// Replaces a block's cells by a piece's; false if the bytes are not those that were written.
  package static func read(
    _ head: Head, _ bytes: UnsafeRawBufferPointer, into block: inout CellBlock
  ) -> Bool {
    guard bytes.count == head.byteCount, checksum(of: bytes) == head.checksum else { return false }
    block.removeAll()
    var offset = 0
    func take<Row>(_ count: Int, _ list: inout RowList<Row>) {
      let size = count * MemoryLayout<Row>.stride
      list.append(bytes: UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + size)]))
      offset += size
    }
    take(head.cells, &block.cells)
    take(head.buckets, &block.buckets)
    take(head.customers, &block.customers)
    take(head.examples, &block.examples)
    take(head.measures, &block.measures)
    take(head.contributors, &block.contributors)
    take(head.texts, &block.texts)
    return true
  }

  /// A sum that notices any changed byte with odds of 2⁶⁴: words multiplied and folded.
  private static func checksum(of bytes: UnsafeRawBufferPointer) -> UInt64 {
    var sum = UInt64(bytes.count) ^ 0x9e37_79b9_7f4a_7c15
    let whole = bytes.count & ~7
    for offset in stride(from: 0, to: whole, by: 8) {
      sum = fold(sum ^ bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
    for byte in bytes[whole...] { sum = fold(sum ^ UInt64(byte)) }
    return sum
  }

  private static func fold(_ word: UInt64) -> UInt64 {
    let product = word.multipliedFullWidth(by: 0xa076_1d64_78bd_642f)
    return product.high ^ product.low &+ 0x8ebc_6af0_9c88_c6e3
  }
}

extension CellCoding.Head {
  fileprivate init(empty: Void) {
    self.init(
      cells: 0, buckets: 0, customers: 0, examples: 0, texts: 0, measures: 0, contributors: 0)
  }
}
