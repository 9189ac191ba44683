internal import JourneyAnalysis
internal import JourneyModel
internal import Synchronization

/// Vertex lists in scratch space, written by any thread, each whole.
///
/// Writers of one file wait for each other, so each takes a file that nobody writes to.
final class ScratchLists: Sendable {
  /// What it takes to read lists back and to notice damage.
  struct Place: BitwiseCopyable {
    fileprivate var offset: UInt64
    fileprivate var rows: VertexLists.Counts
    fileprivate var checksum: UInt32
    fileprivate var file: UInt32

    /// The bytes of the lists.
    var count: Int { rows.byteCount }
  }

  /// A file and where it ends.
  private struct Room {
    var number: UInt32
    var file: any ScratchFile
    var end: UInt64 = 0
  }

  private let scratch: any Scratch
  private let name: String
  /// Files that nobody writes to at the moment.
  private let idle = Mutex<[Room]>([])
  /// All files; a place names its own by position.
  private let files = Mutex<[any ScratchFile]>([])
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
      var room = try idleRoom()
      let place = Place(
        offset: room.end, rows: lists.counts,
        checksum: try room.file.write(lists.pieces(), at: room.end), file: room.number)
      room.end += UInt64(place.count)
      total.wrappingAdd(UInt64(place.count), ordering: .relaxed)
      idle.withLock { [room] in $0.append(room) }
      return place
    } catch {
      throw .scratch(error)
    }
  }

  private func idleRoom() throws(ScratchError) -> Room {
    if let room = idle.withLock({ $0.popLast() }) { return room }
    let file = try scratch.makeFile(name)
    return files.withLock { files in
      files.append(file)
      return Room(number: UInt32(files.count - 1), file: file)
    }
  }

  /// Appends lists that were written.
  func read(_ place: Place, into lists: inout VertexLists) throws(RunFailure) {
    do throws(ScratchError) {
      let file = files.withLock { $0[Int(place.file)] }
      try lists.append(place.rows) { rooms throws(ScratchError) in
        try file.read(into: rooms, at: place.offset, checksum: place.checksum)
      }
    } catch {
      throw .scratch(error)
    }
  }
}
