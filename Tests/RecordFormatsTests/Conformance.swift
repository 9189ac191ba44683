import Foundation

/// The third-party suites beside the repository, `../shared/conformance`.
enum Conformance {
  /// A folder of it.
  static func folder(_ name: String, from file: StaticString = #filePath) -> URL {
    URL(filePath: "\(file)").resolvingSymlinksInPath()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "../shared/conformance/\(name)").standardizedFileURL
  }

  /// Names of the files in it, sorted.
  static func files(_ name: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder(name).path).sorted()
  }

  /// The bytes of one file.
  static func bytes(_ name: String, _ file: String) throws -> [UInt8] {
    try [UInt8](Data(contentsOf: folder(name).appending(path: file)))
  }
}
