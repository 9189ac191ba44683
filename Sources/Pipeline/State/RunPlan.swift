internal import DurableFiles
internal import Intake
internal import JourneyModel
internal import RecordStore

/// What a run would do, found without doing any of it.
package struct RunPlan: Sendable {
  /// A file that would be read.
  package struct NewFile: Sendable {
    package let path: String
    package let adapter: String
    package let input: String
    package let bytes: Int64
  }

  /// The files that would be read, in path order.
  package private(set) var new: [NewFile] = []
  /// How many the state has already.
  package private(set) var unchanged = 0
  /// The files that would not be read, and why.
  package private(set) var others: [(path: String, reason: String)] = []
  /// What configured inputs have no file for.
  package private(set) var missing: [RunFailure] = []
  /// The dates of the published release, all of which would be written again.
  package private(set) var dates = 0
  /// Bytes that state and release would take at most beside what is there; nil without a run to
  /// judge by.
  package private(set) var neededBytes: Int64?
  /// Bytes that are free where the output lies.
  package private(set) var freeBytes: Int64 = 0
  /// How long it would take judging by past runs, in microseconds; nil without one.
  package private(set) var expectedMicroseconds: Int64?

  private var effort = 0.0

  /// Plans a request; a store that is not there yet knows nothing.
  package init(_ request: RunRequest) throws(RunFailure) {
    let library: AdapterLibrary
    do throws(DiagnosticError) {
      library = try IntakeContext.library(for: request.configuration)
    } catch {
      throw .diagnostics(error)
    }
    let output = OutputDirectory(path: request.output)
    let search = InputSearch(
      configuration: request.configuration,
      own: [request.storeDirectory, request.output, output.releases, try output.latest ?? ""])
    let found = try search.find(at: request.paths)
    missing = found.missing
    let hasStore = try Self.exists(request.storeDirectory + "/catalog.sqlite")
    try request.requireNoEarlierStore()
    if hasStore, try Self.exists(request.output) {
      try StoreOwner.of(request.storeDirectory)?.require(request)
    }
    let key = hasStore ? try KeyFile.load(request) : .ofNothingKept
    let stored = hasStore ? try Self.inputs(request.storeDirectory) : []
    let context = IntakeContext(
      library: library, configuration: request.configuration, key: key)
    let planner = InputPlanner(context: context, stored: stored, settledBefore: Run.now())
    for file in found.files { try add(planner.plan(file)) }
    try weigh(stored, request, output)
  }

  private static func exists(_ path: String) throws(RunFailure) -> Bool {
    do throws(FileError) { return try Directory.exists(path) } catch { throw .reading(error) }
  }

  private static func inputs(_ storeDirectory: String) throws(RunFailure) -> StoredInputs {
    let lock = try RunLock.ofDirectory(storeDirectory)
    defer { withExtendedLifetime(lock) {} }
    do throws(StoreError) { return try RecordStore(directory: storeDirectory).inputs() } catch {
      throw .store(error)
    }
  }

  private mutating func add(_ plan: InputPlan) {
    switch plan.step {
    case .read(let reading):
      effort += plan.effort
      new.append(
        NewFile(
          path: plan.path, adapter: reading.adapter.id, input: reading.input.name,
          bytes: Int64(reading.status.size)))
    case .skip: unchanged += 1
    case .pass(let unknown): others.append((plan.path, unknown.reason))
    case .refuse(let failure): others.append((plan.path, failure.message))
    }
  }

  /// Judges disk and time by what the state, the release and past runs took.
  private mutating func weigh(
    _ stored: StoredInputs, _ request: RunRequest, _ output: OutputDirectory
  ) throws(RunFailure) {
    let known = stored.reduce(0.0) { $0 + Double($1.ledger.bytes) }
    let latest = try output.latest
    do throws(FileError) {
      freeBytes = try FileSystem.freeBytes(near: request.output)
      guard known > 0, let latest, try Directory.exists(latest) else { return }
      let folder = latest + "/datasets"
      var names: Set<String> = []
      for table in try Directory.entries(of: folder) {
        names.formUnion(
          try Directory.entries(of: folder + "/" + table).filter { $0.hasPrefix("date=") })
      }
      dates = names.count
      let share = effort / known
      let state = try Directory.byteCount(of: request.storeDirectory)
      let release = try Directory.byteCount(of: latest)
      neededBytes = Int64(Double(state) * share + Double(release) * (1 + share))
    } catch {
      throw .reading(error)
    }
    let records = try RunRecords(storeDirectory: request.storeDirectory).all()
    guard let last = records.last(where: { $0.exit == 0 && $0.isNew }) else { return }
    let reading = records.filter { $0.exit == 0 && $0.read.bytes > 0 }
    let readBytes = reading.reduce(0.0) { $0 + Double($1.read.bytes) }
    let readTime = reading.reduce(0.0) { $0 + Double($1.wall(of: [.read])) }
    let rest = last.wall(of: RunStage.allCases.filter { $0 != .read })
    let perByte = readBytes > 0 ? readTime / readBytes : 0
    expectedMicroseconds =
      new.isEmpty
      ? 0 : Int64(effort * perByte + Double(rest) * (1 + effort / known))
  }
}

extension RunRecord {
  /// Time at the wall of some stages.
  fileprivate func wall(of some: [RunStage]) -> Int64 {
    let names = Set(some.map(\.rawValue))
    return stages.filter { names.contains($0.stage) }.reduce(0) { $0 + ($1.wallMicroseconds ?? 0) }
  }
}
