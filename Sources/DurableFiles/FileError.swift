import Glibc

/// A failed operation on the file system, with what was tried on what.
package struct FileError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The operation, as a verb: `open`, `write`, `rename`.
  package let operation: String
  /// The path it was tried on.
  package let path: String
  /// The system's error number.
  package let code: Int32

  /// An error of known parts.
  package init(operation: String, path: String, code: Int32) {
    self.operation = operation
    self.path = path
    self.code = code
  }

  /// The error the last failed system call left in `errno`.
  static func last(_ operation: String, _ path: String) -> FileError {
    FileError(operation: operation, path: path, code: errno)
  }

  /// `cannot write /data/out/part-000.parquet: No space left on device`.
  package var description: String {
    "cannot \(operation) \(PathText.printable(path)): \(String(cString: strerror(code)))"
  }

  /// Whether the disk, the quota or the file-size limit is exhausted.
  package var isOutOfSpace: Bool { code == ENOSPC || code == EDQUOT || code == EFBIG }

  /// Whether permission is what is missing.
  package var isPermission: Bool { code == EACCES || code == EPERM }

  /// Whether the path does not exist.
  package var isMissing: Bool { code == ENOENT }
}

/// How paths are shown to people.
package enum PathText {
  /// The path with control characters escaped, so that a file name cannot rewrite a terminal.
  package static func printable(_ path: String) -> String {
    path.unicodeScalars.reduce(into: "") { text, scalar in
      if scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value) {
        text += "\\u{" + String(scalar.value, radix: 16) + "}"
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
  }
}
