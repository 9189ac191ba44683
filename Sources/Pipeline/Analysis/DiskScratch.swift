internal import Codecs
internal import DurableFiles
internal import JourneyModel
internal import RecordStore
internal import Synchronization

/// Scratch space in files of a directory that have no name, so that no crash leaves them behind.
final class DiskScratch: Scratch {
  private let directory: String
  private let made = Atomic(0)

  /// Scratch space in a directory.
  init(in directory: String) { self.directory = directory }

  /// A new file; its name is only there for the moment of making it.
  func makeFile(_ name: String) throws(ScratchError) -> any ScratchFile {
    let number = made.wrappingAdd(1, ordering: .relaxed).oldValue
    do throws(FileError) {
      return DiskScratchFile(
        try SharedFile(
          unnamedIn: directory, name: "\(RecordStore.scratchPrefix)\(name)-\(number)"))
    } catch {
      throw .file(error)
    }
  }
}

/// A file of scratch space; every write has a CRC-32 of its own.
final class DiskScratchFile: ScratchFile {
  private let file: SharedFile

  init(_ file: SharedFile) { self.file = file }

  func write(_ pieces: [UnsafeRawBufferPointer], at offset: UInt64) throws(ScratchError) -> UInt32 {
    do throws(FileError) { try file.write(pieces, at: offset) } catch { throw .file(error) }
    return pieces.reduce(0) { Checksum.crc32($1, continuing: $0) }
  }

  func read(
    into rooms: [UnsafeMutableRawBufferPointer], at offset: UInt64, checksum: UInt32
  ) throws(ScratchError) {
    let count: Int
    do throws(FileError) { count = try file.read(into: rooms, at: offset) } catch {
      throw .file(error)
    }
    let found = rooms.reduce(0) { Checksum.crc32(UnsafeRawBufferPointer($1), continuing: $0) }
    guard count == rooms.reduce(0, { $0 + $1.count }), found == checksum else { throw .damaged }
  }
}
