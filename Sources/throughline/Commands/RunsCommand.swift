import ArgumentParser
import CivilTime
import JourneyModel
import Pipeline
import Publishing

/// `throughline runs`.
struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "List past runs, failed and killed ones, too.",
    discussion: """
      The newest comes last. Of a run that failed the last column says why, of one that published
      which release. The store keeps the newest \(RunRecords.most).
      """)

  @Option(name: [.customShort("n"), .long], help: "How many are listed, the newest.")
  var limit = 20

  @Flag(help: "Print them as JSON, with the time of every stage.")
  var json = false

  @OptionGroup var place: PlaceOptions

  func validate() throws {
    guard limit > 0 else { throw ValidationError("--limit must be at least 1") }
  }

  func run() throws {
    let request = try place.request(place.configuration(orHere: true))
    let records = try RunRecords(storeDirectory: request.storeDirectory).all()
    guard !records.isEmpty else {
      throw RunFailure(
        .inputMissing, .r505, "there was no run yet with the store \(request.storeDirectory)",
        help: "Name its directory with --store or --out, or its configuration with --config.")
    }
    if json {
      let text = JSONValue.array(records.suffix(limit).map(\.json)).indentedText
      return try StandardOutput.write(text)
    }
    for record in records.suffix(limit) { try StandardOutput.line(line(record)) }
  }

  private func line(_ record: RunRecord) -> String {
    let started = InstantText.iso8601(microseconds: record.startedAt.microseconds).prefix(19) + "Z"
    let took = record.tookMicroseconds.map { "\($0 / 1_000_000).\($0 / 100_000 % 10) s" } ?? "-"
    let read = record.read
    let why = [record.code, record.message].compactMap(\.self).joined(separator: ": ")
    return "\(started)  \(took)  \(record.state)  \(read.files) files read, "
      + "\(read.unchangedFiles) unchanged, \(read.records) records, \(read.rejected) rejected  "
      + (why.isEmpty ? record.release ?? "" : why)
  }
}
