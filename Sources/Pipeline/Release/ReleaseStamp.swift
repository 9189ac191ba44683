internal import DurableFiles
internal import JourneyModel

/// What the files of a release look like from outside: names, sizes and times.
///
/// Kept beside a release when it is published, so that one that was deleted from, cut or written to
/// is noticed without reading it. What keeps size and time is found by `verify`.
enum ReleaseStamp {
  /// The stamp of a folder and all below it.
  static func of(_ folder: String) throws(FileError) -> String {
    var hasher = StableHasher(domain: "stamp")
    try add(folder, to: &hasher)
    return hasher.finalize().description
  }

  private static func add(_ folder: String, to hasher: inout StableHasher) throws(FileError) {
    for name in try Directory.entries(of: folder) {
      let path = folder + "/" + name
      let status = try Directory.inspect(path)
      hasher.combine(name)
      hasher.combine(status.isDirectory ? 1 : 0)
      if status.isDirectory {
        try add(path, to: &hasher)
        // No name has no bytes.
        hasher.combine("")
      } else {
        hasher.combine(status.size)
        hasher.combine(UInt64(bitPattern: status.modifiedNanoseconds))
      }
    }
  }
}
