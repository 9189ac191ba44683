import Glibc

/// An advisory lock on a file, held while this value lives and freed by the kernel on any death.
package struct RunLock: ~Copyable, Sendable {
  private let descriptor: Int32

  deinit { _ = close(descriptor) }

  /// The lock, or who holds it.
  package enum Outcome: ~Copyable, Sendable {
    /// The lock is ours.
    case acquired(RunLock)
    /// Another process has it; the text is what that process wrote about itself.
    case held(by: String)
  }

  /// Tries to take the lock without waiting, and writes `holder` into the file.
  package static func acquire(_ path: String, holder: String) throws(FileError) -> Outcome {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw .last("open", path) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let reason = errno
      defer { _ = close(descriptor) }
      guard reason == EWOULDBLOCK else {
        throw FileError(operation: "lock", path: path, code: reason)
      }
      return .held(by: content(of: descriptor))
    }
    let lock = RunLock(descriptor: descriptor)
    guard ftruncate(descriptor, 0) == 0 else { throw .last("write", path) }
    var file = File(lent: descriptor, path: path)
    try file.write(Array(holder.utf8))
    return .acquired(lock)
  }

  private static func content(of descriptor: Int32) -> String {
    var buffer = [UInt8](repeating: 0, count: 256)
    let count = pread(descriptor, &buffer, buffer.count, 0)
    return String(decoding: buffer.prefix(max(count, 0)), as: UTF8.self)
  }
}
