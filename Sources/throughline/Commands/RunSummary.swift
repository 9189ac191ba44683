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

  /// What the release is without, said by every run, for stderr.
  var warnings: String {
    if outcome.failure != nil { return "" }
    let unsettled = outcome.published.filter(\.isUnsettled).map(RunFailure.unsettled)
    return outcome.held.map(heldNote).joined()
      + (outcome.warnings + unsettled).map { $0.rendered(as: "warning") }.joined()
  }

  /// What is worth knowing about files that were read or left out, for stderr.
  var notes: String {
    var text = ""
    for file in outcome.files {
      switch file {
      case .unknown(let path, let reason, _):
        text += "note[I304]: " + PrintableText.message("\(path): \(reason); not read") + "\n"
      case .read(let input, _): text += notes(on: input)
      case .unchanged, .refused: break
      }
    }
    return text
  }

  private func heldNote(_ input: StoredInput) -> String {
    var failure = RunFailure.held(input)
    failure.message += ", so the release is without this file"
    return failure.rendered(as: "warning")
  }

  private func notes(on input: StoredInput) -> String {
    let path = PrintableText.line(input.path)
    var text = ""
    if input.isZoneAssumed {
      text +=
        "note[C107]: \(path): local times were read in the reporting zone; configure 'timezone' "
        + "on the input\n"
    }
    let (repeated, skipped) = (input.ledger.repeatedTimes, input.ledger.skippedTimes)
    if repeated + skipped > 0 {
      text +=
        "note[I313]: \(path): local times in \(repeated) records were shown twice by a clock put "
        + "back, in \(skipped) never by one put forward; 'clock-changes' on the input says how "
        + "they are read\n"
    }
    for (table, count) in input.missingLines.sorted(by: { $0.key < $1.key }) {
      let name = PrintableText.line(table)
      text += "note[A107]: \(path): \(count) look-ups found no line in table '\(name)'\n"
    }
    return text
  }

  /// The files that were refused, without the failure the command ends with.
  var otherErrors: String {
    let last = outcome.failure?.rendered
    return outcome.files.compactMap { file in
      guard case .refused(_, let failure) = file, failure.rendered != last else { return nil }
      return failure.rendered
    }.joined()
  }

  /// The summary people read.
  var text: String {
    var text = ""
    for file in outcome.files {
      if case .read(let input, _) = file { text += line(for: input) }
    }
    let unchanged = outcome.files.count { if case .unchanged = $0 { true } else { false } }
    if unchanged > 0 {
      text += "\(unchanged) \(unchanged == 1 ? "file is" : "files are") in the store already\n"
    }
    if let totals = outcome.totals { text += describe(totals) }
    for check in outcome.checks {
      text += PrintableText.line(check.source) + ": "
      text += Self.line(for: check) + "\n"
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
      ("inputs", .array(outcome.inputs.map(json(of:)))),
      ("held", .array(outcome.held.map { .text($0.path) })),
      ("interactions", outcome.totals.map { .integer($0.interactions) } ?? .null),
      ("journeys", outcome.totals.map { .integer($0.journeys) } ?? .null),
      ("customers", outcome.totals.map { .integer($0.customers) } ?? .null),
      ("findings", outcome.totals.map { .integer($0.findings) } ?? .null),
      ("checks", .array(outcome.checks.map(RunSummary.json(of:)))),
    ]).indentedText
  }

  private static func json(of check: CheckAgreement) -> JSONValue {
    .object([
      ("source", .text(check.source)), ("check", .text(check.check.name)),
      ("compared", .integer(check.compared)), ("agreed", .integer(check.agreed)),
    ])
  }

  private func line(for input: StoredInput) -> String {
    let ledger = input.ledger
    return "\(PrintableText.line(input.path)): \(input.source.adapter), "
      + "\(ledger.recordsRead) records = \(ledger.accepted) accepted + \(ledger.rejected) rejected"
      + " + \(ledger.duplicates) duplicates + \(ledger.skippedTotal) skipped\n"
  }

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
      ("duplicates", .integer(input.ledger.duplicates)),
      ("skipped", .integer(input.ledger.skippedTotal)),
      ("repeatedTimes", .integer(input.ledger.repeatedTimes)),
      ("skippedTimes", .integer(input.ledger.skippedTimes)),
    ])
  }
}
