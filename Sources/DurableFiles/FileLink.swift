import Glibc

/// Names of files: renaming, hard links and the one link that is swapped.
package enum FileLink {
  /// Renames within one file system, replacing the target at once.
  package static func rename(from source: String, to target: String) throws(FileError) {
    guard Glibc.rename(source, target) == 0 else { throw .last("rename to", target) }
  }

  /// Gives a file a second name, or copies it where linking is impossible.
  package static func hardLinkOrCopy(from source: String, to target: String) throws(FileError) {
    if link(source, target) == 0 { return }
    guard errno == EXDEV || errno == EPERM || errno == EMLINK || errno == EOPNOTSUPP else {
      throw .last("link", target)
    }
    try copy(from: source, to: target)
  }

  /// Points a symbolic link at a target, replacing an earlier link at once.
  package static func replaceSymbolicLink(
    at path: String, target: String
  ) throws(FileError) {
    let temporary = path + ".new"
    try Directory.removeTree(temporary)
    guard symlink(target, temporary) == 0 else { throw .last("create", temporary) }
    try rename(from: temporary, to: path)
  }

  /// What a symbolic link points at; nil if there is none.
  package static func symbolicLinkTarget(of path: String) throws(FileError) -> String? {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = buffer.withUnsafeMutableBytes { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        characters.baseAddress.map { readlink(path, $0, characters.count) } ?? -1
      }
    }
    if count >= 0 { return String(decoding: buffer.prefix(count), as: UTF8.self) }
    // What is no link is there, but points at nothing.
    if [ENOENT, ENOTDIR, EINVAL].contains(errno) { return nil }
    throw .last("read", path)
  }

  private static func copy(from source: String, to target: String) throws(FileError) {
    var input = try File.open(source)
    let mode = try input.status().permissions
    var output = try File.create(target, mode: mode)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let count = try input.read(into: buffer)
      if count == 0 { break }
      try output.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
    try output.close(synchronizing: true)
  }
}
