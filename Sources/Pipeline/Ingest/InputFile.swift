/// One file that a run is asked to read, before anybody has looked at it.
package struct InputFile: Sendable {
  /// The path, as it will be opened and shown.
  package var path: String
  /// The configured input it belongs to; nil for a bare path, whose name is its adapter's id.
  package var configured: ConfiguredInput?
  /// Whether the configuration names it: then a file of no known kind is refused.
  package var isConfigured: Bool
  /// Why it cannot be read, as far as the search for it knows.
  package var failure: RunFailure?

  /// A file of a configured input, or of none.
  package init(path: String, configured: ConfiguredInput?, isConfigured: Bool) {
    self.path = path
    self.configured = configured
    self.isConfigured = isConfigured
  }
}
