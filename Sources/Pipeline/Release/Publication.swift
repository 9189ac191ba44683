internal import CivilTime
internal import DurableFiles
internal import Intake
internal import JourneyAnalysis
internal import JourneyModel
internal import Publishing
internal import RecordStore

/// Writes a release of the whole state beside the published one and then swaps `latest`.
struct Publication {
  let request: RunRequest
  let settings: AnalysisSettings
  let startOfRun: Instant
  let store: RecordStore
  let output: OutputDirectory
  let key: IdentifierKey
  let progress: any ProgressObserver

  /// A file being written holds a row group of `rowGroupByteLimit` and as much again, so that all
  /// of them together hold a quarter of the memory allowed.
  private static let bytesPerWriter = 256 << 20

  /// The memory that a worker of analysis needs for what does not become smaller with its share.
  private static let bytesPerAnalyst = 56 << 20

  /// Publishes and completes the outcome, going on from the checkpoint of a run that was killed.
  func publish(_ outcome: inout RunOutcome, mark: String) throws(RunFailure) {
    let folder = Checkpoint.folder(in: request.storeDirectory)
    let own = CheckpointIndex.Origin(publication: mark, inputs: outcome.published)
    if let index = Checkpoint.index(in: folder), let own, index.origin == own {
      var resumed = outcome
      do throws(RunFailure) {
        let checkpoint = try Checkpoint(in: folder, resuming: index)
        try publish(&resumed, mark: mark, through: checkpoint, resuming: index)
        outcome = resumed
        return
      } catch {
        // A checkpoint that is not as it was written is none.
        guard error.code == .p403 else { throw error }
      }
    }
    try removeCheckpoint()
    let staging = Directory.name(of: try output.createStaging())
    let checkpoint = try Checkpoint(in: folder, origin: own, staging: staging)
    try publish(&outcome, mark: mark, through: checkpoint, resuming: nil)
  }

  /// Removes what a killed run left to go on from.
  func removeCheckpoint() throws(RunFailure) {
    let folder = Checkpoint.folder(in: request.storeDirectory)
    let index = Checkpoint.index(in: folder)
    do throws(FileError) {
      try Checkpoint.remove(folder)
      if let index { try Directory.removeTree(output.releases + "/" + index.staging) }
    } catch {
      throw .creating(error)
    }
  }

  /// Publishes; on failure checkpoint and staging directory are removed, but not on interruption.
  private func publish(
    _ outcome: inout RunOutcome, mark: String, through checkpoint: Checkpoint,
    resuming index: CheckpointIndex?
  ) throws(RunFailure) {
    let staging = output.releases + "/" + checkpoint.staging
    do throws(RunFailure) {
      try output.restoreStaging(staging, keeping: checkpoint.finishedPaths)
      let summary = try writeContent(&outcome, to: staging, through: checkpoint, resuming: index)
      let before = try output.isLatestIntact ? output.latest : nil
      let restatements = try Restatements(previous: before, current: staging)
        .rows(warning: &outcome.warnings)
      outcome.restated = Restatements.count(of: restatements, before: publishedDay(of: before))
      let changes = try CustomerChanges(previous: before, current: staging)
        .csv(warning: &outcome.warnings)
      try Provenance(
        inputs: outcome.published, held: outcome.held, results: outcome.files, publication: mark,
        asOf: settings.asOf, startOfRun: startOfRun, toolVersion: Run.version
      ).write(
        to: staging, restatements: Restatements.csv(restatements), customerChanges: changes)
      try checkpoint.removeRows()
      // One flush for all files; they are real once `latest` names their directory.
      do throws(FileError) { try Directory.synchronizeFileSystem(of: staging) } catch {
        throw RunFailure.writing(error)
      }
      let id = releaseID(manifestSHA256: summary.manifestSHA256)
      outcome.release = try output.publish(
        staging: staging, id: id, keeping: request.configuration.keptReleases)
      outcome.isNew = true
      outcome.totals = summary.totals
      outcome.checks = summary.checks
      outcome.ties = summary.ties
      outcome.danglingLinks = summary.danglingLinks
      do throws(FileError) { try checkpoint.remove() } catch { throw RunFailure.writing(error) }
    } catch {
      if checkpoint.survives(error) { throw error }
      // The failure itself is what matters; what is left behind is removed next time.
      try? checkpoint.remove()
      try? Directory.removeTree(staging)
      throw error
    }
  }

