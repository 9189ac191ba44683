internal import CivilTime
internal import DurableFiles
internal import JourneyModel
internal import Publishing
internal import RecordStore

/// Writes the part of a release that says how it came about: inputs with ledgers, and the run.
struct Provenance {
  /// The inputs that the release is made of.
  let inputs: StoredInputs
  /// Those it is without.
  let held: StoredInputs
  let results: InputResults
  let publication: String
  let asOf: Instant
  let startOfRun: Instant
  let toolVersion: String

  /// Writes `inputs.json`, `run.json`, `restatements.csv` and `customer-changes.csv` under a
  /// release's `provenance/`.
  func write(
    to directory: String, restatements: String, customerChanges: String
  ) throws(RunFailure) {
    let folder = directory + "/provenance"
    do throws(FileError) { try Directory.createAll(folder, mode: 0o750) } catch {
      throw .writing(error)
    }
    // An input a line: there may be a million.
    var separator = "["
    let all = inputs.lazy.map { ($0, false) }
    var file = try TextFileWriter(folder + "/inputs.json")
    for (input, isHeld) in [all, held.lazy.map { ($0, true) }].joined() {
      try file.write(separator + "\n" + json(of: input, isHeld: isHeld).compactText)
      separator = ","
    }
    try file.finish(separator == "[" ? "[]\n" : "\n]\n")
    try TextFileWriter(folder + "/run.json").finish(runJSON.indentedText)
    try TextFileWriter(folder + "/restatements.csv").finish(restatements)
    try TextFileWriter(folder + "/customer-changes.csv").finish(customerChanges)
  }

  private func json(of input: StoredInput, isHeld: Bool) -> JSONValue {
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
      ("rejected", .integer(ledger.rejected)),
      ("rejectedBytes", .integer(ledger.rejectedBytes)),
      ("duplicates", .integer(ledger.duplicates)),
      ("skipped", .integer(ledger.skippedTotal)),
      ("skippedReasons", .object(skipped.map { ($0.key, .integer($0.value)) })),
      ("bytes", .integer(ledger.bytes)), ("recordBytes", .integer(ledger.recordBytes)),
      ("framingBytes", .integer(ledger.framingBytes)),
      ("zoneAssumed", .bool(input.isZoneAssumed)),
      ("repeatedTimes", .integer(ledger.repeatedTimes)),
      ("skippedTimes", .integer(ledger.skippedTimes)), ("late", .null),
      ("held", .bool(isHeld)),
    ])
  }

  private var runJSON: JSONValue {
    let others = results.compactMap(fileJSON)
    return .object([
      ("publication", .text(publication)), ("tool", .text(toolVersion)),
      ("startedAt", .text(InstantText.iso8601(microseconds: startOfRun.microseconds))),
      ("asOf", .text(InstantText.iso8601(microseconds: asOf.microseconds))),
      ("read", .integer(Int64(results.count { if case .read = $0 { true } else { false } }))),
      (
        "unchanged",
        .integer(Int64(results.count { if case .unchanged = $0 { true } else { false } }))
      ),
      ("others", .integer(Int64(others.count))),
      ("files", .array(Array(others.prefix(Provenance.mostNamed)))),
    ])
  }

  /// How many files are named that are no inputs.
  private static let mostNamed = 10_000

  /// What became of a file that is no input, which `inputs.json` lists.
  private func fileJSON(_ result: InputResult) -> JSONValue? {
    switch result {
    case .read, .unchanged: nil
    case .unknown(let path, let unknown, _):
      .object([
        ("path", .text(path)), ("outcome", .text("unknown")), ("reason", .text(unknown.reason)),
      ])
    case .refused(let path, let failure):
      .object([
        ("path", .text(path)), ("outcome", .text("refused")), ("code", .text(failure.code.code)),
      ])
    }
  }
}

/// Writes a text file piece by piece and reads it back.
private struct TextFileWriter: ~Copyable {
  private var file: File
  private let path: String
  private var waiting: [UInt8] = []
  private var digest = ContentSHA256()

  private static let pieceBytes = 64 << 10

  /// A new file.
  init(_ path: String) throws(RunFailure) {
    self.path = path
    do throws(FileError) { file = try File.create(path, mode: 0o640) } catch {
      throw .writing(error)
    }
  }

  /// Adds a text.
  mutating func write(_ text: String) throws(RunFailure) {
    waiting.append(contentsOf: text.utf8)
    if waiting.count >= TextFileWriter.pieceBytes { try flush() }
  }

  /// Adds the last text and compares what is there with what was written.
  consuming func finish(_ text: String) throws(RunFailure) {
    try write(text)
    try flush()
    let (path, expected) = (path, digest.hexadecimal)
    do throws(FileError) { try file.close(synchronizing: false) } catch { throw .writing(error) }
    let found = try FileHash.sha256(of: File.openInput(path))
    guard found == expected else { throw .release(.damaged(path: path)) }
  }

  private mutating func flush() throws(RunFailure) {
    do throws(FileError) { try file.write(waiting) } catch { throw .writing(error) }
    waiting.withUnsafeBytes { digest.update($0) }
    waiting.removeAll(keepingCapacity: true)
  }
}
