internal import DurableFiles
internal import Foundation
internal import JourneyModel

/// Reads a release again and compares every file with its manifest.
package struct ReleaseCheck {
  /// How many files were compared.
  package private(set) var fileCount = 0
  /// What is not as the manifest says, a line each.
  package private(set) var problems: [String] = []

  private struct Manifest: Decodable {
    struct File: Decodable {
      var path: String
      var sha256: String
      var bytes: Int64
    }
    var files: [File]
  }

  /// Checks the release of a directory.
  package init(_ directory: String) throws(RunFailure) {
    let path = directory + "/manifest.json"
    let bytes = try PublishedFile.bytes(of: path, limit: 256 << 20)
    guard let manifest = try? JSONDecoder().decode(Manifest.self, from: Data(bytes)) else {
      problems = ["\(path) is damaged"]
      return
    }
    for file in manifest.files { try check(file, in: directory) }
  }

  private mutating func check(
    _ expected: Manifest.File, in directory: String
  ) throws(RunFailure) {
    try Interruption.check()
    fileCount += 1
    let path = directory + "/" + expected.path
    do throws(FileError) {
      guard try Directory.exists(path) else { return problems.append("\(path) is missing") }
    } catch {
      throw .reading(error)
    }
    let file = try File.openInput(path)
    let found = try FileHash.sha256(of: file)
    if found != expected.sha256 { problems.append("\(path) is not what was published") }
  }
}
