import ArgumentParser
import CivilTime
import DurableFiles
import Exports
import Foundation
import JourneyModel
import Pipeline

/// `throughline export FORM`: what was published, in the forms of other tools.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write what was published in the forms that other tools take.",
    discussion: """
      EXAMPLES
        throughline export csv journeys --where status=open --human
        throughline export jsonl findings --from 2026-03-01 --file findings.jsonl.gz
        throughline export xes --file journeys.xes.gz
        throughline export intervals --minutes 30 --where channel=voice
      """,
    subcommands: [
      CSV.self, JSONLines.self, Workbook.self, Parquet.self, XES.self, OCEL.self, EventTable.self,
      Intervals.self,
    ])
}

extension ExportCommand {
  /// `export csv DATASET`.
  struct CSV: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "csv", abstract: "A dataset as comma-separated values.")

    @Flag(
      help: "For spreadsheets: a byte order mark, and no text that would be taken for a formula.")
    var excel = false

    @OptionGroup var dataset: DatasetOptions
    @OptionGroup var options: ExportOptions
    @OptionGroup var place: PlaceOptions

    func run() throws {
      let style = CellStyle(isHuman: dataset.human, isForSpreadsheets: excel)
      try dataset.write(.csv, style, options, place)
    }
  }

  /// `export jsonl DATASET`.
  struct JSONLines: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "jsonl", abstract: "A dataset as a JSON object a line.")

    @OptionGroup var dataset: DatasetOptions
    @OptionGroup var options: ExportOptions
    @OptionGroup var place: PlaceOptions

    func run() throws {
      try dataset.write(.jsonLines, CellStyle(isHuman: dataset.human), options, place)
    }
  }

  /// `export xlsx DATASET`.
  struct Workbook: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "xlsx", abstract: "A dataset as a workbook of spreadsheets.")

    @OptionGroup var dataset: DatasetOptions
    @OptionGroup var options: ExportOptions
    @OptionGroup var place: PlaceOptions

    func run() throws {
      let release = try options.directory(place)
      try options.write { writer in
        let request = options.request(columns: dataset.columns)
        let selection = try DatasetSelection(
          release: release, dataset: dataset.dataset, request)
        let style = CellStyle(isHuman: dataset.human)
        return try WorkbookExport.write(selection, style: style, to: writer)
      }
    }
  }

  /// `export parquet DATASET`.
  struct Parquet: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "parquet", abstract: "The selected rows of a dataset as one Parquet file.")

    @Argument(help: "The dataset: see 'throughline tables list'.")
    var dataset: String

    @Option(help: "The columns, separated by commas (default: all).")
    var columns: String?

    @OptionGroup var options: ExportOptions
    @OptionGroup var place: PlaceOptions

    func run() throws {
      let release = try options.directory(place)
      try options.write { writer in
        let request = options.request(columns: columns)
        let selection = try DatasetSelection(release: release, dataset: dataset, request)
        return try DatasetParquet.write(selection, to: writer)
      }
    }
  }

  /// `export xes`.
  struct XES: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "xes", abstract: "Journeys as an event log in XES, for process mining.",
      discussion: ExportOptions.ofJourneys)

    @OptionGroup var options: ExportOptions
    @OptionGroup var place: PlaceOptions

    func run() throws { try options.writeLog(place) { try XESExport.write($0, to: $1) } }
  }

  /// `export ocel`.
  struct OCEL: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "ocel",
      abstract: "Journeys, interactions, customers, agents and queues in OCEL 2.0.",
      discussion: ExportOptions.ofJourneys
        + " The form is JSON, or SQLite if the name of --file ends in .sqlite.")

    @OptionGroup var options: ExportOptions
    @OptionGroup var place: PlaceOptions

    func run() throws {
      guard let file = options.file, file.hasSuffix(".sqlite") else {
        return try options.writeLog(place) { try OCELExport.write($0, to: $1) }
      }
      let release = try options.directory(place)
      try options.telling {
        try OutputFile.write(madeAt: file) { unfinished in
          let log = try EventLog(release: release, options.request())
          return try OCELDatabase.write(log, to: unfinished)
        }
      }
    }
  }

  /// `export event-log`.
  struct EventTable: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "event-log",
      abstract: "Journeys as one table of events: case, activity, timestamp, resource.",
      discussion: ExportOptions.ofJourneys)

    @OptionGroup var options: ExportOptions
    @OptionGroup var place: PlaceOptions

    func run() throws { try options.writeLog(place) { try EventTableExport.write($0, to: $1) } }
  }

  /// `export intervals`.
  struct Intervals: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "intervals",
      abstract: "Offered, answered, abandoned and AHT of each queue by interval, for staffing.",
      discussion: """
        Intervals are those of the reporting zone's clock. Days are those of the offers; --where
        is about columns of interactions.
        """)

    @Option(help: "The length of an interval: 15, 30 or 60 minutes.")
    var minutes = 30

    @OptionGroup var options: ExportOptions
    @OptionGroup var place: PlaceOptions

    func run() throws {
      let release = try options.directory(place)
      let zone = try PublishedZone.of(release)
      try options.write { writer in
        let export = try IntervalExport(
          release: release, zone: zone, minutes: minutes, options.request())
        return try export.write(to: writer)
      }
    }
  }
}

