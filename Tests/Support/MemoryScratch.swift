package import JourneyModel
import Synchronization

/// Scratch space in memory that counts what is written, and can fail or damage it.
package final class MemoryScratch: Scratch {
  /// What an operation that was told to fail throws.
  package struct Refusal: Error {
    /// A refusal.
    package init() {}
  }

  /// What goes wrong.
  package enum Fault: Sendable {
    /// Nothing.
    case none
    /// The write of a number fails, counted from 0 over all files.
    case write(Int)
    /// The read of a number fails.
    case read(Int)
    /// One bit of the write of a number is kept wrong.
    case damage(Int)
  }

  private struct Counters {
    var files = 0
    var writes = 0
    var reads = 0
    var bytes = 0
  }

  private let fault: Fault
  private let counters = Mutex(Counters())

  /// Empty scratch space.
  package init(fault: Fault = .none) { self.fault = fault }

  /// How many files were made.
  package var fileCount: Int { counters.withLock { $0.files } }
  /// How many writes were made.
  package var writeCount: Int { counters.withLock { $0.writes } }
  /// How many reads were made.
  package var readCount: Int { counters.withLock { $0.reads } }
  /// How many bytes were written.
  package var byteCount: Int { counters.withLock { $0.bytes } }

  /// New room.
  package func makeFile(_ name: String) throws(ScratchError) -> any ScratchFile {
    counters.withLock { $0.files += 1 }
    return MemoryFile(self)
  }

  /// Counts a write; true if it is to be damaged.
  fileprivate func count(writing bytes: Int) throws(ScratchError) -> Bool {
    let number = counters.withLock { counters in
      counters.bytes += bytes
      counters.writes += 1
      return counters.writes - 1
    }
    switch fault {
    case .write(number): throw .file(Refusal())
    case .damage(number): return true
    default: return false
    }
  }

  fileprivate func countRead() throws(ScratchError) {
    let number = counters.withLock { counters in
      counters.reads += 1
      return counters.reads - 1
    }
    if case .read(number) = fault { throw .file(Refusal()) }
  }
}

/// One file of it.
private final class MemoryFile: ScratchFile {
  private let scratch: MemoryScratch
  private let bytes = Mutex<[UInt8]>([])

  init(_ scratch: MemoryScratch) { self.scratch = scratch }

  func write(_ pieces: [UnsafeRawBufferPointer], at offset: UInt64) throws(ScratchError) -> UInt32 {
    let added = pieces.flatMap { Array($0) }
    let isDamaged = try scratch.count(writing: added.count)
    bytes.withLock { bytes in
      let missing = Int(offset) + added.count - bytes.count
      if missing > 0 { bytes.append(contentsOf: repeatElement(0, count: missing)) }
      bytes.replaceSubrange(Int(offset)..<Int(offset) + added.count, with: added)
      if isDamaged { bytes[Int(offset) + added.count / 2] ^= 4 }
    }
    return MemoryFile.checksum(of: added)
  }

  func read(
    into rooms: [UnsafeMutableRawBufferPointer], at offset: UInt64, checksum: UInt32
  ) throws(ScratchError) {
    try scratch.countRead()
    var start = Int(offset)
    bytes.withLock { bytes in
      for room in rooms {
        room.copyBytes(from: bytes[start..<start + room.count])
        start += room.count
      }
    }
    if MemoryFile.checksum(of: rooms.flatMap { Array($0) }) != checksum { throw .damaged }
  }

  /// FNV-1a: enough to notice one wrong bit.
  private static func checksum(of bytes: [UInt8]) -> UInt32 {
    bytes.reduce(2_166_136_261) { ($0 ^ UInt32($1)) &* 16_777_619 }
  }
}
