import Glibc

/// Directories and the names in them.
package enum Directory {
  /// Creates a directory that must not exist yet.
  package static func create(_ path: String, mode: UInt32 = 0o700) throws(FileError) {
    guard mkdir(path, mode) == 0 else { throw .last("create directory", path) }
  }

  /// Creates a directory and its missing parents.
  package static func createAll(_ path: String, mode: UInt32 = 0o700) throws(FileError) {
    if try find(path)?.isDirectory == true { return }
    if let parent = parent(of: path), parent != path { try createAll(parent, mode: mode) }
    if mkdir(path, mode) != 0, errno != EEXIST { throw .last("create directory", path) }
    guard try find(path)?.isDirectory == true else {
      throw FileError(operation: "create directory", path: path, code: ENOTDIR)
    }
  }

  /// The names in a directory, sorted by their bytes, without `.` and `..`.
  package static func entries(of path: String) throws(FileError) -> [String] {
    try list(path).map(\.name)
  }

  /// The names in a directory, sorted by their bytes, without `.` and `..`, and whether they are
  /// what they seem.
  package static func list(_ path: String) throws(FileError) -> [DirectoryEntry] {
    guard let stream = opendir(path) else { throw .last("list", path) }
    defer { closedir(stream) }
    var names: [DirectoryEntry] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else {
        if errno != 0 { throw .last("list", path) }
        break
      }
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        DirectoryEntry(bytes.prefix { $0 != 0 })
      }
      if name.name != ".", name.name != ".." { names.append(name) }
    }
    return names.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// Whether a name is in its directory, as a link to nothing, too.
  package static func hasEntry(_ path: String) throws(FileError) -> Bool {
    var status = stat()
    if lstat(path, &status) == 0 { return true }
    if errno == ENOENT || errno == ENOTDIR { return false }
    throw .last("inspect", path)
  }

  /// What the system says about a path, links followed.
  package static func inspect(_ path: String) throws(FileError) -> FileStatus {
    var status = stat()
    guard stat(path, &status) == 0 else { throw .last("open", path) }
    return FileStatus(status)
  }

  /// What the system says about a path, links followed; nil if there is nothing.
  package static func find(_ path: String) throws(FileError) -> FileStatus? {
    do throws(FileError) { return try inspect(path) } catch {
      if [ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG].contains(error.code) { return nil }
      throw error
    }
  }

  /// Whether there is anything at a path, links followed.
  package static func exists(_ path: String) throws(FileError) -> Bool { try find(path) != nil }

  /// Forces the names in a directory to the disk.
  package static func synchronize(_ path: String) throws(FileError) {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .last("open", path) }
    defer { _ = close(descriptor) }
    guard fsync(descriptor) == 0 else { throw .last("synchronize", path) }
  }

  /// Forces everything written to the file system a directory is on to the disk, at once.
  ///
  /// For many files this costs one flush instead of one per file and directory. Linux reports
  /// failed writes of any of them here.
  package static func synchronizeFileSystem(of path: String) throws(FileError) {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .last("open", path) }
    defer { _ = close(descriptor) }
    guard syncFileSystem(descriptor) == 0 else { throw .last("synchronize", path) }
  }

  /// The C library's `syncfs`, which its Swift module hides behind a feature macro; the symbol is
  /// there in every glibc since 2.14 and in musl.
  private static let syncFileSystem: @convention(c) (Int32) -> Int32 = {
    guard let symbol = dlsym(dlopen(nil, RTLD_NOW), "syncfs") else {
      preconditionFailure("the C library has no syncfs")
    }
    return unsafeBitCast(symbol, to: (@convention(c) (Int32) -> Int32).self)
  }()

  /// Removes a file, or a directory with all it holds; a missing path is fine.
  package static func removeTree(_ path: String) throws(FileError) {
    var status = stat()
    guard lstat(path, &status) == 0 else {
      if errno == ENOENT { return }
      throw .last("inspect", path)
    }
    if FileStatus(status).isDirectory {
      for name in try entries(of: path) { try removeTree(path + "/" + name) }
      guard rmdir(path) == 0 else { throw .last("remove", path) }
    } else {
      guard unlink(path) == 0 else { throw .last("remove", path) }
    }
  }

  // MARK: Paths
  //
  // A path is bytes to the system. A slash and a combining mark behind it are one character, and
  // characters of different bytes may be equal.

  private static let slash = UInt8(ascii: "/")

  /// The path without its last component; nil for a path of one component.
  package static func parent(of path: String) -> String? {
    guard let last = path.utf8.lastIndex(of: slash) else { return nil }
    return last == path.startIndex ? "/" : String(path[..<last])
  }

  /// The last component of a path.
  package static func name(of path: String) -> String {
    let last = path.utf8.lastIndex(of: slash)
    return String(path[(last.map(path.utf8.index(after:)) ?? path.startIndex)...])
  }

  /// The components of a path.
  package static func components(of path: String) -> [String] {
    path.utf8.split(separator: slash).map { String(Substring($0)) }
  }

  /// The path from the root, links followed, of what exists.
  package static func resolved(_ path: String) throws(FileError) -> String {
    guard let resolved = realpath(path, nil) else { throw .last("inspect", path) }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// The path of one resolved path as seen from a resolved folder.
  package static func relative(_ path: String, to folder: String) -> String {
    let (there, here) = (components(of: path), components(of: folder))
    let common = zip(there, here).prefix { isSame($0, $1) }.count
    let names =
      Array(repeating: "..", count: here.count - common) + there.dropFirst(common)
    return names.isEmpty ? "." : names.joined(separator: "/")
  }

  /// Whether a path starts at the root.
  package static func isAbsolute(_ path: String) -> Bool { path.utf8.first == slash }

  /// The path of a name in a folder, which may be the current one, without a name.
  package static func path(of name: String, in folder: String) -> String {
    folder.isEmpty || folder.utf8.last == slash ? folder + name : folder + "/" + name
  }

  /// Whether two paths are the same, byte by byte.
  package static func isSame(_ path: String, _ other: String) -> Bool {
    path.utf8.elementsEqual(other.utf8)
  }
}

/// A name in a directory.
package struct DirectoryEntry: Sendable {
  /// The name; bytes that are not UTF-8 are replaced.
  package let name: String
  /// Whether the name is the file's: only then can it be opened by it.
  package let isUTF8: Bool

  /// Whether it begins with a full stop.
  package var isHidden: Bool { name.utf8.first == UInt8(ascii: ".") }

  init(_ bytes: Slice<UnsafeRawBufferPointer>) {
    name = String(decoding: bytes, as: UTF8.self)
    isUTF8 = name.utf8.elementsEqual(bytes)
  }
}
