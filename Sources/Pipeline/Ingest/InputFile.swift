internal import DurableFiles
internal import JourneyModel
internal import RecordStore

/// One file that a run is asked to read, before anybody has looked at it.
package struct InputFile: Sendable {
  /// The path, as it will be opened and shown.
  package var path: String
  /// What all files of an input share, and what few files have, lies elsewhere: there may be a
  /// million files.
  private let sharedInput: Shared<ConfiguredInput>?
  private let sharedFailure: Shared<RunFailure>?
  /// Whether the configuration names it: then a file of no known kind is refused.
  package var isConfigured: Bool
  /// Whether it takes the place of what was read from its path before.
  package private(set) var isReplay = false

  /// A value with an address.
  final class Shared<Value: Sendable>: Sendable {
    let value: Value

    init(_ value: Value) { self.value = value }
  }

  /// The configured input it belongs to; nil for a bare path, whose name is its adapter's id.
  package var configured: ConfiguredInput? { sharedInput?.value }
  /// Why it cannot be read, as far as the search for it knows.
  package var failure: RunFailure? { sharedFailure?.value }

  /// A file of a configured input, or of none.
  package init(path: String, configured: ConfiguredInput?, isConfigured: Bool) {
    self.init(path: path, of: configured.map { Shared($0) }, isConfigured: isConfigured)
  }

  /// A file that was found for an input, or for none.
  init(
    path: String, of input: Shared<ConfiguredInput>?, isConfigured: Bool,
    failure: RunFailure? = nil
  ) {
    self.path = path
    sharedInput = input
    sharedFailure = failure.map { Shared($0) }
    self.isConfigured = isConfigured
  }

  /// The same files, to be read again in the place of what was read from them, as the inputs they
  /// were.
  static func replaying(
    _ files: [InputFile], _ stored: StoredInputs, _ configuration: Configuration
  ) -> [InputFile] {
    let byPath = InputIndex(stored) { [Array($0.path.utf8).hashValue] }
    let inputs = configuration.inputs.map { Shared($0) }
    return files.map { file in
      let before = byPath.positions(of: Array(file.path.utf8).hashValue).lazy.map { stored[$0] }
        .first { Directory.isSame($0.path, file.path) }
      var again = InputFile(
        path: file.path, of: inputs.first { $0.value.name == before?.source.name },
        isConfigured: file.isConfigured, failure: file.failure)
      again.isReplay = true
      return again
    }
  }
}
