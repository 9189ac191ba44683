import ArgumentParser
import CivilTime
import Glibc
import JourneyModel
import Pipeline
import Settings

/// `throughline run [PATH…]`: read what is new, publish a release.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Read what is new and publish a release.",
    discussion: """
      With paths and no configuration the kind of every file is recognised from its content.
      Files that are in the store already are not read again; if nothing changed, the published
      release stays as it is.

      --timings writes JSON: for every stage seconds at the wall and on all processors, in
      microseconds. Stages that run inside others, such as encoding rows while the next customers
      are analysed, take their processor time from those and have no time at the wall.
      """)

  @Argument(help: "Files and directories to read (default: the configured inputs).")
  var paths: [String] = []

  @OptionGroup var options: RunOptions

  func run() throws { try options.run(paths) }
}

/// `throughline replay PATH…`: read files again in the place of what was read from them.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Read repaired files in the place of what was read from them.",
    discussion: """
      A file that is repaired under its name is another file to 'run': what it accepted before
      stays, and so do its rejects. Replayed, it takes their place; then a release is published.
      """)

  @Argument(help: "Files and directories to read again.")
  var paths: [String]

  @OptionGroup var options: RunOptions

  func run() throws { try options.run(paths, isReplay: true) }
}

/// How a run is done, whatever it reads.
struct RunOptions: ParsableArguments {
  @OptionGroup var place: PlaceOptions

  @Option(name: .customLong("as-of"), help: "The instant everything is as of (ISO 8601 with zone).")
  var asOf: String?

  @Option(name: [.customShort("j"), .long], help: "Worker threads (default: all processors).")
  var jobs: Int?

  @Option(help: "How much memory may be used, such as 512MiB.")
  var memory = "512MiB"

  @Flag(help: "Give the store to this configuration and output, which were moved or renamed.")
  var adopt = false

  @Flag(help: "Make all ids of customers anew under another key than the store's before.")
  var newKey = false

  @Flag(help: "Treat assumptions, such as an unknown time zone, as errors.")
  var strict = false

  @Flag(name: [.customShort("q"), .long], help: "Print nothing but errors.")
  var quiet = false

  @Flag(help: "Print the outcome as JSON.")
  var json = false

  @Option(help: "Write how long each stage took to this file, as JSON; '-' is stderr.")
  var timings: String?

  @Option(help: "How lines on stderr are written: text, logfmt or json.")
  var logFormat = LogFormat.text

  @Option(help: "Write what the run did to this file, for Prometheus.")
  var metricsTextfile: String?

  @Option(help: "What to do while another run is under way: fail, skip or wait=10m.")
  var ifRunning = IfRunning.fail

  func validate() throws {
    guard jobs.map({ (1...256).contains($0) }) ?? true else {
      throw ValidationError("--jobs must be from 1 to 256")
    }
    guard let bytes = Quantity.bytes(memory), (128 << 20...1 << 44).contains(bytes) else {
      throw ValidationError("--memory must be a size of at least 128MiB, such as 512MiB")
    }
    guard asOf == nil || instant != nil else {
      throw ValidationError(
        "--as-of must be an ISO 8601 instant from 1990 to 2200, such as 2024-05-31T22:00:00Z")
    }
  }

  func run(_ paths: [String], isReplay: Bool = false) throws {
    var request = try place.request(place.configuration(orHere: paths.isEmpty))
    request.command = try ProgramArguments.read()
    request.paths = paths
    request.isReplay = isReplay
    request.isAdopting = adopt
    request.isNewKey = newKey
    request.asOf = instant
    request.jobs = jobs ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    request.memoryBytes = Int(Quantity.bytes(memory) ?? 512 << 20)
    request.isStrict = strict
    guard !paths.isEmpty || !request.configuration.inputs.isEmpty else {
      throw RunFailure(
        .usage, .r502, "there is nothing to read",
        help: "Name files or directories, or configure inputs: throughline run exports/")
    }
    Log.format = logFormat
    request.waitsMilliseconds = ifRunning.milliseconds
    let shown: any ProgressObserver =
      quiet
      ? SilentProgress()
      : ProgressBar(isTerminal: StandardError.isTerminal && logFormat == .text)
    let recorded = RecordedRun(request, clock: StageClock(beside: shown))
    let ended = recorded.run()
    if ifRunning == .skip, ended.failure?.exit == .locked {
      if let failure = recorded.forget() { throw failure }
      return Log.write([.note(.s301, "another run is under way, so this one is skipped")])
    }
    try finish(ended, of: request)
  }

  /// Tells everybody how a run ended, and ends with its failure if it has one.
  private func finish(_ ended: RecordedRun.Ended, of request: RunRequest) throws {
    if let timings, let outcome = ended.outcome {
      try StageTimings(ended.times, jobs: request.jobs, of: outcome).write(to: timings)
    }
    var beside = ended.problems
    if let metricsTextfile {
      do throws(RunFailure) {
        try RunMetrics.write(
          RunMetrics.text(ended.record, ended.outcome, before: ended.before), to: metricsTextfile)
      } catch {
        beside.append(error)
      }
    }
    beside += notify(ended, request)
    Log.write(beside.flatMap { LogEntry.entries($0, as: "warning") })
    if let outcome = ended.outcome { try report(outcome) }
    if let failure = ended.failure { throw failure }
  }

  private func notify(_ ended: RecordedRun.Ended, _ request: RunRequest) -> [RunFailure] {
    guard let notification = request.configuration.notification,
      let event = notification.event(of: ended.record)
    else { return [] }
    let text = (ended.failure?.rendered ?? "") + (ended.outcome.map { RunSummary($0).text } ?? "")
    let failure = notification.send(event, text, of: ended.record)
    return failure.map { [$0] } ?? []
  }

  private var instant: Instant? {
    guard let asOf, let format = try? TimestampFormat(pattern: "iso8601") else { return nil }
    var text = asOf
    let parsed = text.withUTF8 { format.parse(UnsafeRawBufferPointer($0)) }
    guard case .time(let time) = parsed, time.hasOffset else { return nil }
    return Instant(microseconds: time.microseconds)
  }

  private func report(_ outcome: RunOutcome) throws {
    let summary = RunSummary(outcome)
    Log.write(summary.warnings + (quiet ? [] : summary.notes) + summary.otherErrors)
    if json {
      try StandardOutput.write(summary.json)
    } else if !quiet {
      try StandardOutput.write(summary.text)
    }
  }
}

/// What a run does that finds another one under way.
enum IfRunning: Equatable, ExpressibleByArgument {
  case fail
  case skip
  case wait(milliseconds: Int64)

  init?(argument: String) {
    switch argument {
    case "fail": self = .fail
    case "skip": self = .skip
    default:
      guard argument.hasPrefix("wait="),
        let time = Quantity.milliseconds(String(argument.dropFirst("wait=".count))),
        0...86_400_000 ~= time
      else { return nil }
      self = .wait(milliseconds: time)
    }
  }

  var defaultValueDescription: String { "fail" }

  /// How long it waits.
  var milliseconds: Int64 {
    if case .wait(let milliseconds) = self { milliseconds } else { 0 }
  }
}
