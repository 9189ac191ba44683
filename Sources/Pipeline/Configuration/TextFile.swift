package import DurableFiles
package import JourneyModel

/// Small text files the user wrote.
package enum TextFile {
  /// The most bytes a configuration or adapter may have.
  private static let limit = 4 << 20

  /// Reads a UTF-8 file whole; a problem is a diagnostic naming the file.
  package static func read(_ path: String) throws(DiagnosticError) -> String {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try WholeFile.read(path, limit: limit)
    } catch {
      let code: DiagnosticCode = error.isMissing ? .i307 : .i306
      throw DiagnosticError([Diagnostic(code: code, file: path, message: error.description)])
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw DiagnosticError([
        Diagnostic(code: .c101, file: path, message: "the file is not valid UTF-8")
      ])
    }
    return text
  }
}

/// Small files read whole.
package enum WholeFile {
  /// Reads a file of at most `limit` bytes; larger ones fail with EFBIG.
  package static func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
    let file = try File.open(path)
    let size = Int(try file.status().size)
    guard size <= limit else { throw FileError(operation: "read", path: path, code: 27) }
    return try file.read(at: 0, count: size)
  }

  /// Gives a file a text, so that after a crash it has the old or the new one.
  package static func replace(
    _ path: String, with text: String, mode: UInt32 = 0o640
  ) throws(FileError) {
    let unfinished = path + ".new"
    try Directory.removeTree(unfinished)
    var file = try File.create(unfinished, mode: mode)
    try file.write(Array(text.utf8))
    try file.close(synchronizing: true)
    try FileLink.rename(from: unfinished, to: path)
    try Directory.synchronize(Directory.parent(of: path) ?? ".")
  }
}
