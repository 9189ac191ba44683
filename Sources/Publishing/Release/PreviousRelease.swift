import DurableFiles
import Foundation

/// The release before: its files may be linked where their rows are the same.
package struct PreviousRelease: Sendable {
  /// Its folder, from which `ReleaseDirectory.link` takes files.
  let directory: String
  private let files: [String: ContentFile]

  /// The manifest's members that matter here.
  private struct Manifest: Decodable {
    struct File: Decodable {
      var path: String
      var sha256: String
      var bytes: Int64
      var table: String?
      var rows: Int64?
      var rows_sha256: String?
    }
    var versions: [String: String]
    var files: [File]
  }

  /// The release of a directory; nil if it has no manifest that can be read, or another encoding.
  package init?(directory: String, encoding: String) {
    // Absence or damage of the manifest means that every file is written anew.
    guard let bytes = try? PreviousRelease.bytes(of: directory + "/manifest.json"),
      let manifest = try? JSONDecoder().decode(Manifest.self, from: Data(bytes)),
      manifest.versions["encoding"] == encoding
    else { return nil }
    self.directory = directory
    var files: [String: ContentFile] = [:]
    for file in manifest.files {
      guard let table = file.table, let count = file.rows, let digest = file.rows_sha256 else {
        continue
      }
      var content = ContentFile(path: file.path, sha256: file.sha256, bytes: file.bytes)
      content.rows = ContentFile.RowSummary(
        table: table, count: count, sha256: digest)
      files[file.path] = content
    }
    self.files = files
  }

  private static func bytes(of path: String) throws(FileError) -> [UInt8] {
    let file = try File.open(path)
    return try file.read(at: 0, count: Int(min(file.status().size, 256 << 20)))
  }

  /// The file of a path.
  func file(at path: String) -> ContentFile? { files[path] }
}
