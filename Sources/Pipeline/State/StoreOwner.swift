internal import DurableFiles
internal import Foundation
internal import Intake
internal import JourneyModel
internal import Publishing

/// Whose a store is: its configuration, its output and its key.
///
/// It lies in the store as `belongs-to.json`. Paths are relative to the store, so that all three
/// may be moved together. A store that says nothing is of nobody yet.
struct StoreOwner: Decodable, Equatable {
  /// The configuration file; nil for runs without one.
  var configuration: String?
  /// The folder releases are published in.
  var output: String
  /// The id of the key of its identifiers; nil while there is none.
  var key: String?

  /// The owner of a store as a request names it.
  init(_ request: RunRequest) throws(RunFailure) {
    do throws(FileError) {
      let store = try Directory.resolved(request.storeDirectory)
      output = Directory.relative(try Directory.resolved(request.output), to: store)
      configuration = try request.configuration.file.map { file throws(FileError) in
        Directory.relative(try Directory.resolved(file), to: store)
      }
    } catch {
      throw .reading(error)
    }
  }

  /// What a store says; nil if it says nothing.
  static func of(_ storeDirectory: String) throws(RunFailure) -> StoreOwner? {
    let path = file(in: storeDirectory)
    let bytes: [UInt8]
    do throws(FileError) {
      guard try Directory.exists(path) else { return nil }
      bytes = try WholeFile.read(path, limit: 64 << 10)
    } catch {
      throw .reading(error)
    }
    do { return try JSONDecoder().decode(StoreOwner.self, from: Data(bytes)) } catch {
      throw RunFailure(
        .ioError, .s302, "\(path) does not say whose the store is",
        help: "Remove that file; the next run writes it again.")
    }
  }

  /// Writes it into a store, whole or not at all.
  func write(to storeDirectory: String) throws(RunFailure) {
    let text = JSONValue.object([
      ("configuration", .optional(configuration)), ("output", .text(output)),
      ("key", .optional(key)),
    ]).indentedText
    do throws(FileError) {
      try WholeFile.replace(StoreOwner.file(in: storeDirectory), with: text, mode: 0o600)
    } catch {
      throw .creating(error)
    }
  }

  /// Refuses a store that is of another configuration or output, both named.
  func require(_ request: RunRequest) throws(RunFailure) {
    let asked = try StoreOwner(request)
    let store = request.storeDirectory
    if request.isAdopting || (configuration, output) == (asked.configuration, asked.output) {
      return
    }
    throw RunFailure(
      .configuration, .s305,
      "the store \(store) belongs to \(words(in: store)), not to \(asked.words(in: store))")
  }

  /// Refuses another key than the store's, under which no customer would keep an id.
  func require(_ found: IdentifierKey, _ request: RunRequest) throws(RunFailure) {
    guard let key, key != found.id, !request.isNewKey else { return }
    throw RunFailure(
      .configuration, .s304,
      "the key of the store \(request.storeDirectory) was \(key) and is \(found.id) now: no "
        + "customer would have the id that earlier releases give",
      help: "Bring the key back; or have all ids made anew with --new-key.")
  }

  private func words(in store: String) -> String {
    let folder = "the output \(Directory.path(of: output, in: store))"
    guard let configuration else { return folder + " and no configuration" }
    return folder + " and the configuration \(Directory.path(of: configuration, in: store))"
  }

  private static func file(in storeDirectory: String) -> String {
    storeDirectory + "/belongs-to.json"
  }
}
