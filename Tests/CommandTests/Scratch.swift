import Foundation

/// A folder of a test's own, removed with it.
final class Scratch: Sendable {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(
      path: "throughline-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit {
    // A folder that cannot be removed is left to the system's own cleaning.
    try? FileManager.default.removeItem(at: folder)
  }

  /// The path of a name in the folder.
  func path(_ name: String) -> String { folder.appending(path: name).path() }

  /// Writes a file and returns its path.
  @discardableResult
  func write(_ name: String, _ bytes: some DataProtocol) throws -> String {
    let file = folder.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
    return file.path()
  }

  /// Writes a text file and returns its path.
  @discardableResult
  func write(_ name: String, _ text: String) throws -> String { try write(name, Data(text.utf8)) }

  /// Makes a store that already has the key of the fixtures, so that ids compare, and returns it.
  func store(_ name: String = "store") throws -> String {
    let store = folder.appending(path: name)
    try FileManager.default.createDirectory(
      at: store, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let key = store.appending(path: "throughline.key")
    try FileManager.default.copyItem(atPath: Repository.key, toPath: key.path())
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key.path())
    return store.path()
  }
}
