import CivilTime
import DurableFiles
import JourneyModel
import Pipeline
import Publishing
import RecordStore

/// What a run did, in words and as JSON.
struct RunSummary {
  private let outcome: RunOutcome

  init(_ outcome: RunOutcome) { self.outcome = outcome }

  /// What the release is without, or why there is none, said by every run, for stderr.
  var warnings: [LogEntry] {
    allWarnings.flatMap { LogEntry.entries($0, as: "warning") }
  }

  private var allWarnings: [RunFailure] {
    if outcome.failure != nil { return mendable }
    let unsettled = outcome.published.filter(\.isUnsettled).map(RunFailure.unsettled)
    let lost = outcome.published.filter { $0.ledger.isMostlyRejected && $0.decision == nil }
    return outcome.held.map { saying(.held($0), "the release is without this file") }
      + lost.map { saying(.rejected($0), "the release has only the others") }
      + mendable + outcome.warnings + unsettled
      + near.map { path, reason in
        RunFailure(.dataRefused, .i304, "\(path): \(reason); not read")
      }
  }

  /// Records that a setting would have read: what is left of their columns is no sample of them.
  private var mendable: [RunFailure] {
    OutcomeGroups.bySource(read).flatMap { group in
      group.mendableRejections.map { rejected in
        RunFailure(
          .dataRefused, rejected.code, "\(group.source): \(rejected.count) × \(rejected.message)")
      }
    }
  }

  /// The files that no adapter knows and that most likely hold records, with what is known of them.
  private var near: [(path: String, reason: String)] {
    outcome.files.compactMap { file in
      guard case .unknown(let path, let unknown, _) = file, unknown.isNear else { return nil }
      return (path, unknown.reason)
    }
  }

  /// What is worth knowing about files that were read or left out, for stderr.
  var notes: [LogEntry] {
    var entries = outcome.replacements.sorted { $0.key < $1.key }.map {
      LogEntry.note(.a112, NotesText.replacement($0.key, file: $0.value))
    }
    for file in outcome.files {
      switch file {
      case .unknown(let path, let unknown, _) where !unknown.isNear || outcome.failure != nil:
        entries.append(.note(.i304, "\(path): \(unknown.reason); not read"))
      case .read(let input, _): entries += notes(on: input)
      case .unknown, .unchanged, .refused: break
      }
    }
    return entries + notesOfSources
  }

  private func saying(_ failure: RunFailure, _ consequence: String) -> RunFailure {
    var failure = failure
    failure.message += ", so \(consequence)"
    return failure
  }

  private func notes(on input: StoredInput) -> [LogEntry] {
    let path = PrintableText.line(input.path)
    var entries: [LogEntry] = []
    if input.isZoneAssumed {
      entries.append(
        .note(
          .c107,
          "\(path): local times were read in the reporting zone; configure 'timezone' on the input")
      )
    }
    let (repeated, skipped) = (input.ledger.repeatedTimes, input.ledger.skippedTimes)
    if repeated + skipped > 0 {
      entries.append(
        .note(
          .i313,
          "\(path): local times in \(repeated) records were shown twice by a clock put back, in "
            + "\(skipped) never by one put forward; 'clock-changes' on the input says how they are "
            + "read"))
    }
    return entries
  }

  /// What did not fit in the files that were read, by input.
  private var notesOfSources: [LogEntry] {
    var notes = outcome.danglingLinks
    for input in read {
      notes[input.source.name, default: ReadingNotes()].merge(input.notes)
    }
    let notesOnWords = notes.sorted { $0.key < $1.key }.flatMap { name, notes in
      NotesText(notes).lines.map {
        LogEntry.note($0.code, "\(PrintableText.line(name)): \($0.text)")
      }
    }
    let notesOnNames = absentNames.sorted { $0.key < $1.key }.map { name, absent in
      LogEntry.note(.a109, "\(PrintableText.line(name)): no record has \(NotesText.list(absent))")
    }
    let notesOnTotals = Shortfall.all(in: outcome).map {
      LogEntry.note(.a111, "\(PrintableText.line($0.source)): \($0.text)")
    }
    return notesOnWords + notesOnNames + notesOnTotals + notesOnOverrides
      + outcome.unknownNames.map { name in
        LogEntry.note(.c112, "\(PrintableText.line(name)) is in no export")
      }
  }

  /// How many overrides without effect are named.
  private static let mostOverrides = 10

