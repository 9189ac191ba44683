internal import DurableFiles
internal import Intake
internal import JourneyModel
internal import RecordStore

/// Finds stored inputs that would be read differently today, and has them read again.
struct StaleInputs {
  let context: IntakeContext

  /// The stored inputs whose fingerprint no longer holds.
  func among(_ stored: StoredInputs) -> StoredInputs {
    var fingerprints: [SourceDescription: StableHash128] = [:]
    return stored.filter { input in
      let known = fingerprints[input.source] ?? fingerprint(of: input.source)
      fingerprints[input.source] = known
      return known != input.fingerprint
    }
  }

  /// The fingerprint with which files of a source are read today; nil if nobody reads them.
  private func fingerprint(of source: SourceDescription) -> StableHash128? {
    guard let adapter = context.library.adapter(id: source.adapter) else { return nil }
    let named = context.configuration.inputs.first { $0.name == source.name }
    let settings = context.configured(
      named ?? ConfiguredInput(name: source.name, path: ""), adapter: adapter.id)
    return context.fingerprint(of: adapter, settings)
  }

  /// The given files plus those of stale inputs that are still where they were.
  func adding(
    to files: [InputFile], stale: StoredInputs
  ) throws(RunFailure) -> [InputFile] {
    if stale.isEmpty { return files }
    var all = files
    var paths = Set(files.map { Array($0.path.utf8) })
    var missing: [StoredInput] = []
    for input in stale where !paths.contains(Array(input.path.utf8)) {
      do throws(FileError) {
        if try !Directory.exists(input.path) { missing.append(input) }
      } catch {
        throw .reading(error)
      }
    }
    if !missing.isEmpty { throw gone(missing) }
    for input in stale where paths.insert(Array(input.path.utf8)).inserted {
      let named = context.configuration.inputs.first { $0.name == input.source.name }
      all.append(InputFile(path: input.path, configured: named, isConfigured: true))
    }
    return all.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  /// Stops the run if an input is still stale after reading.
  func requireNone(among stored: StoredInputs) throws(RunFailure) {
    let left = among(stored)
    if !left.isEmpty { throw gone(Array(left)) }
  }

  /// The failure that names the files that are needed again.
  private func gone(_ inputs: [StoredInput]) -> RunFailure {
    let first = inputs[0]
    let others = inputs.dropFirst().prefix(Self.mostNamed).map(\.path)
    let rest = inputs.count - 1 - others.count
    var failure = RunFailure(
      .configuration, .s303,
      "settings of input '\(first.source.name)' changed since \(first.path) "
        + "was read, and that file is gone"
        + (inputs.count > 1 ? ", as are" : ""))
    failure.details = others + (rest > 0 ? ["and \(rest) more"] : [])
    return failure
  }

  /// How many files are named beside the first.
  private static let mostNamed = 20
}
