internal import JourneyAnalysis
internal import JourneyModel
internal import Synchronization

/// Vertex lists in scratch space, written by any thread, each whole.
final class ScratchLists: Sendable {
  /// Where lists lie.
  struct Place {
    fileprivate var offset: UInt64
    var count: Int
    fileprivate var rows: VertexLists.Counts
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

  /// Writes lists.
  func write(_ lists: borrowing VertexLists) throws(RunFailure) -> Place {
    let count = lists.byteCount
    let offset = end.wrappingAdd(UInt64(count), ordering: .relaxed).oldValue
    do throws(ScratchError) {
      return Place(
        offset: offset, count: count, rows: lists.counts,
        checksum: try file.write(lists.pieces, at: offset))
    } catch {
      throw .scratch(error)
    }
  }

  /// Appends lists that were written.
  func read(_ place: Place, into lists: inout VertexLists) throws(RunFailure) {
    do throws(ScratchError) {
      try lists.append(place.rows) { rooms throws(ScratchError) in
        try file.read(into: rooms, at: place.offset, checksum: place.checksum)
      }
    } catch {
      throw .scratch(error)
    }
  }
}
