package import DurableFiles

/// Hashes of whole files.
package enum FileHash {
  /// The SHA-256 of a file from its beginning, its position unmoved, in lower-case hexadecimal.
  package static func sha256(of file: borrowing File) throws(RunFailure) -> String {
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
    defer { chunk.deallocate() }
    var digest = ContentSHA256()
    var offset: UInt64 = 0
    while true {
      let count: Int
      do throws(FileError) { count = try file.read(into: chunk, at: offset) } catch {
        throw .reading(error)
      }
      digest.update(UnsafeRawBufferPointer(rebasing: chunk[..<count]))
      if count < chunk.count { return digest.hexadecimal }
      offset += UInt64(count)
    }
  }
}

extension File {
  /// Opens an input; its failure is a run's.
  static func openInput(_ path: String) throws(RunFailure) -> File {
    if let status = Directory.status(path), !status.isRegular, !status.isDirectory {
      throw .notRegular(path)
    }
    do throws(FileError) { return try File.open(path) } catch { throw .reading(error) }
  }
}
