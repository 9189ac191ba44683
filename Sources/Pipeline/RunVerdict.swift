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
      outcome.undelivered + outcome.files.compactMap(failure(of:))
      + (holdsUp ? [RunFailure.held(outcome.held)].compactMap(\.self) : [])
      + assumptions(outcome)
    let worst = RunVerdict.severity.lazy.compactMap { exit in
      failures.first { $0.exit == exit }
    }.first
    if let worst, worst.exit == .inputMissing {
      return .undelivered(failures.filter { $0.exit == .inputMissing })
    }
    if let worst { return worst }
    if let failure = RunVerdict.nothingRead(outcome) { return failure }
    if outcome.inputs.isEmpty {
      return RunFailure(.inputMissing, .r502, "no file could be read and the store is empty")
    }
    return nil
  }

  /// Why a run that was given files and could read none of them must not publish older ones.
  private static func nothingRead(_ outcome: RunOutcome) -> RunFailure? {
    let isAnyRead = outcome.files.contains { result in
      switch result {
      case .read, .unchanged: true
      case .unknown, .refused: false
      }
    }
    if isAnyRead || outcome.files.isEmpty && !outcome.isOfPaths { return nil }
    var failure = RunFailure(
      .inputMissing, .r502, "nothing of what was named could be read",
      help: "See why with 'throughline inspect FILE'.")
    failure.details = outcome.files.prefix(RunFailure.mostNamed).compactMap { result in
      if case .unknown(let path, let unknown, _) = result {
        "\(path): \(unknown.reason)"
      } else {
        nil
      }
    }
    return failure
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
