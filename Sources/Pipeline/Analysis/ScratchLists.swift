internal import JourneyAnalysis
internal import JourneyModel
internal import Synchronization

/// Vertex lists in scratch space, written by any thread, each whole.
final class ScratchLists: Sendable {
  /// Where lists lie.
  struct Place {
    fileprivate var offset: UInt64
    var count: Int
    fileprivate var checksum: UInt32
  }

  private let file: any ScratchFile
  private let end = Atomic<UInt64>(0)

  /// Room for lists.
  init(_ scratch: any Scratch, name: String) throws(RunFailure) {
    do throws(ScratchError) { file = try scratch.makeFile(name) } catch { throw .scratch(error) }
  }

  /// The bytes written.
  var byteCount: UInt64 { end.load(ordering: .relaxed) }

  /// Writes lists; `buffer` is memory used on the way.
  func write(
    _ lists: borrowing VertexLists, through buffer: inout [UInt8]
  ) throws(RunFailure) -> Place {
    buffer.removeAll(keepingCapacity: true)
    lists.forEachPiece { buffer.append(contentsOf: $0) }
    let count = buffer.count
    let offset = end.wrappingAdd(UInt64(count), ordering: .relaxed).oldValue
    var outcome: Result<UInt32, ScratchError> = .success(0)
    buffer.withUnsafeBytes { bytes in
      do throws(ScratchError) { outcome = .success(try file.write(bytes, at: offset)) } catch {
        outcome = .failure(error)
      }
    }
    do throws(ScratchError) {
      return Place(offset: offset, count: count, checksum: try outcome.get())
    } catch {
      throw .scratch(error)
    }
  }

  /// Appends lists that were written.
  func read(_ place: Place, into lists: inout VertexLists) throws(RunFailure) {
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: place.count, alignment: 16)
    defer { room.deallocate() }
    do throws(ScratchError) {
      try file.read(into: room, at: place.offset, checksum: place.checksum)
    } catch {
      throw .scratch(error)
    }
    lists.append(bytes: UnsafeRawBufferPointer(room))
  }
}
