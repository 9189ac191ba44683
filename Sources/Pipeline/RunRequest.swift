internal import DurableFiles
package import JourneyModel

/// What `throughline run` was asked to do.
package struct RunRequest: Sendable {
  /// The words of the command, for the record.
  package var command: [String] = []
  /// Files and directories to read; empty to read the configured inputs.
  package var paths: [String] = []
  /// Whether the files take the place of what was read from their paths before.
  package var isReplay = false
  package var configuration = Configuration()
  /// Where releases are published.
  package var output = "out"
  /// Where the state is kept; `.throughline` inside the output if nil.
  package var store: String?
  /// The instant everything is as of; the newest event not in the future if nil.
  package var asOf: Instant?
  /// How many worker threads.
  package var jobs = 1
  /// How much memory may be used, in bytes.
  package var memoryBytes = 512 << 20
  /// Whether the store is given to this configuration and output, whose ever it was.
  package var isAdopting = false
  /// Whether the key may be another one than the store's before.
  package var isNewKey = false
  /// How long a run waits for another one that has the state or the output, in milliseconds.
  package var waitsMilliseconds: Int64 = 0
  /// Whether assumptions are errors.
  package var isStrict = false

  /// A request with defaults.
  package init() {}

  /// The directory of the state.
  package var storeDirectory: String {
    store ?? Directory.path(of: ".throughline", in: output)
  }

  /// Where versions before the store's owner was known kept the state: beside the output.
  var earlierStoreDirectory: String {
    let isClosed = output.utf8.count > 1 && output.utf8.last == UInt8(ascii: "/")
    let trimmed = isClosed ? String(output.unicodeScalars.dropLast()) : output
    return Directory.path(of: ".throughline", in: Directory.parent(of: trimmed) ?? "")
  }

  /// Refuses to begin a store where one of an earlier version lies beside the output.
  func requireNoEarlierStore() throws(RunFailure) {
    guard store == nil else { return }
    let earlier = earlierStoreDirectory
    do throws(FileError) {
      guard try !Directory.exists(storeDirectory + "/catalog.sqlite"),
        try Directory.exists(earlier + "/catalog.sqlite"),
        try !Directory.exists(earlier + "/belongs-to.json")
      else { return }
    } catch {
      throw .reading(error)
    }
    throw RunFailure(
      .configuration, .s305,
      "an earlier version kept its store in \(earlier); this one looks in "
        + storeDirectory,
      help: "Move it there if it is this output's, or name it with --store.")
  }
}
