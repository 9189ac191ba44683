import Foundation
import Testing

/// A published release on disk.
struct Release {
  let folder: String

  /// The release that `latest` names in an output folder; nil if nothing was published.
  init?(in out: String) {
    let latest = out + "/latest"
    guard FileManager.default.fileExists(atPath: latest + "/manifest.json") else { return nil }
    folder = latest
  }

  /// Every content file and its bytes; provenance is no content.
  func content() throws -> [String: Data] {
    var content: [String: Data] = [:]
    let root = URL(filePath: folder).resolvingSymlinksInPath()
    for name in FileManager.default.enumerator(atPath: root.path())?.allObjects ?? [] {
      guard let name = name as? String, !name.hasPrefix("provenance") else { continue }
      let file = root.appending(path: name)
      let kind = try file.resourceValues(forKeys: [.isRegularFileKey])
      if kind.isRegularFile == true { content[name] = try Data(contentsOf: file) }
    }
    return content
  }

  /// The rows a query over the datasets finds, columns separated by a bar.
  func rows(_ query: String) throws -> [String] {
    let script = Repository.root.appending(path: "Tests/Judges/rows.py").path()
    let found = try Program.run(Program.python, [script, folder, query])
    #expect(found.exitCode == 0, "\(found.errors)")
    return found.output.split(separator: "\n").map(String.init)
  }

  /// Expects the same files with the same bytes, and names those that differ.
  func expectSameContent(as other: Release, _ comment: Comment) throws {
    let (mine, theirs) = (try content(), try other.content())
    let differing = Set(mine.keys).union(theirs.keys).filter { mine[$0] != theirs[$0] }.sorted()
    #expect(!mine.isEmpty)
    #expect(differing.isEmpty, comment)
  }

  /// The names of everything an output folder holds, to see that nothing half done is left.
  static func leftovers(in out: String) -> [String] {
    let names = FileManager.default.enumerator(atPath: out)?.allObjects ?? []
    return names.compactMap { $0 as? String }
      .filter { $0 == "latest" || $0.contains("manifest.json") || $0.hasSuffix(".parquet") }
      .sorted()
  }
}
