package import JourneyModel

/// The sorted cells of all workers, in memory as long as they fit, and one stream of them at the
/// end.
///
/// ```
/// worker 0 ─▶ block, block …  ┐
/// worker 1 ─▶ block, block …  ┴─▶ [share of memory] ─▶ runs in scratch space ─merge─▶ cells
/// ```
///
/// Integers add, so how cells fell into blocks does not matter.
package struct CellRuns: ~Copyable {
  private let scratch: any Scratch
  private let limit: Int
  private var runs: [Run] = []
  private var bytesInMemory = 0
  private var file: (any ScratchFile)?
  private var end: UInt64 = 0
  private var writer = CellCoding.Writer()

  /// A worker's cells, sorted; handed from thread to thread and opened once.
  package final class Block: @unchecked Sendable {
    fileprivate var cells: CellBlock

    /// The cells of a worker.
    package init(_ cells: consuming CellBlock) { self.cells = cells }
  }

  private enum Run {
    case memory(Block)
    case scratch([Piece], read: Int)
  }

  /// Sorted cells in scratch space.
  package struct Piece: BitwiseCopyable, Sendable {
    var offset: UInt64
    var count: UInt32
    var checksum: UInt32
  }

  /// The pieces of a run, for another process: there are many, so they are one text.
  package struct KeptRun: Codable, Sendable {
    /// 32 hexadecimal digits of each piece.
    private var text: String

    init(_ pieces: [Piece]) {
      text = pieces.map { piece in
        StableHash128(
          high: piece.offset, low: UInt64(piece.count) << 32 | UInt64(piece.checksum)
        ).description
      }.joined()
    }

    /// The pieces; nil if they are not as they were written.
    var pieces: [Piece]? {
      var pieces: [Piece] = []
      var rest = text[...]
      while !rest.isEmpty {
        guard let hash = StableHash128(hexadecimal: rest.prefix(32)) else { return nil }
        pieces.append(
          Piece(
            offset: hash.high, count: UInt32(hash.low >> 32),
            checksum: UInt32(truncatingIfNeeded: hash.low)))
        rest = rest.dropFirst(32)
      }
      return pieces
    }
  }

  /// No cells; so many bytes of them may stay in memory.
  package init(_ scratch: any Scratch, limit: Int) {
    self.scratch = scratch
    self.limit = limit
  }

  /// Cells that another process kept.
  init(_ runs: [KeptRun], in scratch: any KeptScratch) throws(RunFailure) {
    self.init(scratch, limit: 0)
    for run in runs {
      guard let pieces = run.pieces else { throw .scratch(.damaged) }
      self.runs.append(.scratch(pieces, read: 0))
    }
    do throws(ScratchError) { file = try scratch.openFile(CellRuns.name) } catch {
      throw .scratch(error)
    }
  }

  private static let name = "cells"

  /// Adds the cells of a worker.
  package mutating func append(_ block: Block) throws(RunFailure) {
    runs.append(.memory(block))
    bytesInMemory += block.cells.byteCount
    guard bytesInMemory > limit else { return }
    for number in runs.indices {
      if case .memory(let block) = runs[number] {
        runs[number] = .scratch(try written(block), read: 0)
      }
    }
    bytesInMemory = 0
  }

  /// Writes the cells in memory, too, and says where all are, for another process.
  mutating func kept() throws(RunFailure) -> [KeptRun] {
    var kept: [KeptRun] = []
    for run in runs {
      switch run {
      case .memory(let block): kept.append(KeptRun(try written(block)))
      case .scratch(let pieces, _): kept.append(KeptRun(pieces))
      }
    }
    return kept
  }

  /// Calls `body` with every cell in key order, each key once.
  package consuming func finish(
    _ body: (Cell) throws(RunFailure) -> Void
  ) throws(RunFailure) {
    var merge = CellMerge(runs: runs.count)
    var piece = CellBlock()
    while true {
      switch merge.next() {
      case .cell(let cell): try body(cell)
      case .needsPiece(let run):
        if try nextPiece(of: run, into: &piece) {
          merge.give(&piece, to: run)
        } else {
          merge.finish(run)
        }
      case .end: return
      }
    }
  }

  private mutating func nextPiece(
    of run: Int, into piece: inout CellBlock
  ) throws(RunFailure) -> Bool {
    switch runs[run] {
    case .memory(let block):
      runs[run] = .scratch([], read: 0)
      if block.cells.cells.isEmpty { return false }
      swap(&piece, &block.cells)
      return true
    case .scratch(let pieces, let read):
      if read == pieces.count { return false }
      runs[run] = .scratch(pieces, read: read + 1)
      // The memory of the piece before goes: the first ones, of examples, are many times larger
      // than those that follow, and there are as many as runs.
      piece = CellBlock()
      try self.read(pieces[read], into: &piece)
      return true
    }
  }

  private mutating func written(_ block: Block) throws(RunFailure) -> [Piece] {
    var pieces: [Piece] = []
    var first = 0
    while first < block.cells.cells.count {
      first = writer.write(block.cells, from: first)
      pieces.append(try writePiece())
    }
    return pieces
  }

  private mutating func writePiece() throws(RunFailure) -> Piece {
    do throws(ScratchError) {
      if file == nil { file = try scratch.makeFile(CellRuns.name) }
      guard let file else { preconditionFailure("the file was just made") }
      let bytes = writer.bytes.all.bytes
      let checksum = try file.write([bytes], at: end)
      defer { end += UInt64(bytes.count) }
      return Piece(offset: end, count: UInt32(bytes.count), checksum: checksum)
    } catch {
      throw .scratch(error)
    }
  }

  private func read(_ piece: Piece, into block: inout CellBlock) throws(RunFailure) {
    let room = UnsafeMutableRawBufferPointer.allocate(
      byteCount: Int(piece.count), alignment: 16)
    defer { room.deallocate() }
    do throws(ScratchError) {
      try file?.read(into: [room], at: piece.offset, checksum: piece.checksum)
    } catch {
      throw .scratch(error)
    }
    let bytes = UnsafeRawBufferPointer(room)
    guard let head = CellCoding.head(bytes),
      CellCoding.read(
        head, UnsafeRawBufferPointer(rebasing: bytes[CellCoding.headBytes...]), into: &block)
    else { throw .scratch(.damaged) }
  }
}