/// What is asked for of one dataset.
struct DatasetOptions: ParsableArguments {
  @Argument(help: "The dataset: see 'throughline tables list'.")
  var dataset: String

  @Option(help: "The columns, separated by commas (default: all).")
  var columns: String?

  @Flag(help: "Write durations and shares for people: 2 m 5 s, 41.2 %.")
  var human = false

  /// Writes the dataset as text.
  func write(
    _ form: DatasetText, _ style: CellStyle, _ options: ExportOptions, _ published: PlaceOptions
  ) throws {
    let release = try options.directory(published)
    try options.write { writer in
      let selection = try DatasetSelection(
        release: release, dataset: dataset, options.request(columns: columns))
      return try form.write(selection, style: style, to: writer)
    }
  }
}

/// Which rows are exported, of which release, and where to.
struct ExportOptions: ParsableArguments {
  /// What the options select where journeys are exported.
  static let ofJourneys = """
    A case is a journey. --from and --to are about the day on which it began, --where is about
    columns of journeys; all its events are written, on whatever day.
    """

  @Option(help: "The first day, such as 2026-03-01, in the reporting zone.")
  var from: String?

  @Option(help: "The last day.")
  var to: String?

  @Option(
    name: .customLong("where"),
    help: "Only rows whose column has a value, as column=value; several values of one are 'or'.")
  var conditions: [String] = []

  @Option(help: "A release, by its directory or its name below --out (default: the latest).")
  var release: String?

  @Option(help: "The file to write, packed if its name ends in .gz (default: standard output).")
  var file: String?

  func validate() throws {
    for day in [from, to].compactMap(\.self) where CivilDate(day) == nil {
      throw ValidationError("'\(day)' is no day; write it as 2026-03-01")
    }
  }

  /// What is asked for of a dataset, its columns separated by commas.
  func request(columns: String? = nil) -> DatasetRequest {
    let columns = columns?.split(separator: ",", omittingEmptySubsequences: false)
    return DatasetRequest(
      first: from.flatMap { CivilDate($0) }, last: to.flatMap { CivilDate($0) },
      conditions: conditions, columns: columns?.map(String.init))
  }

  /// The directory of the release.
  func directory(_ published: PlaceOptions) throws -> String {
    guard let release else { return try published.latestRelease() }
    let isDirectory = try Directory.exists(release)
    let path = isDirectory ? release : try published.output() + "/releases/" + release
    guard try Directory.exists(path + "/manifest.json") else {
      throw RunFailure(.inputMissing, .r505, "there is no release in \(path)")
    }
    return path
  }

  /// Writes an event log of journeys.
  func writeLog(
    _ published: PlaceOptions, _ form: (EventLog, ExportWriter) throws -> Int
  ) throws {
    let release = try directory(published)
    try write { try form(EventLog(release: release, request()), $0) }
  }

  /// Lets an export write to where it goes.
  func write(_ body: (ExportWriter) throws -> Int) throws { try telling { try writeAll(body) } }

  /// Exports something, and says so if it found nothing to write.
  func telling(_ export: () throws -> Int) throws {
    do {
      let count = try export()
      if count == 0 { StandardError.write("nothing of the release is selected\n") }
    } catch let error as ExportError {
      throw ExportOptions.failure(error)
    } catch let error as FileError {
      throw RunFailure.creating(error)
    }
  }

  private func writeAll(_ body: (ExportWriter) throws -> Int) throws -> Int {
    guard let file else {
      let writer = ExportWriter(isPacked: false) { try StandardOutput.write(bytes: $0) }
      let count = try body(writer)
      try writer.finish()
      return count
    }
    return try OutputFile.write(to: file) { sink in
      let writer = ExportWriter(isPacked: file.hasSuffix(".gz"), to: sink)
      let count = try body(writer)
      try writer.finish()
      return count
    }
  }

  private static func failure(_ error: ExportError) -> RunFailure {
    switch error {
    case .request(let message, let help):
      RunFailure(.usage, .r505, message, help: help ?? "See 'throughline help export'.")
    case .reading(let error): .reading(error)
    case .damaged(let path, let message): RunFailure(.ioError, .p403, "\(path): \(message)")
    case .database(let path, let message):
      RunFailure(.ioError, .p402, "cannot write \(path): \(message)")
    case .scratch(let message):
      RunFailure(
        .ioError, .p402, "cannot sort in scratch space: \(message)",
        help: "Free space in the folder of temporary files, or name another with SQLITE_TMPDIR.")
    }
  }
}

/// The reporting zone of a release.
private enum PublishedZone {
  private struct Manifest: Decodable {
    var zone: String

    enum CodingKeys: String, CodingKey {
      case zone = "time_zone"
    }
  }

  /// The zone that the manifest names.
  static func of(_ release: String) throws -> ZoneRules {
    let path = release + "/manifest.json"
    // What cannot be read cannot be decoded: both are told as one.
    let data = try? Data(contentsOf: URL(filePath: path))
    let manifest = try? JSONDecoder().decode(Manifest.self, from: data ?? Data())
    guard let name = manifest?.zone, let zone = ZoneRules.named(name) else {
      throw RunFailure(.ioError, .p403, "\(path) is not as it was written")
    }
    return zone
  }
}
