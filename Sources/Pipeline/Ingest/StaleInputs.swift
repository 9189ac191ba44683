internal import DurableFiles
internal import Intake
internal import JourneyModel
internal import RecordStore

/// Finds stored inputs that would be read differently today, and has them read again.
struct StaleInputs {
  let context: IntakeContext

  /// The stored inputs whose fingerprint no longer holds.
  func among(_ stored: [StoredInput]) -> [StoredInput] {
    stored.filter { input in
      guard let adapter = context.library.adapter(id: input.source.adapter) else { return true }
      let named = context.configuration.inputs.first { $0.name == input.source.name }
      let settings = context.configured(
        named ?? ConfiguredInput(name: input.source.name, path: ""), adapter: adapter.id)
      return context.fingerprint(of: adapter, settings) != input.fingerprint
    }
  }

  /// The planned files plus those of stale inputs that are still where they were.
  func adding(
    to planned: [PlannedInput], stale: [StoredInput]
  ) throws(RunFailure) -> [PlannedInput] {
    var all = planned
    for input in stale where !all.contains(where: { $0.path == input.path }) {
      guard Directory.exists(input.path) else { throw gone(input) }
      let named = context.configuration.inputs.first { $0.name == input.source.name }
      all.append(PlannedInput(path: input.path, configured: named, isConfigured: true))
    }
    return all.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  /// Stops the run if an input is still stale after reading.
  func requireNone(among stored: [StoredInput]) throws(RunFailure) {
    if let input = among(stored).first { throw gone(input) }
  }

  private func gone(_ input: StoredInput) -> RunFailure {
    RunFailure(
      .configuration, .s303,
      "settings of input '\(input.source.name)' changed since \(PathText.printable(input.path)) "
        + "was read, and that file is gone")
  }
}
