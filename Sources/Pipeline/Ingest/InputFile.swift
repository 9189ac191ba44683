internal import DurableFiles
internal import JourneyModel
internal import RecordStore

/// One file that a run is asked to read, before anybody has looked at it.
package struct InputFile: Sendable {
  /// The path, as it will be opened and shown.
  package var path: String
  /// The configured input it belongs to; nil for a bare path, whose name is its adapter's id.
  package var configured: ConfiguredInput?
  /// Whether the configuration names it: then a file of no known kind is refused.
  package var isConfigured: Bool
  /// Whether it takes the place of what was read from its path before.
  package var isReplay = false
  /// Why it cannot be read, as far as the search for it knows.
  package var failure: RunFailure?

  /// A file of a configured input, or of none.
  package init(path: String, configured: ConfiguredInput?, isConfigured: Bool) {
    self.path = path
    self.configured = configured
    self.isConfigured = isConfigured
  }

  /// The same file, to be read again in the place of what was read from it, as the input it was.
  func replaying(_ stored: [StoredInput], _ configuration: Configuration) -> InputFile {
    var file = self
    file.isReplay = true
    let before = stored.first { Directory.isSame($0.path, path) }
    file.configured = configuration.inputs.first { $0.name == before?.source.name }
    return file
  }
}
