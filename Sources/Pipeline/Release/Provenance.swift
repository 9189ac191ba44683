internal import CivilTime
internal import DurableFiles
internal import JourneyModel
internal import Publishing
internal import RecordStore

/// Writes the part of a release that says how it came about: inputs with ledgers, and the run.
struct Provenance {
  /// The inputs that the release is made of.
  let inputs: [StoredInput]
  /// Those it is without.
  let held: [StoredInput]
  let results: [InputResult]
  let publication: String
  let asOf: Instant
  let startOfRun: Instant
  let toolVersion: String

  /// Writes `inputs.json`, `run.json` and `restatements.csv` under a release's `provenance/`.
  func write(to directory: String, restatements: String) throws(RunFailure) {
    try write(inputsJSON.indentedText, to: directory + "/provenance/inputs.json")
    try write(runJSON.indentedText, to: directory + "/provenance/run.json")
    try write(restatements, to: directory + "/provenance/restatements.csv")
  }

  private var inputsJSON: JSONValue {
    .array(
      (inputs.map { ($0, false) } + held.map { ($0, true) }).map { input, isHeld in
        let ledger = input.ledger
        let skipped = ledger.skipped.sorted { $0.key < $1.key }
        return .object([
          ("source", .text(input.source.name)), ("system", .text(input.source.system)),
          ("instance", .text(input.source.instance)), ("adapter", .text(input.source.adapter)),
          ("path", .text(input.path)), ("sha256", .text(input.file.sha256)),
          ("fileBytes", .integer(input.file.byteCount)),
          ("contentSha256", .text(input.content.sha256)),
          ("openEnded", .bool(input.isOpenEnded)),
          ("fingerprint", .text(input.fingerprint.description)),
          ("recordsRead", .integer(ledger.recordsRead)), ("accepted", .integer(ledger.accepted)),
          ("rejected", .integer(ledger.rejected)), ("duplicates", .integer(ledger.duplicates)),
          ("skipped", .integer(ledger.skippedTotal)),
          ("skippedReasons", .object(skipped.map { ($0.key, .integer($0.value)) })),
          ("bytes", .integer(ledger.bytes)), ("recordBytes", .integer(ledger.recordBytes)),
          ("framingBytes", .integer(ledger.framingBytes)),
          ("zoneAssumed", .bool(input.isZoneAssumed)),
          ("repeatedTimes", .integer(ledger.repeatedTimes)),
          ("skippedTimes", .integer(ledger.skippedTimes)), ("late", .null),
          ("held", .bool(isHeld)),
        ])
      })
  }

  private var runJSON: JSONValue {
    .object([
      ("publication", .text(publication)), ("tool", .text(toolVersion)),
      ("startedAt", .text(InstantText.iso8601(microseconds: startOfRun.microseconds))),
      ("asOf", .text(InstantText.iso8601(microseconds: asOf.microseconds))),
      ("files", .array(results.map(fileJSON))),
    ])
  }

  private func fileJSON(_ result: InputResult) -> JSONValue {
    switch result {
    case .read(let input, _):
      .object([("path", .text(input.path)), ("outcome", .text("read"))])
    case .unchanged(let path, _):
      .object([("path", .text(path)), ("outcome", .text("unchanged"))])
    case .unknown(let path, let reason, _):
      .object([("path", .text(path)), ("outcome", .text("unknown")), ("reason", .text(reason))])
    case .refused(let path, let failure):
      .object([
        ("path", .text(path)), ("outcome", .text("refused")), ("code", .text(failure.code.code)),
      ])
    }
  }

  private func write(_ text: String, to path: String) throws(RunFailure) {
    let found: [UInt8]
    do throws(FileError) {
      if let parent = Directory.parent(of: path) { try Directory.createAll(parent, mode: 0o750) }
      var file = try File.create(path, mode: 0o640)
      try file.write(Array(text.utf8))
      try file.close(synchronizing: false)
      found = try WholeFile.read(path, limit: .max)
    } catch {
      throw .writing(error)
    }
    guard found.elementsEqual(text.utf8) else { throw .release(.damaged(path: path)) }
  }
}