  private var notesOnOverrides: [LogEntry] {
    let idle = outcome.idleOverrides
    let rest = idle.count - Self.mostOverrides
    return idle.prefix(Self.mostOverrides).map { idle in
      LogEntry.note(idle.code, "\(idle.file):\(idle.line): \(idle.message)")
    } + (rest > 0 ? [.note(.c111, "\(rest) more overrides have no effect")] : [])
  }

  /// What no file of an input has that was read, in the order of the adapter.
  private var absentNames: [String: [AbsentName]] {
    var absent: [String: [AbsentName]] = [:]
    for input in read where input.ledger.recordsRead > 0 {
      let names = input.details.absentNames
      absent[input.source.name] = absent[input.source.name]?.common(with: names) ?? names
    }
    return absent.filter { !$0.value.isEmpty }
  }

  /// The files that were refused, without the failure the command ends with.
  var otherErrors: [LogEntry] {
    let last = outcome.failure?.rendered
    return outcome.files.flatMap { file -> [LogEntry] in
      guard case .refused(_, let failure) = file, failure.rendered != last else { return [] }
      return LogEntry.entries(failure)
    }
  }

  /// The summary people read.
  var text: String {
    var text = ""
    for input in read { text += line(for: input) }
    for group in OutcomeGroups.bySource(read) {
      text += group.lines.map { PrintableText.message("\(group.source): \($0)") + "\n" }.joined()
    }
    let unknown = outcome.files.count { if case .unknown = $0 { true } else { false } }
    if unknown > 0 {
      text += "\(unknown) \(unknown == 1 ? "file was" : "files were") not read: no adapter knows "
      text += "\(unknown == 1 ? "it" : "them"); 'throughline adapters new FILE' drafts one\n"
    }
    for (path, reason) in near { text += PrintableText.message("  \(path): \(reason)") + "\n" }
    for name in outcome.withoutFiles { text += PrintableText.message("\(name): no file") + "\n" }
    let unchanged = outcome.files.count { if case .unchanged = $0 { true } else { false } }
    if unchanged > 0 {
      text += "\(unchanged) \(unchanged == 1 ? "file is" : "files are") in the store already\n"
    }
    if let totals = outcome.totals { text += describe(totals) }
    if future > 0 { text += "\(future) events are later than as-of; they count when it has come\n" }
    for (source, ties) in outcome.ties.sorted(by: { $0.key < $1.key }) {
      text +=
        "\(PrintableText.line(source)): \(ties) records stated in several ways in one version; the "
        + "latest, then the fullest, counts\n"
    }
    for check in outcome.checks {
      text += PrintableText.line(check.source) + ": "
      text += Self.line(for: check) + "\n"
    }
    if outcome.restated > 0 {
      text += "\(outcome.restated) published numbers of earlier days changed: "
      text += "provenance/restatements.csv\n"
    }
    if let release = outcome.release, outcome.failure == nil {
      text += outcome.isNew ? "" : "nothing changed; the published release is current\n"
      text += "report: \(release)/report/index.html\n"
    }
    return text
  }

  private static func line(for check: CheckAgreement) -> String {
    let missed = check.compared - check.agreed
    guard check.check == .missing else {
      return "\(check.check.name) agree with the vendor's counter on \(check.agreed) "
        + "of \(check.compared)"
    }
    if missed == 0 { return "\(check.compared) records hold all parts the vendor counts" }
    return "\(missed) of \(check.compared) records \(missed == 1 ? "is" : "are") incomplete: "
      + "the vendor counts parts that the export does not hold"
  }

