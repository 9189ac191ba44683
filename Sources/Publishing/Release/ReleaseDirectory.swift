import Codecs
import DurableFiles
import JourneyModel

/// The staging directory of a release: writes files and remembers what it wrote.
///
/// Nothing here is forced to the disk: whoever publishes the directory does that once for all.
package struct ReleaseDirectory: Sendable {
  private let root: String
  private var directories: Set<String> = []
  /// The files written, in order of writing.
  package private(set) var files: [ContentFile] = []

  /// The permissions of published files and folders.
  static let fileMode: UInt32 = 0o640
  static let directoryMode: UInt32 = 0o750

  /// An existing directory.
  package init(root: String) { self.root = root }

  /// Writes a text as a file and reads it back.
  package mutating func write(_ text: String, to path: String) throws(ReleaseError) {
    try makeFolder(of: path)
    var writer = try create(path)
    try writer.write(Array(text.utf8))
    let file = try writer.finish()
    try verify(file)
    files.append(file)
  }

  /// Makes the folders of files that are written elsewhere.
  mutating func makeFolders(of paths: [String]) throws(ReleaseError) {
    for path in paths { try makeFolder(of: path) }
  }

  /// Lists files that were written elsewhere.
  mutating func list(_ written: [ContentFile]) { files += written }

  /// Begins a file in a folder that exists.
  func create(_ path: String) throws(ReleaseError) -> ContentWriter {
    do {
      let file = try File.create(root + "/" + path, mode: ReleaseDirectory.fileMode)
      return ContentWriter(file: file, path: path)
    } catch { throw .file(error) }
  }

  private mutating func makeFolder(of path: String) throws(ReleaseError) {
    guard let folder = Directory.parent(of: path), !directories.contains(folder) else { return }
    do {
      try Directory.createAll(root + "/" + folder, mode: ReleaseDirectory.directoryMode)
    } catch { throw .file(error) }
    rememberFolders(of: folder)
  }

  /// Gives a file of another release a second name here, and reads it; false if it is not what its
  /// manifest says, for then it has to be written anew.
  func link(_ file: ContentFile, from directory: String) throws(ReleaseError) -> Bool {
    guard ReleaseDirectory(root: directory).holds(file) else { return false }
    do {
      try FileLink.hardLinkOrCopy(
        from: directory + "/" + file.path, to: root + "/" + file.path)
    } catch { throw .file(error) }
    return true
  }

  /// Takes files off the list, which are no content.
  mutating func forget(_ isForgotten: (String) -> Bool) {
    files.removeAll { isForgotten($0.path) }
  }

  /// Whether a file is there and reads as it should.
  func holds(_ file: ContentFile) -> Bool {
    (try? digest(of: root + "/" + file.path)) == file.sha256
  }

  /// Removes a file, if there is one.
  func remove(_ path: String) throws(ReleaseError) {
    do { try Directory.removeTree(root + "/" + path) } catch { throw .file(error) }
  }

  /// Reads a file again and compares it with what was written.
  package func verify(_ file: ContentFile) throws(ReleaseError) {
    guard try digest(of: root + "/" + file.path) == file.sha256 else {
      throw .damaged(path: root + "/" + file.path)
    }
  }

  private func digest(of path: String) throws(ReleaseError) -> String {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
    defer { buffer.deallocate() }
    var running = SHA256()
    do {
      var file = try File.open(path)
      while true {
        let count = try file.read(into: buffer)
        if count == 0 { break }
        running.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      }
    } catch { throw .file(error) }
    return HexText.lowercase(running.finalize())
  }

  private mutating func rememberFolders(of path: String) {
    var folder: String? = path
    while let current = folder, directories.insert(current).inserted {
      folder = Directory.parent(of: current)
    }
  }
}

/// A file of the release being written.
struct ContentWriter: ~Copyable {
  private var file: File
  private let path: String
  private var digest = SHA256()
  private var bytes: Int64 = 0

  /// A new, empty file.
  init(file: consuming File, path: String) {
    self.file = file
    self.path = path
  }

  /// Appends bytes and adds them to the file's size and SHA-256.
  mutating func write(_ buffer: UnsafeRawBufferPointer) throws(ReleaseError) {
    do { try file.write(buffer) } catch { throw .file(error) }
    digest.update(buffer)
    bytes += Int64(buffer.count)
  }

  mutating func write(_ array: [UInt8]) throws(ReleaseError) {
    do { try file.write(array) } catch { throw .file(error) }
    array.withUnsafeBytes { digest.update($0) }
    bytes += Int64(array.count)
  }

  /// Closes the file, without forcing it to the disk, and says what was written.
  consuming func finish() throws(ReleaseError) -> ContentFile {
    let written = ContentFile(
      path: path, sha256: HexText.lowercase(digest.finalize()), bytes: bytes)
    do { try file.close(synchronizing: false) } catch { throw .file(error) }
    return written
  }
}
