internal import DurableFiles
package import Intake
internal import JourneyModel

/// The key of identifier hashes: 32 bytes in a file that only its owner can read.
package enum KeyFile {
  /// Reads the configured key, or the store's own, which the first run creates, and one that may
  /// have another.
  package static func load(_ request: RunRequest) throws(RunFailure) -> IdentifierKey {
    let (configured, storeDirectory) = (request.configuration.keyFile, request.storeDirectory)
    let path = configured ?? storeDirectory + "/throughline.key"
    var found = try status(of: path)
    if configured == nil, found == nil {
      if !request.isNewKey { try requireNew(storeDirectory) }
      do throws(FileError) { try create(path) } catch { throw .creating(error) }
      found = try status(of: path)
    }
    guard let status = found else {
      throw RunFailure(.configuration, .s304, "the key file \(path) does not exist")
    }
    guard status.permissions & 0o077 == 0 else {
      throw RunFailure(
        .permission, .s304, "the key file \(path) can be read by others",
        help: "chmod 600 \(path)")
    }
    let bytes: [UInt8]
    do throws(FileError) { bytes = try WholeFile.read(path, limit: 4096) } catch {
      throw .reading(error)
    }
    guard let key = IdentifierKey(bytes: bytes) else {
      throw RunFailure(.configuration, .s304, "the key file \(path) does not hold 32 bytes")
    }
    return key
  }

  /// Under another key every id would be another one.
  private static func requireNew(_ storeDirectory: String) throws(RunFailure) {
    guard try status(of: storeDirectory + "/catalog.sqlite") != nil else { return }
    throw RunFailure(
      .configuration, .s304, "the key file of the store \(storeDirectory) is gone",
      help: "Bring throughline.key back, name it with 'privacy: key-file', or start a new store.")
  }

  private static func status(of path: String) throws(RunFailure) -> FileStatus? {
    do throws(FileError) { return try Directory.find(path) } catch { throw .reading(error) }
  }

  /// Bytes of the system's generator, which is the kernel's `getrandom(2)`.
  private static func randomBytes(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }

  /// Makes a new key.
  static func create(_ path: String) throws(FileError) {
    let bytes = randomBytes(IdentifierKey.byteCount)
    // A crash must never leave half a key: it gets its name when it is whole.
    let unfinished = path + ".new"
    try Directory.removeTree(unfinished)
    var file = try File.create(unfinished, mode: 0o600)
    try file.write(bytes)
    try file.close(synchronizing: true)
    try FileLink.rename(from: unfinished, to: path)
  }
}
