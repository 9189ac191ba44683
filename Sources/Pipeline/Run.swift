internal import CivilTime
internal import DurableFiles
internal import Glibc
internal import Intake
internal import JourneyAnalysis
package import JourneyModel
internal import Publishing
internal import RecordStore

/// One run: read what is new, then publish a release of the whole state if it changed.
///
/// The only place that reads the clock. State commits first, the release second; after any crash
/// the release is at or one step behind the state, and the next run publishes.
package struct Run {
  private let request: RunRequest
  private let progress: any ProgressObserver
  private let startOfRun: Instant

  /// A run of a request.
  package init(_ request: RunRequest, progress: any ProgressObserver = SilentProgress()) {
    self.request = request
    self.progress = progress
    startOfRun = Run.now()
  }

  /// Runs.
  ///
  /// What concerns single files is in the outcome; what stops the run is thrown.
  package func run() throws(RunFailure) -> RunOutcome {
    IdleMemory.limit(for: request.memoryBytes)
    guard File.openLimit >= Run.fewestFiles else {
      throw RunFailure(
        .ioError, .r507,
        "this process may have \(File.openLimit) files open; a run needs \(Run.fewestFiles)")
    }
    let library = try adapters()
    try request.requireNoEarlierStore()
    let output = OutputDirectory(path: request.output)
    try createDirectories(output)
    // Two runs must share neither the state nor the place where releases are swapped.
    let storeLock = try RunLock.ofDirectory(request.storeDirectory, wait: request.waitsMilliseconds)
    let outputLock = try RunLock.ofDirectory(output.releases, wait: request.waitsMilliseconds)
    defer {
      withExtendedLifetime(storeLock) {}
      withExtendedLifetime(outputLock) {}
    }
    let owner = try StoreOwner.of(request.storeDirectory)
    try owner?.require(request)
    let checkpoint = Checkpoint.index(in: Checkpoint.folder(in: request.storeDirectory))
    try output.removeLeftovers(
      keeping: request.configuration.keptReleases, sparing: checkpoint?.staging)
    try requireWritable(output)
    let key = try KeyFile.load(request)
    try owner?.require(key, request)
    let earlier = try earlierStore()
    try own(by: key, before: owner)
    let context = IntakeContext(
      library: library, configuration: request.configuration, key: key)
    let store = try openStore()
    var outcome = try ingest(context, store, again: earlier?.inputs ?? [])
    if let earlier, outcome.failure == nil { try remove(earlier) }
    while outcome.failure == nil {
      do throws(RunFailure) {
        try publish(&outcome, store: store, output: output, key: key)
        break
      } catch {
        try holdBack(inputsBehind: error, of: &outcome, in: store)
      }
    }
    progress.end()
    return outcome
  }

  /// With fewer files open at once a run cannot be made; the runtime itself needs some.
  private static let fewestFiles = 32

  /// The version of the program.
  package static let version = "0.1.0"

  private func adapters() throws(RunFailure) -> AdapterLibrary {
    do throws(DiagnosticError) {
      return try IntakeContext.library(for: request.configuration)
    } catch {
      throw .diagnostics(error)
    }
  }

  /// The store of an earlier format, whose inputs are to be read again; nil if there is none.
  private func earlierStore() throws(RunFailure) -> EarlierStore? {
    let found: EarlierStore?
    do throws(StoreError) { found = try EarlierStore(in: request.storeDirectory) } catch {
      throw .store(error)
    }
    guard let found else { return nil }
    // What cannot be looked at is not there to be read.
    let gone = found.inputs.map(\.path).filter { (try? Directory.exists($0)) != true }
    guard gone.isEmpty else { throw .gone(gone, format: found.format, request.storeDirectory) }
    do throws(StoreError) { try found.setAside() } catch { throw .store(error) }
    return found
  }

  private func remove(_ earlier: EarlierStore) throws(RunFailure) {
    do throws(StoreError) { try earlier.remove() } catch { throw .store(error) }
  }

  /// Notes whose the store is, unless it says so already.
  private func own(by key: IdentifierKey, before owner: StoreOwner?) throws(RunFailure) {
    var now = try StoreOwner(request)
    now.key = key.id
    do throws(FileError) {
      for name in ["belongs-to.json.new", "dates.json.new"] {
        try Directory.removeTree(request.storeDirectory + "/" + name)
      }
    } catch {
      throw .creating(error)
    }
    if now != owner { try now.write(to: request.storeDirectory) }
  }

  private func createDirectories(_ output: OutputDirectory) throws(RunFailure) {
    do throws(FileError) {
      try Directory.createAll(output.releases, mode: 0o750)
      try Directory.createAll(request.storeDirectory)
    } catch {
      throw .creating(error)
    }
  }

  /// Fails before any work if the output cannot be written.
  private func requireWritable(_ output: OutputDirectory) throws(RunFailure) {
    let staging = try output.createStaging()
    do throws(FileError) { try Directory.removeTree(staging) } catch { throw .creating(error) }
  }

  private func openStore() throws(RunFailure) -> RecordStore {
    do throws(StoreError) { return try RecordStore(directory: request.storeDirectory) } catch {
      throw .store(error)
    }
  }

  private func ingest(
    _ context: IntakeContext, _ store: RecordStore, again: StoredInputs
  ) throws(RunFailure) -> RunOutcome {
    let stale = StaleInputs(context: context)
    let output = OutputDirectory(path: request.output)
    let searching = InputSearch(
      configuration: request.configuration,
      own: [request.storeDirectory, request.output, output.releases, try output.latest ?? ""])
    let stored = try inputs(of: store)
    let search = try searching.find(at: request.paths)
    var files = search.files
    let found = Set(files.compactMap { $0.configured?.name })
    let withoutFiles = request.configuration.inputs.filter {
      $0.isOptional && !found.contains($0.name)
    }.map(\.name)
    if request.isReplay { files = InputFile.replaying(files, stored, context.configuration) }
    let heldBefore = tolerance.held(among: stored)
    let good = stored.filter(number: { !heldBefore.contains($0) })
    files = try stale.adding(to: files, stale: stale.among(good))
    files = try stale.adding(to: files, stale: again)
    let stage = IngestStage(
      context: context, store: store, tolerance: tolerance, jobs: request.jobs,
      settledBefore: settledBefore, progress: progress)
    var outcome = RunOutcome()
    outcome.isOfPaths = !request.paths.isEmpty
    for adapter in context.library.replacements { outcome.replacements[adapter.id] = adapter.file }
    (outcome.files, outcome.inputs) = try stage.run(files, beside: stored)
    outcome.hold(tolerance.held(among: outcome.inputs))
    try stale.requireNone(among: outcome.published)
    if request.paths.isEmpty {
      outcome.withoutFiles = withoutFiles
      outcome.undelivered = search.missing
      try judgeDeliveries(&outcome, files: files)
    }
    outcome.failure = RunVerdict(isStrict: request.isStrict).failure(of: outcome)
    return outcome
  }

  /// Says what configured inputs did not deliver, what is unusual about it, and of which inputs the
  /// state has records that nobody delivers any more.
  private func judgeDeliveries(
    _ outcome: inout RunOutcome, files: [InputFile]
  ) throws(RunFailure) {
    var known = try DeliveredDates(in: request.storeDirectory)
    var deliveries = Deliveries(to: request.configuration, now: request.asOf ?? startOfRun)
    try deliveries.add(outcome, files: files, known: &known)
    outcome.undelivered += deliveries.undelivered(in: outcome.inputs)
    outcome.warnings += deliveries.unusual
    let configured = Set(request.configuration.inputs.map(\.name))
    let left = Set(outcome.inputs.lazy.map(\.source.name)).subtracting(configured)
    outcome.warnings += left.sorted().map { name in
      RunFailure(
        .configuration, .s306,
        "input '\(name)' is not configured any more, and its records still count")
    }
  }

  private var tolerance: Tolerance {
    Tolerance(permille: request.configuration.toleratedRejectsPermille)
  }

  /// The latest instant at which a file may have been changed that is taken as whole.
  private var settledBefore: Instant {
    let settle = request.configuration.settleMilliseconds
    return Instant(microseconds: startOfRun.microseconds - settle * 1000)
  }

  private func inputs(of store: RecordStore) throws(RunFailure) -> StoredInputs {
    do throws(StoreError) { return try store.inputs() } catch { throw .store(error) }
  }

  private func publish(
    _ outcome: inout RunOutcome, store: RecordStore, output: OutputDirectory, key: IdentifierKey
  ) throws(RunFailure) {
    guard let asOf = asOf(of: outcome.published) else {
      return outcome.failure = undated(outcome.published)
    }
    let settings = AnalysisPlan(configuration: request.configuration).settings(asOf: asOf)
    outcome.asOf = settings.asOf
    outcome.release = try output.latest
    let mark = PublicationMark.of(
      inputs: outcome.published, held: outcome.held.count,
      configuration: request.configuration.analysisFingerprint, asOf: settings.asOf)
    let publication = Publication(
      request: request, settings: settings, startOfRun: startOfRun, store: store, output: output,
      key: key, progress: progress)
    let isIntact = try output.isLatestIntact
    if let latest = outcome.release {
      if isIntact, PublicationMark.of(release: latest) == mark.description {
        return try publication.removeCheckpoint()
      }
      if !isIntact { outcome.warnings.append(.restored) }
    }
    try publication.publish(&outcome, mark: mark.description)
    do throws(StoreError) {
      try store.setPublished(through: outcome.inputs.numbers.last ?? 0)
    } catch {
      throw .store(error)
    }
  }

  /// Holds the new inputs back with which interactions or customers do not fit into memory.
  ///
  /// Those are held that state nine tenths of the new records. Throws the failure itself where that
  /// is no way out.
  private func holdBack(
    inputsBehind failure: RunFailure, of outcome: inout RunOutcome, in store: RecordStore
  ) throws(RunFailure) {
    if failure.vertices.isEmpty || request.isStrict { throw failure }
    var change = StateChange()
    do throws(StoreError) {
      let newest = try store.newestPublished()
      let new = outcome.published.filter(number: { $0 > newest })
      let counts = try store.buckets(of: Set(new.numbers)).records(of: failure.vertices)
      var left = (counts.values.reduce(0, +) * 9 + 9) / 10
      let most = new.filter(number: { counts[$0] != nil }).sorted { left, right in
        (-(counts[left.number] ?? 0), left.number) < (-(counts[right.number] ?? 0), right.number)
      }
      for var input in most where left > 0 {
        left -= counts[input.number] ?? 0
        input.decision = .oversized
        change.updated.append(input)
      }
      try store.commit(change)
      for input in change.updated { outcome.inputs.update(input) }
    } catch {
      throw .store(error)
    }
    outcome.hold(tolerance.held(among: outcome.inputs))
    if change.updated.isEmpty || outcome.published.isEmpty { throw failure }
    outcome.warnings.append(failure)
  }

  /// What was asked for, or the newest event that is not in the future; nil if there is none.
  private func asOf(of inputs: StoredInputs) -> Instant? {
    request.asOf ?? inputs.lazy.compactMap { $0.newestEvents.newest(notAfter: startOfRun) }.max()
  }

  /// Why a release of inputs cannot be dated.
  private func undated(_ inputs: StoredInputs) -> RunFailure {
    guard inputs.allSatisfy(\.newestEvents.isEmpty) else {
      return RunFailure(
        .dataRefused, .r506,
        "every event of the exports is after now, "
          + InstantText.iso8601(microseconds: startOfRun.microseconds))
    }
    return RunFailure(
      .inputMissing, .r508, "nothing in the exports says when it was, so no release can be dated")
  }

  /// The clock, which nothing else reads.
  package static func now() -> Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
  }
}
