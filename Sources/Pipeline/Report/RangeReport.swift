internal import CivilTime
internal import DurableFiles
internal import Foundation
internal import JourneyAnalysis
internal import JourneyModel
internal import ParquetFiles
package import Publishing

/// A report of some days of a published release, merged from its daily cells.
///
/// All days, compared with nothing else, give the very report of the release.
package struct RangeReport {
  private let reader: ReleaseReader
  private let words: CellArchiveWords
  private let zone: ZoneRules

  /// The cells of a release; P403 if they are damaged, and if another version wrote them.
  package init(release directory: String) throws(RunFailure) {
    reader = ReleaseReader(directory: directory)
    let path = directory + "/" + CellArchiveWords.path
    let bytes = try RangeReport.read(path)
    guard let words = try? JSONDecoder().decode(CellArchiveWords.self, from: Data(bytes))
    else { throw RunFailure(.ioError, .p403, "\(path) is not as it was written") }
    let isOurs =
      words.version == CellArchiveWords.current
      && words.detectors == Detectors.descriptions.map(\.id)
      && words.versionNamed("encoding") == PublicationMark.encoding
    guard isOurs, let zone = ZoneRules.named(words.zone) else {
      throw RunFailure(
        .checkFailed, .r505, "\(directory) was written by another version of throughline",
        help: "Publish it anew with 'throughline run'.")
    }
    self.words = words
    self.zone = zone
  }

  private static func read(_ path: String) throws(RunFailure) -> [UInt8] {
    try PublishedFile.bytes(of: path, limit: 16 << 30)
  }

  /// The days of the release that have events; nil without events.
  package var window: ClosedRange<Int32>? {
    let events = words.contributions.flatMap { [$0.firstEvent, $0.lastEvent].compactMap(\.self) }
    guard let first = events.min(), let last = events.max() else { return nil }
    return zone.localDay(at: first)...zone.localDay(at: last)
  }

  /// The report of some days, compared with others; nil for all days, and for the last 28 of them
  /// with the 28 before.
  package func report(
    of range: ClosedRange<Int32>?, comparedWith compared: ClosedRange<Int32>?
  ) throws(RunFailure) -> Report {
    let settings = settings(range, compared)
    var index = CellIndex(
      words: cellWords, periods: settings.periods, shown: settings.range,
      detail: settings.measureDetail)
    let days = [range, compared].compactMap(\.self)
    let first = days.map(\.lowerBound).min() ?? .min
    let last = days.map(\.upperBound).max() ?? .max
    try addCells(first...last, to: &index)
    try addMeasures(first...last, to: &index)
    var sources: [String: SourceContribution] = [:]
    for contribution in words.contributions { sources[contribution.name] = contribution.source }
    return Report(ReportInput(settings: settings, sources: sources, cells: index))
  }

  /// Writes all files of a report into a folder, each whole or not at all.
  package static func write(_ report: Report, to folder: String) throws(RunFailure) {
    do throws(FileError) {
      try Directory.createAll(folder + "/tables", mode: 0o750)
      for (path, text) in report.files {
        let unfinished = folder + "/" + path + ".new"
        try Directory.removeTree(unfinished)
        var file = try File.create(unfinished, mode: 0o640)
        try file.write(Array(text.utf8))
        try file.close(synchronizing: false)
        try FileLink.rename(from: unfinished, to: folder + "/" + path)
      }
    } catch {
      throw .writing(error)
    }
  }

  private func settings(
    _ range: ClosedRange<Int32>?, _ compared: ClosedRange<Int32>?
  ) -> ReleaseSettings {
    var settings = ReleaseSettings(
      asOf: Instant(microseconds: words.asOf), zone: zone,
      identity: ReleaseIdentity(
        configurationFingerprint: words.configuration, keyID: words.key))
    settings.currency = words.currency
    settings.minimumGroup = words.minimumGroup
    settings.title = words.title
    settings.versions = words.namedVersions
    settings.measures = Measures.descriptions
    settings.detectors = Detectors.descriptions
    settings.range = range
    settings.compared = compared
    return settings
  }

  private var cellWords: CellWords {
    let texts = words.texts
    return CellWords(
      sources: words.sources, detectors: words.detectors,
      measures: Measures.descriptions.map(\.id)
    ) { symbol in symbol.isNone ? "" : texts[Int(symbol.number) - 1] }
  }

  private func addCells(
    _ days: ClosedRange<Int32>, to index: inout CellIndex
  ) throws(RunFailure) {
    let path = reader.directory + "/" + CellArchiveReader.path
    let archive = CellArchiveReader(try RangeReport.read(path))
    guard archive.forEachCell(in: days, { index.add($0) }) else {
      throw RunFailure(.ioError, .p403, "\(path) is not as it was written")
    }
  }

  private func addMeasures(
    _ days: ClosedRange<Int32>, to index: inout CellIndex
  ) throws(RunFailure) {
    var symbols: [String: UInt32] = [:]
    for (position, text) in words.texts.enumerated() { symbols[text] = UInt32(position) + 1 }
    let measures = PublishedMeasures(measures: cellWords.measures, symbols: symbols)
    for path in try reader.files(of: "measures") where RangeReport.isOf(days, path) {
      let bytes = try RangeReport.read(path)
      do throws(ParquetError) {
        guard try measures.add(ParquetReader(bytes: bytes), to: &index) else {
          throw ParquetError(.damaged, "a row is none of a measure", byteOffset: 0)
        }
      } catch {
        throw RunFailure(.ioError, .p403, "\(path): \(error)")
      }
    }
  }

  /// Whether a file may have rows of some days: by its folder `date=…`.
  private static func isOf(_ days: ClosedRange<Int32>, _ path: String) -> Bool {
    let folder = path.split(separator: "/").last { $0.hasPrefix("date=") }
    guard let folder, let date = CivilDate(String(folder.dropFirst(5))) else { return true }
    return days.contains(date.dayNumber)
  }
}

/// What the days of a report are compared with, as it is asked for.
package enum RangeComparison: Equatable, Sendable {
  /// As many days right before.
  case previous
  /// The same weekdays before: as many days, whole weeks earlier.
  case sameWeekdays
  /// Other days.
  case days(ClosedRange<Int32>)

  /// What was written: `previous`, `same-weekdays` or `2026-01-01..2026-01-31`; nil for anything
  /// else.
  package init?(_ text: String) {
    switch text {
    case "previous": self = .previous
    case "same-weekdays": self = .sameWeekdays
    default:
      let days = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
      guard days.count == 3, days[1].isEmpty, let first = CivilDate(days[0]),
        let last = CivilDate(days[2]), first.dayNumber <= last.dayNumber
      else { return nil }
      self = .days(first.dayNumber...last.dayNumber)
    }
  }

  /// The days that a range is compared with.
  package func days(before range: ClosedRange<Int32>) -> ClosedRange<Int32> {
    let count = Int32(range.count)
    let distance: Int32
    switch self {
    case .previous: distance = count
    case .sameWeekdays: distance = (count + 6) / 7 * 7
    case .days(let days): return days
    }
    return (range.lowerBound - distance)...(range.upperBound - distance)
  }
}
