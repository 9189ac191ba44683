package import Foundation

/// Runs independent judges and other scripts of the repository with the Python of the tests.
package enum Judge {
  /// The repository's root.
  package static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// What a script, named by its path in the repository, said, and its exit status.
  package static func run(
    _ script: String, _ arguments: [String]
  ) throws -> (status: Int32, output: String) {
    let process = Process()
    let python = ProcessInfo.processInfo.environment["THROUGHLINE_PYTHON"]
    process.executableURL = URL(
      fileURLWithPath: python ?? root.appendingPathComponent(".venv/bin/python").path)
    let path = root.appendingPathComponent(script).path
    process.arguments = [path] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }
}
