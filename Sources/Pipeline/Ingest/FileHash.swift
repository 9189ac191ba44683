package import DurableFiles
internal import Intake
internal import RecordFormats

/// Hashes of whole files.
package enum FileHash {
  /// The SHA-256 of a file from its beginning, its position unmoved, in lower-case hexadecimal.
  package static func sha256(of file: borrowing File) throws(RunFailure) -> String {
    var digest = ContentSHA256()
    try file.forEachPiece { digest.update($0) }
    return digest.hexadecimal
  }
}

extension File {
  /// Lends the bytes from the beginning on, piece by piece, the position unmoved.
  borrowing func forEachPiece(
    _ body: (UnsafeRawBufferPointer) throws(RunFailure) -> Void
  ) throws(RunFailure) {
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { chunk.deallocate() }
    var offset: UInt64 = 0
    while true {
      try Interruption.check()
      let count: Int
      do throws(FileError) { count = try read(into: chunk, at: offset) } catch {
        throw .reading(error)
      }
      try body(UnsafeRawBufferPointer(rebasing: chunk[..<count]))
      if count < chunk.count { return }
      offset += UInt64(count)
    }
  }

  /// Lends the content of an input, decompressed, piece by piece.
  static func forEachPiece(
    ofContent path: String, limits: ByteLimits,
    _ body: (UnsafeRawBufferPointer) throws(RunFailure) -> Void
  ) throws(RunFailure) {
    let file = try openInput(path)
    let first: [UInt8]
    do throws(FileError) { first = try file.read(at: 0, count: 2) } catch { throw .reading(error) }
    guard first.withUnsafeBytes({ GzipDecoder.isGzip($0) }) else {
      return try file.forEachPiece(body)
    }
    let inflated = try InflatedFile(file, limits: limits)
    while true {
      let part = try inflated.next()
      try part.forEachPiece(body)
      if let failure = part.failure { throw .input(InputFailure(failure), path: path) }
      if part.isLast { return }
    }
  }

  /// Opens an input; its failure is a run's.
  static func openInput(_ path: String) throws(RunFailure) -> File {
    let found = FoundPath(path: path)
    if let failure = found.failure { throw failure }
    if let status = found.status, !status.isRegular, !status.isDirectory {
      throw .notRegular(path)
    }
    do throws(FileError) { return try File.open(path) } catch { throw .reading(error) }
  }
}
