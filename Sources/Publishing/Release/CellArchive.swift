import Codecs
package import JourneyModel

/// The daily cells of a release that are no measures, so that a report of any range of days can be
/// merged from them.
///
/// `cells/cells.bin` is a row of frames, each with whole cells in the order of their keys:
///
///     packed bytes, bytes, first day, last day (32 bits each) | a gzip member: the cells
///
/// `cells/words.json` says what their numbers stand for. Measures are in their dataset already.
///
/// Frames wait in scratch space until the report is written, so that a run after one that was
/// killed finds them where its other cells are.
final class CellArchiveWriter {
  private var cells = ByteWriter()
  private var days: ClosedRange<Int32>?
  private var packed: [UInt8] = []
  private let file: any ScratchFile
  private var frames: [SpooledRun] = []
  private var end: UInt64 = 0

  /// The path in the release.
  static let path = "cells/cells.bin"
  /// The name in scratch space.
  private static let name = "archive"
  /// The bytes of cells from which on a frame is closed.
  private static let frameBytes = 256 << 10

  /// An empty archive.
  init(_ scratch: any Scratch) throws(ScratchError) {
    file = try scratch.makeFile(CellArchiveWriter.name)
  }

  /// Appends a cell, whose key is greater than those before.
  func append(_ cell: Cell) throws(ScratchError) {
    let day = cell.key.day
    days = (days?.lowerBound ?? day)...day
    cell.archive(to: &cells)
    if cells.count >= CellArchiveWriter.frameBytes { try closeFrame() }
  }

  private func closeFrame() throws(ScratchError) {
    guard let days else { return }
    packed.removeAll(keepingCapacity: true)
    cells.withBytes { Gzip.compress($0, into: &packed) }
    var head = ByteWriter()
    head.write(UInt32(packed.count))
    head.write(UInt32(cells.count))
    head.write(days.lowerBound)
    head.write(days.upperBound)
    let frame = head.bytes + packed
    let piece = SpoolPiece(count: frame.count)
    piece.start.copyMemory(from: frame, byteCount: frame.count)
    let checksum = try file.write(
      [UnsafeRawBufferPointer(start: piece.start, count: piece.count)], at: end)
    frames.append(SpooledRun(offset: end, count: frame.count, checksum: checksum))
    end += UInt64(frame.count)
    cells.removeAll()
    self.days = nil
  }

  /// Writes all cells to a file of the release.
  func write(into directory: inout ReleaseDirectory) throws(ReleaseError) -> ContentFile {
    do throws(ScratchError) { try closeFrame() } catch { throw .scratch(error) }
    try directory.makeFolders(of: [CellArchiveWriter.path])
    var target = try directory.create(CellArchiveWriter.path)
    for frame in frames {
      let piece = SpoolPiece(count: frame.count)
      let room = UnsafeMutableRawBufferPointer(start: piece.start, count: piece.count)
      do throws(ScratchError) {
        try file.read(into: [room], at: frame.offset, checksum: frame.checksum)
      } catch {
        throw .scratch(error)
      }
      try target.write(UnsafeRawBufferPointer(room))
    }
    let written = try target.finish()
    try directory.verify(written)
    return written
  }

  // MARK: Kept

  /// Adds to a list where all cells lie, once no more come.
  func add(to list: inout NumberList) throws(ScratchError) {
    try closeFrame()
    list.add(Int64(frames.count))
    for frame in frames {
      list.add([Int64(frame.offset), Int64(frame.count), Int64(frame.checksum)])
    }
  }

  /// The archive that another process kept.
  init(_ numbers: inout NumberReader, from scratch: any KeptScratch) throws(ScratchError) {
    file = try scratch.openFile(CellArchiveWriter.name)
    frames = (0..<Int(numbers.next())).map { _ in
      SpooledRun(
        offset: UInt64(numbers.next()), count: Int(numbers.next()),
        checksum: UInt32(numbers.next()))
    }
  }
}

/// Reads an archive of cells.
package struct CellArchiveReader {
  private let bytes: [UInt8]

  /// The path in the release.
  package static let path = CellArchiveWriter.path

  /// A reader of a whole file.
  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Calls the body with each cell of some days, and with those of no day; false if the archive is
  /// damaged.
  package func forEachCell(
    in range: ClosedRange<Int32>, _ body: (Cell) -> Void
  ) -> Bool {
    bytes.withUnsafeBytes { bytes in
      var offset = 0
      while offset < bytes.count {
        guard offset + 16 <= bytes.count else { return false }
        var reader = ByteReader(UnsafeRawBufferPointer(rebasing: bytes[offset...]))
        let (packed, count) = (Int(reader.read(UInt32.self)), Int(reader.read(UInt32.self)))
        let (first, last) = (reader.read(Int32.self), reader.read(Int32.self))
        offset += 16
        guard packed <= bytes.count - offset else { return false }
        let frame = UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + packed)])
        offset += packed
        if first > range.upperBound || (last < range.lowerBound && first != CellKey.undated) {
          continue
        }
        // What is no gzip member of that size is damage, whatever exactly is wrong.
        guard let cells = try? Gzip.decompress(frame, byteCount: count),
          CellArchiveReader.read(cells, range, body)
        else { return false }
      }
      return true
    }
  }

  private static func read(
    _ bytes: [UInt8], _ range: ClosedRange<Int32>, _ body: (Cell) -> Void
  ) -> Bool {
    var block = CellBlock()
    return bytes.withUnsafeBytes { bytes in
      var reader = ByteReader(bytes)
      while !reader.isAtEnd {
        block.removeAll()
        guard block.append(archived: &reader) else { return false }
        let cell = block[0]
        if cell.key.day == CellKey.undated || range.contains(cell.key.day) { body(cell) }
      }
      return true
    }
  }
}
