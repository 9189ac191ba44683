internal import JourneyAnalysis
internal import JourneyModel
internal import Synchronization

/// Vertex lists in scratch space, written by any thread, each whole.
///
/// Writers of one file wait for each other, so each takes a file that nobody writes to.
final class ScratchLists: Sendable {
  /// What it takes to read lists back and to notice damage.
  struct Place {
    fileprivate var file: any ScratchFile
    fileprivate var offset: UInt64
    var count: Int
    fileprivate var rows: VertexLists.Counts
    fileprivate var checksum: UInt32
  }

  /// A file and where it ends.
  private struct Room {
    var file: any ScratchFile
    var end: UInt64 = 0
  }

  private let scratch: any Scratch
  private let name: String
  /// Files that nobody writes to at the moment.
  private let idle = Mutex<[Room]>([])
  private let total = Atomic<UInt64>(0)

  /// Makes no file before lists are written.
  init(_ scratch: any Scratch, name: String) {
    self.scratch = scratch
    self.name = name
  }

  /// The bytes of all lists written so far, by any thread.
  var byteCount: UInt64 { total.load(ordering: .relaxed) }

  /// Writes lists to the end of an idle file, or to a new one.
  func write(_ lists: inout VertexLists) throws(RunFailure) -> Place {
    do throws(ScratchError) {
      var room: Room
      if let free = idle.withLock({ $0.popLast() }) {
        room = free
      } else {
        room = Room(file: try scratch.makeFile(name))
      }
      let place = Place(
        file: room.file, offset: room.end, count: lists.byteCount, rows: lists.counts,
        checksum: try room.file.write(lists.pieces(), at: room.end))
      room.end += UInt64(place.count)
      total.wrappingAdd(UInt64(place.count), ordering: .relaxed)
      idle.withLock { [room] in $0.append(room) }
      return place
    } catch {
      throw .scratch(error)
    }
  }

  /// Appends lists that were written.
  func read(_ place: Place, into lists: inout VertexLists) throws(RunFailure) {
    do throws(ScratchError) {
      try lists.append(place.rows) { rooms throws(ScratchError) in
        try place.file.read(into: rooms, at: place.offset, checksum: place.checksum)
      }
    } catch {
      throw .scratch(error)
    }
  }
}
