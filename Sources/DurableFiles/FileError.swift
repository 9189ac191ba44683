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
    "cannot \(operation) \(path): \(String(cString: strerror(code)))"
  }

  /// Whether the disk, the quota or the file-size limit is exhausted.
  package var isOutOfSpace: Bool { code == ENOSPC || code == EDQUOT || code == EFBIG }

  /// Whether too many files are open.
  package var isOutOfFiles: Bool { code == EMFILE || code == ENFILE }

  /// Whether permission is what is missing.
  package var isPermission: Bool { code == EACCES || code == EPERM }

  /// Whether the path does not exist.
  package var isMissing: Bool { code == ENOENT }
}
