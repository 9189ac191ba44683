/// One file that a run is asked to read.
struct PlannedInput: Sendable {
  /// The path, as it will be opened and shown.
  var path: String
  /// The configured input it belongs to; nil for a bare path, whose name is its adapter's id.
  var configured: ConfiguredInput?
  /// Whether the configuration names it: then a file of no known kind is refused.
  var isConfigured: Bool
}
