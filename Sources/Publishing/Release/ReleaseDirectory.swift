import DurableFiles
import JourneyModel

/// The staging directory of a release: writes files and remembers what it wrote.
///
/// Nothing here is forced to the disk: whoever publishes the directory does that once for all.
struct ReleaseDirectory: Sendable {
  private let root: String
  /// Makes a new SHA-256.
  let makeDigest: @Sendable () -> any ContentDigest
  private var directories: Set<String> = []
  /// The files written, in order of writing.
  private(set) var files: [ContentFile] = []

  /// The permissions of published files and folders.
  static let fileMode: UInt32 = 0o640
  static let directoryMode: UInt32 = 0o750

  /// An existing, empty directory.
  init(root: String, digest: @escaping @Sendable () -> any ContentDigest) {
    self.root = root
    makeDigest = digest
  }

  /// Writes a text as a file.
  mutating func write(_ text: String, to path: String) throws(ReleaseError) {
    try makeFolder(of: path)
    var writer = try create(path)
    try writer.write(Array(text.utf8))
    files.append(try writer.finish())
  }

  /// Writes files of these paths several at a time, each by `write`, and lists them in order.
  mutating func add(
    _ paths: [String], _ workers: ContentWorkers,
    write: @escaping @Sendable (ReleaseDirectory, Int) throws(ReleaseError) -> ContentFile
  ) throws(ReleaseError) {
    for path in paths { try makeFolder(of: path) }
    let folder = self
    files += try workers(paths.count) { index throws(ReleaseError) in try write(folder, index) }
  }

  /// Begins a file in a folder that exists.
  func create(_ path: String) throws(ReleaseError) -> ContentWriter {
    do {
      let file = try File.create(root + "/" + path, mode: ReleaseDirectory.fileMode)
      return ContentWriter(file: file, path: path, digest: makeDigest())
    } catch { throw .file(error) }
  }

  private mutating func makeFolder(of path: String) throws(ReleaseError) {
    guard let folder = Directory.parent(of: path), !directories.contains(folder) else { return }
    do {
      try Directory.createAll(root + "/" + folder, mode: ReleaseDirectory.directoryMode)
    } catch { throw .file(error) }
    rememberFolders(of: folder)
  }

  /// Reads every listed file again, several at a time, and compares it with what was written.
  func verify(_ workers: ContentWorkers) throws(ReleaseError) {
    _ = try workers(files.count) { index throws(ReleaseError) in
      try verify(files[index])
      return files[index]
    }
  }

  private func verify(_ file: ContentFile) throws(ReleaseError) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
    defer { buffer.deallocate() }
    guard HexText.lowercase(try digest(of: file.path, through: buffer)) == file.sha256 else {
      throw .damaged(path: root + "/" + file.path)
    }
  }

  private func digest(
    of path: String, through buffer: UnsafeMutableRawBufferPointer
  ) throws(ReleaseError) -> [UInt8] {
    var running = makeDigest()
    do {
      var file = try File.open(root + "/" + path)
      while true {
        let count = try file.read(into: buffer)
        if count == 0 { break }
        running.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      }
    } catch { throw .file(error) }
    return running.finalize()
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
  private var digest: any ContentDigest
  private var bytes: Int64 = 0

  /// A new, empty file.
  init(file: consuming File, path: String, digest: any ContentDigest) {
    self.file = file
    self.path = path
    self.digest = digest
  }

  /// Appends bytes.
  mutating func write(_ buffer: UnsafeRawBufferPointer) throws(ReleaseError) {
    do { try file.write(buffer) } catch { throw .file(error) }
    digest.update(buffer)
    bytes += Int64(buffer.count)
  }

  /// Appends bytes.
  mutating func write(_ array: [UInt8]) throws(ReleaseError) {
    do { try file.write(array) } catch { throw .file(error) }
    array.withUnsafeBytes { digest.update($0) }
    bytes += Int64(array.count)
  }

  /// Forces the file to the disk and says what was written.
  consuming func finish() throws(ReleaseError) -> ContentFile {
    let written = ContentFile(
      path: path, sha256: HexText.lowercase(digest.finalize()), bytes: bytes)
    do { try file.close(synchronizing: false) } catch { throw .file(error) }
    return written
  }
}
