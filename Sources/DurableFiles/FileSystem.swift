import Glibc

/// The file systems that files lie on.
package enum FileSystem {
  /// How many bytes anybody but root may still write where a path lies or would lie.
  package static func freeBytes(near path: String) throws(FileError) -> Int64 {
    var nearest = path.isEmpty ? "." : path
    while try !Directory.exists(nearest) { nearest = Directory.parent(of: nearest) ?? "." }
    var status = statvfs()
    guard statvfs(nearest, &status) == 0 else { throw .last("inspect", nearest) }
    return Int64(status.f_bavail) * Int64(status.f_frsize)
  }
}

extension Directory {
  /// The bytes of all files in a folder and below.
  package static func byteCount(of folder: String) throws(FileError) -> Int64 {
    var bytes: Int64 = 0
    for name in try entries(of: folder) {
      guard let status = try find(folder + "/" + name) else { continue }
      bytes +=
        status.isDirectory
        ? try byteCount(of: folder + "/" + name) : Int64(status.size)
    }
    return bytes
  }
}
