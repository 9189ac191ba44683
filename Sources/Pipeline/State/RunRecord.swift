internal import CivilTime
internal import Foundation
internal import Glibc
package import JourneyModel
package import Publishing
internal import RecordStore

/// What is known of one run, whether it published, failed or was killed; JSON in the store.
package struct RunRecord: Codable, Equatable, Sendable {
  /// When it began and by which process: `20260305T021500Z-4711`.
  package let id: String
  /// The words of its command.
  package let command: [String]
  /// The version of the program.
  package let version: String
  /// When it began.
  package let startedAt: Instant
  /// When it ended; nil while it runs, and for good if it was killed.
  package private(set) var endedAt: Instant?
  /// The exit code it ended with.
  package private(set) var exit: Int32?
  /// Why it failed, as code and message.
  package private(set) var code: String?
  package private(set) var message: String?
  /// The release that was published at its end, and whether it wrote it.
  package private(set) var release: String?
  package private(set) var isNew = false
  /// The instant that release is as of.
  package private(set) var asOf: Instant?
  /// What it read.
  package private(set) var read = Read()
  /// How many published numbers of earlier days it changed.
  package private(set) var restated: Int64 = 0
  /// The inputs that are held back.
  package private(set) var held: Int64 = 0
  /// What each stage took, in the order of a run.
  package private(set) var stages: [Stage] = []

  private let process: Int32

  /// What one run read, without what it knew already.
  package struct Read: Codable, Equatable, Sendable {
    /// Files that were read, and files that the store had already.
    package var files: Int64 = 0
    package var unchangedFiles: Int64 = 0
    /// Records and what became of them.
    package var records: Int64 = 0
    package var accepted: Int64 = 0
    package var rejected: Int64 = 0
    package var duplicates: Int64 = 0
    package var skipped: Int64 = 0
    /// Bytes of the files, decompressed.
    package var bytes: Int64 = 0
  }

  /// What a stage took.
  package struct Stage: Codable, Equatable, Sendable {
    /// Its name.
    package var stage: String
    /// Time at the wall; nil where it only ran inside others.
    package var wallMicroseconds: Int64?
    /// Processor time of all threads together.
    package var cpuMicroseconds: Int64
  }

  /// A run of this process that begins now.
  package init(command: [String]) {
    startedAt = Run.now()
    let digits = InstantText.iso8601(microseconds: startedAt.microseconds).prefix(19)
    id = digits.filter { $0 != "-" && $0 != ":" } + "Z-\(getpid())"
    self.command = command
    version = Run.version
    process = getpid()
  }

  /// Notes how it ended.
  package mutating func end(
    _ outcome: RunOutcome?, failure: RunFailure?, times: [RunStage: StageClock.Times]
  ) {
    endedAt = max(Run.now(), startedAt)
    exit = (failure?.exit ?? .published).rawValue
    code = failure?.code.code
    message = failure.map { $0.diagnostics.first?.message ?? $0.message }
    stages = RunStage.allCases.compactMap { stage in
      times[stage].map { times in
        Stage(
          stage: stage.rawValue, wallMicroseconds: times.wall.map { Int64($0 * 1e6) },
          cpuMicroseconds: Int64(times.cpu * 1e6))
      }
    }
    guard let outcome else { return }
    release = outcome.release
    isNew = outcome.isNew
    asOf = outcome.asOf
    restated = Int64(outcome.restated)
    held = Int64(outcome.held.count)
    for result in outcome.files { read.add(result) }
  }

  /// How it ended, in a word or with its exit code.
  package var state: String {
    if let exit { return exit == 0 ? (isNew ? "published" : "unchanged") : "exit \(exit)" }
    return kill(process, 0) == 0 || errno == EPERM ? "running" : "killed"
  }

  /// How long it took, in microseconds; nil if it has no end.
  package var tookMicroseconds: Int64? {
    endedAt.map { $0.microseconds - startedAt.microseconds }
  }
}

extension RunRecord.Read {
  fileprivate mutating func add(_ result: InputResult) {
    switch result {
    case .read(let input, _):
      let ledger = input.ledger
      files += 1
      records += ledger.recordsRead
      accepted += ledger.accepted
      rejected += ledger.rejected
      duplicates += ledger.duplicates
      skipped += ledger.skippedTotal
      bytes += ledger.bytes
    case .unchanged: unchangedFiles += 1
    case .unknown, .refused: break
    }
  }
}

extension RunRecord {
  /// The same for programs, a documented contract: members may be added.
  package var json: JSONValue {
    .object([
      ("id", .text(id)), ("command", .array(command.map { .text($0) })),
      ("version", .text(version)), ("startedAt", .text(Self.text(startedAt))),
      ("endedAt", .optional(endedAt.map(Self.text))), ("state", .text(state)),
      ("exit", .optional(exit.map(Int64.init))), ("code", .optional(code)),
      ("message", .optional(message)), ("release", .optional(release)), ("isNew", .bool(isNew)),
      ("asOf", .optional(asOf.map(Self.text))), ("restated", .integer(restated)),
      ("held", .integer(held)), ("filesRead", .integer(read.files)),
      ("filesUnchanged", .integer(read.unchangedFiles)), ("records", .integer(read.records)),
      ("accepted", .integer(read.accepted)), ("rejected", .integer(read.rejected)),
      ("duplicates", .integer(read.duplicates)), ("skipped", .integer(read.skipped)),
      ("bytes", .integer(read.bytes)),
      (
        "stages",
        .array(
          stages.map { stage in
            .object([
              ("stage", .text(stage.stage)),
              ("wallMicroseconds", .optional(stage.wallMicroseconds)),
              ("cpuMicroseconds", .integer(stage.cpuMicroseconds)),
            ])
          })
      ),
    ])
  }

  private static func text(_ instant: Instant) -> String {
    InstantText.iso8601(microseconds: instant.microseconds)
  }
}
