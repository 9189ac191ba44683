internal import DurableFiles
internal import JourneyModel
internal import RecordStore

/// Decides from what happened to the files whether a release may be published.
struct RunVerdict {
  let isStrict: Bool

  /// Which exit code wins when several files failed differently.
  private static let severity: [ExitCode] = [
    .ioError, .permission, .inputMissing, .notSettled, .configuration, .dataRefused,
  ]

  /// Why nothing may be published; nil if all is well.
  func failure(of outcome: RunOutcome) -> RunFailure? {
    // What is held back is said every time; the rest is published without it.
    let holdsUp = isStrict || outcome.published.isEmpty
    let failures =
      outcome.files.compactMap(failure(of:))
      + (holdsUp ? [RunFailure.held(outcome.held)].compactMap(\.self) : [])
      + assumptions(outcome)
    let worst = RunVerdict.severity.lazy.compactMap { exit in
      failures.first { $0.exit == exit }
    }.first
    if let worst { return worst }
    if outcome.inputs.isEmpty {
      return RunFailure(.inputMissing, .r502, "no file could be read and the store is empty")
    }
    return nil
  }

  private func failure(of result: InputResult) -> RunFailure? {
    switch result {
    case .refused(_, let failure): failure
    case .unknown(let path, let unknown, let isConfigured) where isConfigured || isStrict:
      RunFailure(.dataRefused, .i304, "\(path): \(unknown.reason)")
    case .read, .unchanged, .unknown: nil
    }
  }

  /// Under --strict no zone may be assumed and no record left for later.
  private func assumptions(_ outcome: RunOutcome) -> [RunFailure] {
    guard isStrict else { return [] }
    let zones = outcome.inputs.filter(\.isZoneAssumed).map { input in
      RunFailure(
        .configuration, .c107,
        "input '\(input.source.name)' has local times and no configured zone")
    }
    return zones + outcome.published.filter(\.isUnsettled).map(RunFailure.unsettled)
  }
}
