internal import DurableFiles
internal import RecordStore

/// Append-only scratch space on disk, without a name, so that no crash leaves it behind.
///
/// Memory: one write buffer of `bufferBytes`.
struct SpillFile: ~Copyable {
  private static let bufferBytes = 1 << 20

  private var file: File
  private var buffer: [UInt8] = []
  private var written: UInt64 = 0

  /// Scratch space in a directory.
  init(in directory: String, name: String) throws(RunFailure) {
    do throws(FileError) {
      file = try File.createUnnamed(in: directory, name: RecordStore.scratchPrefix + name)
    } catch {
      throw .writing(error)
    }
  }

  /// Bytes appended so far.
  var count: UInt64 { written + UInt64(buffer.count) }

  /// Appends bytes and returns where they begin.
  @discardableResult
  mutating func append(_ bytes: [UInt8]) throws(RunFailure) -> UInt64 {
    let offset = count
    buffer.append(contentsOf: bytes)
    if buffer.count >= SpillFile.bufferBytes { try flush() }
    return offset
  }

  /// Appends bytes and returns where they begin.
  @discardableResult
  mutating func append(_ bytes: UnsafeRawBufferPointer) throws(RunFailure) -> UInt64 {
    let offset = count
    buffer.append(contentsOf: bytes)
    if buffer.count >= SpillFile.bufferBytes { try flush() }
    return offset
  }

  /// Writes what is buffered, so that it can be read.
  mutating func flush() throws(RunFailure) {
    do throws(FileError) { try file.write(buffer) } catch { throw .writing(error) }
    written += UInt64(buffer.count)
    buffer.removeAll(keepingCapacity: true)
  }

  /// Reads bytes that were flushed.
  func read(at offset: UInt64, count: Int) throws(RunFailure) -> [UInt8] {
    let bytes: [UInt8]
    do throws(FileError) { bytes = try file.read(at: offset, count: count) } catch {
      throw .reading(error)
    }
    precondition(bytes.count == count, "scratch space is read only where it was written")
    return bytes
  }
}
