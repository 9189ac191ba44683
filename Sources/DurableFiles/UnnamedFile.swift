import Dispatch

/// Scratch space: a file without a name, so that no crash leaves it behind.
///
/// Any thread reads and writes it. It is closed on a thread of its own: the system then frees all
/// that it keeps of the file, which takes a quarter of a second a gigabyte.
package final class UnnamedFile: Sendable {
  private let open: OpenFile

  private final class OpenFile: Sendable {
    let file: File

    init(_ file: consuming File) { self.file = file }
  }

  /// Makes a file in a directory, which has the name for that moment only.
  package init(in directory: String, name: String) throws(FileError) {
    open = OpenFile(try File.createUnnamed(in: directory, name: name))
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
