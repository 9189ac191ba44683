internal import DurableFiles

/// Files of a release, read whole.
enum PublishedFile {
  /// The bytes of a file that is at most so large; a failure to read where there are none.
  static func bytes(of path: String, limit: Int) throws(RunFailure) -> [UInt8] {
    do throws(FileError) { return try WholeFile.read(path, limit: limit) } catch {
      throw .reading(error)
    }
  }
}
