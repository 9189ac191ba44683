internal import DurableFiles
internal import Intake
package import JourneyModel
package import RecordStore

/// Looks at files and says what is to be done with them: the one place where an adapter is chosen.
///
/// A file is opened, its first 256 KiB are looked at, and unless it looks as when it was read it is
/// hashed where the store has an input of its size.
package struct InputPlanner: Sendable {
  private let context: IntakeContext
  /// What the state knows of files; nothing where nothing is to be kept.
  private let known: KnownFiles
  /// The adapter the user named for every file, in the place of any other choice.
  private let forced: String?
  /// A file changed later may still be written.
  private let settledBefore: Instant

  /// A planner for a state.
  package init(
    context: IntakeContext, stored: StoredInputs = [], forced: String? = nil,
    settledBefore: Instant = Instant(microseconds: .max)
  ) {
    self.context = context
    self.forced = forced
    self.settledBefore = settledBefore
    known = KnownFiles(stored)
  }

  /// The plan for a file.
  ///
  /// Throws only what is no fault of the file.
  package func plan(_ file: InputFile) throws(RunFailure) -> InputPlan {
    var plan = InputPlan(
      path: file.path, isConfigured: file.isConfigured, step: .pass(UnknownInput(reason: "")))
    do throws(RunFailure) {
      if let failure = file.failure { throw failure }
      plan.step = try step(for: file)
    } catch {
      guard error.isOfOneFile else { throw error }
      plan.step = .refuse(error)
    }
    return plan
  }

  private func step(for planned: InputFile) throws(RunFailure) -> InputPlan.Step {
    let file = try File.openInput(planned.path)
    let status: FileStatus
    let sample: InputSample
    do throws(FileError) {
      status = try file.status()
      sample = try InputSample(of: file, limits: context.configuration.limits)
    } catch {
      throw .reading(error)
    }
    if status.size == 0 {
      // So looks an export that failed. One of a day without records has a header or brackets, or
      // is a gzip member.
      if named(for: planned) == nil {
        return .pass(UnknownInput(reason: "the file is empty"))
      }
      throw RunFailure(.inputMissing, .i317, "\(planned.path) is empty")
    }
    switch try choice(for: planned, sample: sample) {
    case .unknown(let unknown): return .pass(unknown)
    case .known(let adapter, let reason):
      let input = context.configured(planned.configured, adapter: adapter.id)
      var reading = InputPlan.Reading(
        adapter: adapter, reason: reason, input: input,
        fingerprint: context.fingerprint(of: adapter, input), isGzip: sample.isGzip,
        status: status)
      // Another machine's clock may have set the first time; the second is this one's.
      let changed = min(status.modifiedNanoseconds, status.changedNanoseconds)
      reading.isSettled = changed / 1000 <= settledBefore.microseconds
      reading.isReplay = planned.isReplay
      reading.stamp = FileStamp(status, atRestSince: settledBefore)
      if reading.isReplay { return .read(reading) }
      return try known.contain(file, reading) ? .skip(name: input.name) : .read(reading)
    }
  }

  private enum Choice {
    case known(Adapter, reason: String)
    case unknown(UnknownInput)
  }

  /// The adapter somebody named for a file, and who did.
  private func named(for file: InputFile) -> (id: String, reason: String)? {
    if let forced { return (forced, "named on the command line") }
    return file.configured?.adapter.map { ($0, "named in the configuration") }
  }

  private func choice(
    for file: InputFile, sample: InputSample
  ) throws(RunFailure) -> Choice {
    if let (id, reason) = named(for: file) {
      guard let adapter = context.library.adapter(id: id) else {
        throw RunFailure(.configuration, .c106, "there is no adapter '\(id)'")
      }
      if let advice = sample.bytes.withUnsafeBytes({ ForeignFormat.advice(on: $0) }) {
        throw RunFailure(.dataRefused, .i305, "\(file.path): \(advice)")
      }
      return .known(adapter, reason: reason)
    }
    let recognition = sample.bytes.withUnsafeBytes {
      context.library.recognise(
        $0, isFinal: sample.isFinal, settings: file.configured.map(context.settings(for:)))
    }
    switch recognition {
    case .one(let adapter, let reason): return .known(adapter, reason: reason)
    case .unknown(let reason, let isNear):
      if let damage = sample.damage { throw .input(InputFailure(damage), path: file.path) }
      return .unknown(UnknownInput(reason: reason, isNear: isNear))
    case .ambiguous(let ids):
      throw RunFailure(
        .dataRefused, .a103,
        "\(file.path) is recognised by \(ids.joined(separator: " and "))")
    }
  }
}

extension RunFailure {
  /// Whether it concerns the file that was being read and no other.
  var isOfOneFile: Bool {
    let isOurs = [.interrupted, .terminated, .bug].contains(exit)
    let isStore = code == .p402 || code == .s302
    return !isOurs && !isStore
  }
}
