import Foundation

/// A folder of a test's own, removed with it: tests run at the same time.
package final class ScratchDirectory: Sendable {
  /// Its path, without a slash at its end.
  package let path: String

  /// A new, empty folder.
  package init() throws {
    path = FileManager.default.temporaryDirectory.path + "/throughline-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  deinit {
    // A folder that cannot be removed is left to the system's own cleaning.
    try? FileManager.default.removeItem(atPath: path)
  }
}

/// Calls `body` with the path of a folder of its own, removed afterwards.
package func withScratchDirectory<Value>(_ body: (String) throws -> Value) throws -> Value {
  let scratch = try ScratchDirectory()
  defer { withExtendedLifetime(scratch) {} }
  return try body(scratch.path)
}