  /// The summary programs read; members may be added.
  var json: String {
    JSONValue.object([
      ("release", .optional(outcome.release)), ("isNew", .bool(outcome.isNew)),
      (
        "asOf",
        .optional(outcome.asOf.map { InstantText.iso8601(microseconds: $0.microseconds) })
      ),
      ("exit", .integer(Int64(outcome.failure?.exit.rawValue ?? 0))),
      ("error", outcome.failure?.json ?? .null),
      ("warnings", .array(outcome.warnings.map(\.json))),
      ("inputs", .array(outcome.inputs.map(json(of:)))),
      ("held", .array(outcome.held.map { .text($0.path) })),
      ("notRead", .array(otherFiles)),
      ("withoutFiles", .array(outcome.withoutFiles.map { .text($0) })),
      ("reasons", .array(OutcomeGroups.bySource(read).flatMap(\.json))),
      ("interactions", outcome.totals.map { .integer($0.interactions) } ?? .null),
      ("journeys", outcome.totals.map { .integer($0.journeys) } ?? .null),
      ("customers", outcome.totals.map { .integer($0.customers) } ?? .null),
      ("findings", outcome.totals.map { .integer($0.findings) } ?? .null),
      ("futureEvents", outcome.totals.map { _ in .integer(future) } ?? .null),
      ("restated", .integer(Int64(outcome.restated))),
      ("checks", .array(outcome.checks.map(RunSummary.json(of:)))),
      ("absent", .array(absent)),
      (
        "idleOverrides",
        .array(
          outcome.idleOverrides.map {
            .object([("line", .integer(Int64($0.line))), ("message", .text($0.message))])
          })
      ),
      ("unknownNames", .array(outcome.unknownNames.map { .text($0) })),
      ("shortfalls", .array(Shortfall.all(in: outcome).map(RunSummary.json(of:)))),
    ]).indentedText
  }

  /// The inputs this run has read, one after the other: there may be too many to have at once.
  private var read: some Sequence<StoredInput> {
    outcome.files.lazy.compactMap { file in
      if case .read(let input, _) = file { input } else { nil }
    }
  }

  /// The files that are no inputs.
  private var otherFiles: [JSONValue] {
    outcome.files.compactMap { file in
      switch file {
      case .read, .unchanged: nil
      case .unknown(let path, let unknown, _):
        .object([
          ("path", .text(path)), ("reason", .text(unknown.reason)), ("near", .bool(unknown.isNear)),
        ])
      case .refused(let path, let failure):
        .object([("path", .text(path)), ("reason", .text(failure.message))])
      }
    }
  }

  private static func json(of check: CheckAgreement) -> JSONValue {
    .object([
      ("source", .text(check.source)), ("check", .text(check.check.name)),
      ("compared", .integer(check.compared)), ("agreed", .integer(check.agreed)),
    ])
  }

  /// What no record of an input has, in members.
  private var absent: [JSONValue] {
    absentNames.sorted { $0.key < $1.key }.flatMap { source, names in
      names.map { name in
        .object([
          ("source", .text(source)), ("name", .text(name.name)),
          ("nearest", .optional(name.nearest)),
        ])
      }
    }
  }

  private static func json(of shortfall: Shortfall) -> JSONValue {
    .object([
      ("source", .text(shortfall.source)), ("counted", .integer(shortfall.counted)),
      ("found", .integer(shortfall.found)),
    ])
  }

  private func line(for input: StoredInput) -> String {
    let ledger = input.ledger
    return "\(PrintableText.line(input.path)): \(input.source.adapter), "
      + "\(ledger.recordsRead) records = \(ledger.accepted) accepted + \(ledger.rejected) rejected"
      + " + \(ledger.duplicates) duplicates + \(ledger.skippedTotal) skipped\n"
  }

  /// How many events wait for their time.
  private var future: Int64 { outcome.totals?.gaps[.futureEvent] ?? 0 }

  private func describe(_ totals: ReleaseTotals) -> String {
    "\(totals.interactions) interactions, \(totals.journeys) journeys, "
      + "\(totals.customers) customers, \(totals.findings) findings\n"
  }

  private func json(of input: StoredInput) -> JSONValue {
    .object([
      ("path", .text(input.path)), ("source", .text(input.source.name)),
      ("adapter", .text(input.source.adapter)),
      ("recordsRead", .integer(input.ledger.recordsRead)),
      ("accepted", .integer(input.ledger.accepted)),
      ("rejected", .integer(input.ledger.rejected)),
      ("rejectedBytes", .integer(input.ledger.rejectedBytes)),
      ("duplicates", .integer(input.ledger.duplicates)),
      ("skipped", .integer(input.ledger.skippedTotal)),
      ("repeatedTimes", .integer(input.ledger.repeatedTimes)),
      ("skippedTimes", .integer(input.ledger.skippedTimes)),
      ("notes", .array(input.notes.sorted.map(json(of:)))),
    ])
  }

  private func json(of counted: (note: ReadingNotes.Note, count: Int64)) -> JSONValue {
    .object([
      ("kind", .text(counted.note.kind.rawValue)), ("subject", .text(counted.note.subject)),
      ("word", .optional(counted.note.word.isEmpty ? nil : counted.note.word)),
      ("count", .integer(counted.count)),
    ])
  }
}
