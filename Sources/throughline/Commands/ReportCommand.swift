import ArgumentParser
import CivilTime
import JourneyModel
import Pipeline
import Publishing

/// `throughline report`: a report of any days of the published release.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write a report of any days of the published release.",
    discussion: """
      It is merged from the release's daily cells; no export is read again. Days are those of the
      reporting zone. Without --compare, the last 28 complete days are compared with the 28 before
      them, as in every release's own report.
      """)

  @Option(help: "The first day, such as 2026-03-01 (default: the first of the release).")
  var from: String?

  @Option(help: "The last day (default: the last of the release).")
  var to: String?

  @Option(help: "What it is compared with: previous, same-weekdays or DAY..DAY.")
  var compare: String?

  @Option(help: "The folder it is written into (default: report-FIRST-to-LAST here).")
  var into: String?

  @OptionGroup var place: PlaceOptions

  func validate() throws {
    for day in [from, to].compactMap(\.self) where CivilDate(day) == nil {
      throw ValidationError("'\(day)' is no day; write it as 2026-03-01")
    }
    if let compare, RangeComparison(compare) == nil {
      throw ValidationError(
        "'\(compare)' is nothing to compare with; use previous, same-weekdays or "
          + "2026-01-01..2026-01-31")
    }
  }

  func run() throws {
    let source = try RangeReport(release: try place.latestRelease())
    guard let window = source.window else {
      throw RunFailure(.checkFailed, .r505, "the release has no events to report on")
    }
    let first = from.flatMap { CivilDate($0)?.dayNumber } ?? window.lowerBound
    let last = to.flatMap { CivilDate($0)?.dayNumber } ?? window.upperBound
    guard first <= last, first <= window.upperBound, last >= window.lowerBound else {
      throw RunFailure(
        .usage, .r505, "the release has no day from \(name(first)) to \(name(last))",
        help: "It has \(name(window.lowerBound)) to \(name(window.upperBound)).")
    }
    let isAll = first <= window.lowerBound && last >= window.upperBound
    let range = first...last
    let compared = compare.flatMap { RangeComparison($0) }?.days(before: range)
    let report = try source.report(
      of: isAll && compared == nil ? nil : range, comparedWith: compared)
    let folder = into ?? "report-\(name(first))-to-\(name(last))"
    try RangeReport.write(report, to: folder)
    try StandardOutput.line("report: \(folder)/index.html")
  }

  private func name(_ day: Int32) -> String { InstantText.date(dayNumber: day) }
}
