import Foundation
import TestSupport
import Testing

/// Where the repository is, and what tests share with it.
enum Repository {
  /// The repository's folder.
  static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Runs a judge of `Tests/Judges` and returns what it says; a failed judge fails the test.
  static func judge(_ name: String, _ arguments: [String]) throws -> String {
    let verdict = try Judge.run("Tests/Judges/\(name)", arguments)
    #expect(verdict.status == 0, "\(verdict.output)")
    return verdict.output
  }

  /// Compares a text with a file under `Fixtures`; `UPDATE_GOLDEN=1` writes the file instead.
  static func expectGolden(_ text: String, at path: String) throws {
    let file = root.appending(path: "Fixtures/\(path)")
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    let expected = try String(contentsOf: file, encoding: .utf8)
    let lines = zip(text.split(separator: "\n"), expected.split(separator: "\n"))
    for (number, (found, wanted)) in lines.enumerated() where found != wanted {
      Issue.record("\(path):\(number + 1): found \(found), expected \(wanted)")
      return
    }
    #expect(text == expected, "\(path) differs in length")
  }
}

/// A folder that is removed with this value.
final class TemporaryFolder {
  /// Its path.
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory
      .appending(path: "publishing-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Every file below it with its bytes.
  func contents() throws -> [String: Data] {
    var contents: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: path) {
      if let data = FileManager.default.contents(atPath: path + "/" + name) {
        contents[name] = data
      }
    }
    return contents
  }
}