  private func writeContent(
    _ outcome: inout RunOutcome, to staging: String, through checkpoint: Checkpoint,
    resuming index: CheckpointIndex?
  ) throws(RunFailure) -> ReleaseSummary {
    let inputs = outcome.published
    var releaseSettings = try releaseSettings()
    releaseSettings.finished = checkpoint
    var writer = ReleaseWriter(
      directory: staging, settings: releaseSettings, scratch: checkpoint)
    let result: AnalysisRun.Result
    if let index {
      progress.begin(stage: .publish, totalBytes: 0)
      result = try checkpoint.resume(index, sources: SourceList(inputs).all, into: &writer)
    } else {
      result = try analyse(outcome, into: &writer, checkpoint)
    }
    let paths = WordList(
      count: Int(inputs.numbers.last ?? 0) + 1, inputs.lazy.map { (Int($0.number), $0.path) })
    let words = PublishedWords(
      result.words.words, sources: result.words.sources, inputs: paths, settings: releaseSettings)
    let (sources, state) = (result.sources, result.state)
    outcome.idleOverrides =
      request.configuration.overrideFile?.notes(on: result.idleOverrides) ?? []
    outcome.unknownNames = request.configuration.unknownNames(in: result.words.words)
    let isMerged = index?.merged != nil
    if !isMerged { writer.begin(cells: result.words.ofCells) }
    let datasets = try write(
      result.cells, beside: words, into: &writer, keepingIn: isMerged ? nil : checkpoint)
    do throws(ReleaseError) {
      return try writer.finish(sources, words, datasets: datasets, stateID: state.description)
    } catch {
      throw .release(error)
    }
  }

  /// The last day of which the release before says all that was known: the one before its as-of's,
  /// which its name begins with.
  private func publishedDay(of release: String?) -> Int32 {
    guard let name = release.map(Directory.name), name.utf8.count > 8 else { return .min }
    let digits = Array(name.prefix(8))
    let date = CivilDate(
      String(digits[0..<4]) + "-" + String(digits[4..<6]) + "-" + String(digits[6..<8]))
    return date?.dayNumber ?? .min
  }

  private func analyse(
    _ outcome: RunOutcome, into writer: inout ReleaseWriter, _ checkpoint: Checkpoint
  ) throws(RunFailure) -> AnalysisRun.Result {
    let run = AnalysisRun(
      store: store, inputs: outcome.published, heldInputs: Int64(outcome.held.count),
      settings: settings,
      overrides: request.configuration.overrideFile?.overrides(key) ?? IdentityOverrides(),
      jobs: min(request.jobs, max(1, request.memoryBytes / Publication.bytesPerAnalyst)),
      memoryBytes: request.memoryBytes, progress: progress, cells: checkpoint)
    var result = try run.run(into: &writer)
    progress.begin(stage: .publish, totalBytes: 0)
    try checkpoint.keep(&result, writer)
    return result
  }

  /// Rolls all cells up on this thread, and keeps what they become, while others write the datasets
  /// of the rows.
  private func write(
    _ cells: consuming CellRuns, beside words: PublishedWords, into writer: inout ReleaseWriter,
    keepingIn checkpoint: Checkpoint?
  ) throws(RunFailure) -> [ContentFile] {
    let writing: DatasetWriting
    do throws(ReleaseError) { writing = try writer.datasets(words) } catch {
      throw .release(error)
    }
    let write = { @Sendable () throws(RunFailure) -> [ContentFile] in
      do throws(ReleaseError) { return try writing.run() } catch { throw .release(error) }
    }
    let datasets = request.jobs > 1 ? Pending(write) : nil
    do throws(RunFailure) {
      try cells.finish { cell throws(RunFailure) in
        try Interruption.check()
        try writer.appending { writer throws(ReleaseError) in try writer.append(cell: cell) }
      }
      try checkpoint?.keepMerged(&writer)
      IdleMemory.release()
    } catch {
      // Nobody may write into the staging directory any more when it is removed.
      _ = try? datasets?.wait()
      throw error
    }
    defer { IdleMemory.release() }
    if let datasets { return try datasets.wait() }
    return try write()
  }

  private func releaseSettings() throws(RunFailure) -> ReleaseSettings {
    let identity = ReleaseIdentity(
      configurationFingerprint: request.configuration.analysisFingerprint.description,
      keyID: key.id)
    var settings = ReleaseSettings(
      asOf: self.settings.asOf, zone: self.settings.zone, identity: identity)
    settings.currency = request.configuration.costs.map {
      ReleaseCurrency(code: $0.currency.code, digits: $0.currency.digits)
    }
    settings.minimumGroup = request.configuration.minimumGroup
    settings.memoryLimit = request.memoryBytes / 20
    let jobs = min(request.jobs, max(1, request.memoryBytes / Publication.bytesPerWriter))
    settings.workers = { count, work throws(ReleaseError) in
      try Workers.map(count: count, jobs: jobs) { index throws(ReleaseError) in
        if Interruption.isAsked { throw .interrupted }
        return try work(index)
      }
    }
    settings.measures = Measures.descriptions
    settings.detectors = Detectors.descriptions
    settings.versions = [
      ("throughline", Run.version), ("encoding", PublicationMark.encoding),
      ("tz database", ZoneRules.databaseVersion),
      ("phone metadata", NumberingPlan.metadataVersion),
    ]
    settings.previous = try output.latest.flatMap {
      PreviousRelease(directory: $0, encoding: PublicationMark.encoding)
    }
    return settings
  }

  /// As-of and the first digits of the manifest's hash: equal content, equal id.
  private func releaseID(manifestSHA256: String) -> String {
    let instant = InstantText.iso8601(microseconds: settings.asOf.microseconds)
    let digits = instant.prefix(19).filter { $0 != "-" && $0 != ":" }
    return "\(digits)Z-\(manifestSHA256.prefix(12))"
  }
}
