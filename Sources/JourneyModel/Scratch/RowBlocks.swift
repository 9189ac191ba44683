/// Rows in scratch space, in blocks that were written at once and are read back at once, each
/// proven by its checksum before a row of it is looked at.
///
/// ```
/// file    [row row row … row][row row row … row][row row]
/// blocks  offset, rows, checksum   …              …          16 bytes each, in memory
/// ```
@usableFromInline
final class RowBlocks<Row: BitwiseCopyable> {
  /// Where a block lies.
  @usableFromInline
  struct Block: BitwiseCopyable {
    @usableFromInline var offset: UInt64
    @usableFromInline var count: UInt32
    @usableFromInline var checksum: UInt32

    @inlinable
    init(offset: UInt64, count: UInt32, checksum: UInt32) {
      self.offset = offset
      self.count = count
      self.checksum = checksum
    }
  }

  @usableFromInline let file: any ScratchFile
  @usableFromInline var blocks: [Block] = []
  @usableFromInline var end: UInt64 = 0

  @inlinable
  init(_ file: any ScratchFile) { self.file = file }

  /// How many blocks, not rows.
  @inlinable var count: Int { blocks.count }

  /// Writes rows as one block.
  @inlinable
  func append(_ rows: UnsafePointer<Row>, count: Int) throws(ScratchError) {
    let bytes = UnsafeRawBufferPointer(start: rows, count: count * MemoryLayout<Row>.stride)
    let checksum = try file.write([bytes], at: end)
    blocks.append(Block(offset: end, count: UInt32(count), checksum: checksum))
    end += UInt64(bytes.count)
  }

  /// Reads a block into room for as many rows and returns how many it has.
  @inlinable
  func read(_ number: Int, into rows: UnsafeMutablePointer<Row>) throws(ScratchError) -> Int {
    let block = blocks[number]
    let room = UnsafeMutableRawBufferPointer(
      start: rows, count: Int(block.count) * MemoryLayout<Row>.stride)
    try file.read(into: [room], at: block.offset, checksum: block.checksum)
    return Int(block.count)
  }
}

/// How many rows one block holds.
@usableFromInline
enum BlockSize {
  /// A block of so many bytes holds so many rows; at least one.
  @inlinable
  static func rows<Row: BitwiseCopyable>(of _: Row.Type, bytes: Int) -> Int {
    max(1, min(bytes, 256 << 10) / MemoryLayout<Row>.stride)
  }
}
