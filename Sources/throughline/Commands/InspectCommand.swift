import ArgumentParser
import CivilTime
import Intake
import JourneyModel
import Pipeline

/// `throughline inspect FILE`: which adapter, why, and the first records.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Show which adapter reads a file, why, and its first records.")

  @Argument(help: "The file.")
  var file: String

  @Option(help: "The adapter to use instead of the recognised one.")
  var adapter: String?

  @OptionGroup var place: PlaceOptions

  func run() throws {
    let configuration = try place.configuration(orHere: false)
    let context = IntakeContext(
      library: try IntakeContext.library(for: configuration), configuration: configuration,
      key: .ofNothingKept)
    let inspection = try Inspection.of(path: file, context: context, adapter: adapter)
    try StandardOutput.write(InspectionText(inspection).text)
  }
}

/// An inspection in words.
struct InspectionText {
  private let inspection: Inspection

  init(_ inspection: Inspection) { self.inspection = inspection }

  /// Adapter, reason, counts and the first records, as they are printed.
  var text: String {
    let records = inspection.records.flatMap(describe)
    let rejections = inspection.rejections.flatMap(describe)
    return (head + records + rejections).map { PrintableText.message($0) + "\n" }.joined()
  }

  private var head: [String] {
    let ledger = inspection.ledger
    var lines = [
      "adapter:  \(inspection.adapter.id), \(inspection.adapter.title)"
        + (inspection.adapter.isReplacement
          ? ", of \(inspection.adapter.file) in the place of the bundled one" : ""),
      "reason:   \(inspection.reason)",
      "dialect:  \(inspection.dialect)",
      "zone:     \(inspection.zone)",
      "records:  \(ledger.recordsRead) read\(inspection.isWhole ? "" : " so far"), "
        + "\(ledger.accepted) accepted, \(ledger.rejected) rejected, "
        + "\(ledger.skippedTotal) skipped",
    ]
    if ledger.repeatedTimes + ledger.skippedTimes > 0 {
      lines.append(
        "times:    \(ledger.repeatedTimes) records with local times shown twice, "
          + "\(ledger.skippedTimes) with times never shown")
    }
    let groups = OutcomeGroups(
      rejections: inspection.tally, skips: ledger.skipped, mendable: inspection.mendableSkips)
    lines += groups.lines.map { "          " + $0 }
    lines += NotesText(inspection.notes).lines.map { "note:     \($0.text)" }
    if !inspection.absentNames.isEmpty {
      lines.append("absent:   " + NotesText.list(inspection.absentNames))
    }
    return lines
  }

  private func describe(_ rejection: Rejection) -> [String] {
    [
      "",
      "rejected[\(rejection.code)] \(rejection.line > 0 ? "line \(rejection.line), " : "")byte "
        + "\(rejection.byteOffset)+\(rejection.byteLength): \(rejection.message)",
      "  help: \(rejection.code.advice)",
    ]
  }

  private func describe(_ record: NormalizedRecord) -> [String] {
    var lines = ["", "record at byte \(record.origin.byteOffset)+\(record.origin.byteLength)"]
    if let interaction = record.interaction {
      lines.append(
        "  \(interaction.kind.name) \(interaction.nativeID)"
          + headers(of: interaction).map { ", \($0) \($1)" }.joined())
    }
    for event in record.events {
      lines.append(
        "  \(InstantText.iso8601(microseconds: event.at.microseconds))  \(event.activity.name)"
          + details(of: event).map { " \($0)=\($1)" }.joined())
    }
    if let derived = record.derivedReason {
      lines.append("  reason \(derived.reason) by rule \(derived.rule)")
    }
    for statement in record.texts {
      let kept = statement.kept.map { ", kept: \($0)" } ?? ""
      lines.append("  \(statement.role.name): \(describe(statement.features))\(kept)")
    }
    for score in record.feedback {
      lines.append(
        "  \(score.instrument.name) \(decimal(score.scoreMilli)) of "
          + "\(score.scaleLow)…\(score.scaleHigh)")
    }
    let tokens = record.tokens.map { "\($0.kind.name):\($0.hash.description.prefix(8))…" }
    if !tokens.isEmpty { lines.append("  identifiers \(tokens.joined(separator: " "))") }
    lines += record.links.map { "  link \($0.kind.name)" }
    lines += record.attributes.map { "  attribute \($0.name)" }
    return lines
  }

  /// Thousandths without zeros at the end.
  private func decimal(_ thousandths: Int64) -> String {
    let rest = String(abs(thousandths % 1000) + 1000).dropFirst()
    let digits = rest.reversed().drop { $0 == "0" }.reversed()
    let sign = thousandths < 0 ? "-" : ""
    return "\(sign)\(abs(thousandths) / 1000)" + (digits.isEmpty ? "" : "." + String(digits))
  }

  private func describe(_ features: TextFeatures) -> String {
    let signals = features.signals.all.map(\.name)
    let heard = signals.isEmpty ? "no signals" : "signals " + signals.joined(separator: " ")
    return "\(heard), \(features.shingles.count) shingles"
  }

  private func headers(of statement: InteractionStatement) -> [(String, String)] {
    [
      ("channel", statement.channel?.name), ("origin", statement.origin?.name),
      ("direction", statement.direction?.name), ("queue", statement.queue),
      ("agent", statement.agent), ("reason", statement.reason),
    ].compactMap { name, value in value.map { (name, $0) } }
  }

  private func details(of event: EventStatement) -> [(String, String)] {
    [
      ("queue", event.queue), ("agent", event.agent), ("by", event.by?.name),
      ("value", event.value), ("for", event.durationMilliseconds.map { "\($0) ms" }),
      ("count", event.count.map { "\($0)" }),
      (
        "signals",
        event.text.flatMap { text in
          text.signals.all.isEmpty ? nil : text.signals.all.map(\.name).joined(separator: ",")
        }
      ),
    ].compactMap { name, value in value.map { (name, $0) } }
  }
}
