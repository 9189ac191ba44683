import Foundation

/// Where things lie in the checkout, from this file's own place.
enum Repository {
  static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The traced customer's folder.
  static let center = root.appending(path: "Fixtures/center").path()
  /// The key of the fixtures.
  static let key = center + "/throughline.key"
  /// Their configuration.
  static let configuration = center + "/throughline.yaml"
  /// One good export: four contact records and a malformed one.
  static let contacts = center + "/exports/connect/2026-03-04.ndjson.gz"

  /// The folder of real data and samples beside the checkout, where there is one.
  static let shared: String? = {
    let beside = root.deletingLastPathComponent().appending(path: "shared").path()
    return FileManager.default.fileExists(atPath: beside) ? beside : nil
  }()
}
