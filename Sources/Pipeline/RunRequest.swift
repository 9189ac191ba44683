internal import DurableFiles
package import JourneyModel

/// What `throughline run` was asked to do.
package struct RunRequest: Sendable {
  /// Files and directories to read; empty to read the configured inputs.
  package var paths: [String] = []
  /// Whether the files take the place of what was read from their paths before.
  package var isReplay = false
  package var configuration = Configuration()
  /// Where releases are published.
  package var output = "out"
  /// Where the state is kept; `.throughline` beside the output if nil.
  package var store: String?
  /// The instant everything is as of; the newest event not in the future if nil.
  package var asOf: Instant?
  /// How many worker threads.
  package var jobs = 1
  /// How much memory may be used, in bytes.
  package var memoryBytes = 512 << 20
  /// Whether assumptions are errors.
  package var isStrict = false

  /// A request with defaults.
  package init() {}

  /// The directory of the state.
  package var storeDirectory: String {
    if let store { return store }
    let isClosed = output.utf8.count > 1 && output.utf8.last == UInt8(ascii: "/")
    let trimmed = isClosed ? String(output.unicodeScalars.dropLast()) : output
    return Directory.path(of: ".throughline", in: Directory.parent(of: trimmed) ?? "")
  }
}
