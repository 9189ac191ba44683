import Dispatch

/// Scratch space: a file that any thread reads and writes.
///
/// It is closed on a thread of its own: where it has no name any more the system then frees all
/// that it keeps of the file, which takes a quarter of a second a gigabyte.
package final class SharedFile: Sendable {
  private let open: OpenFile

  private final class OpenFile: Sendable {
    let file: File

    init(_ file: consuming File) { self.file = file }
  }

  private init(_ file: consuming File) { open = OpenFile(file) }

  /// Makes a file in a directory, which has the name for that moment only, so that no crash leaves
  /// it behind.
  package convenience init(unnamedIn directory: String, name: String) throws(FileError) {
    self.init(try File.createUnnamed(in: directory, name: name))
  }

  /// Makes a file that must not exist yet and keeps its name.
  package convenience init(creating path: String) throws(FileError) {
    self.init(try File.create(path))
  }

  /// Opens a file to be read.
  package convenience init(opening path: String) throws(FileError) {
    self.init(try File.open(path))
  }

  deinit {
    DispatchQueue.global(qos: .utility).async { [open] in withExtendedLifetime(open) {} }
  }

  /// Fills buffers one after the other from an offset on; fewer bytes are returned only at the end
  /// of the file.
  package func read(
    into buffers: [UnsafeMutableRawBufferPointer], at offset: UInt64
  ) throws(FileError) -> Int {
    try open.file.read(into: buffers, at: offset)
  }

  /// Writes all bytes of buffers one after the other from an offset on.
  package func write(
    _ buffers: [UnsafeRawBufferPointer], at offset: UInt64
  ) throws(FileError) {
    try open.file.write(buffers, at: offset)
  }
}
