import ArgumentParser
import JourneyModel
import Pipeline
import Publishing
import RecordStore

/// `throughline inputs list|drop NAME`.
struct InputsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inputs", abstract: "List the inputs of the state, or drop some.",
    subcommands: [ListInputs.self, DropInputs.self], defaultSubcommand: ListInputs.self)
}

/// `throughline inputs list`.
struct ListInputs: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the inputs of the state and what became of their records.")

  @Flag(help: "Only those that are held back.")
  var held = false

  @Flag(help: "Print them as JSON.")
  var json = false

  @OptionGroup var place: PlaceOptions

  func run() throws {
    let entries = try place.state().entries().filter { $0.isHeld || !held }
    if json {
      return try StandardOutput.write(JSONValue.array(entries.map(Self.json(of:))).indentedText)
    }
    for (input, isHeld) in entries {
      let ledger = input.ledger
      try StandardOutput.line(
        "\(input.source.name)  \(input.path)  \(ledger.accepted) accepted  "
          + "\(ledger.rejected) rejected  \(ledger.duplicates) duplicates  "
          + "\(ledger.skippedTotal) skipped"
          + (isHeld ? "  held" : ""))
    }
  }

  private static func json(of entry: StateAccess.Entry) -> JSONValue {
    let (input, ledger) = (entry.input, entry.input.ledger)
    return .object([
      ("name", .text(input.source.name)), ("adapter", .text(input.source.adapter)),
      ("path", .text(input.path)), ("records", .integer(ledger.recordsRead)),
      ("accepted", .integer(ledger.accepted)), ("rejected", .integer(ledger.rejected)),
      ("duplicates", .integer(ledger.duplicates)), ("skipped", .integer(ledger.skippedTotal)),
      ("held", .bool(entry.isHeld)),
    ])
  }
}

/// `throughline inputs drop NAME…`.
struct DropInputs: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drop", abstract: "Take inputs out of the state, with all their records.",
    discussion: """
      The next run publishes without them. A file that still lies where inputs are read from is
      read again by that run: move it away first.
      """)

  @Argument(help: "Names of inputs, or paths of files that were read.")
  var names: [String]

  @OptionGroup var place: PlaceOptions

  func run() throws {
    let state = try place.state()
    let inputs = try names.flatMap { try state.entries(named: $0) }.map(\.input)
    try state.drop(inputs)
    try StandardOutput.line(ComponentText.count(inputs.count, "input") + " dropped")
  }
}

/// `throughline accept NAME…`.
struct AcceptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept", abstract: "Use inputs that are held back.",
    discussion: """
      An input with too many rejected records is used as it is: what was rejected stays rejected.
      One that did not fit into memory is tried again by the next run. That run publishes with it.
      """)

  @Argument(help: "Names of inputs, or paths of files that were read.")
  var names: [String]

  @OptionGroup var place: PlaceOptions

  func run() throws {
    let state = try place.state()
    var accepted: [StoredInput] = []
    for name in names {
      let held = try state.entries(named: name).filter(\.isHeld).map(\.input)
      if held.isEmpty {
        throw RunFailure(
          .checkFailed, .r505, "'\(name)' is not held back",
          help: "See 'throughline inputs list --held'.")
      }
      accepted += held
    }
    try state.accept(accepted)
    try StandardOutput.line(ComponentText.count(accepted.count, "input") + " accepted")
  }
}

/// `throughline rejects [NAME…]`.
struct RejectsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rejects", abstract: "List rejected records: where they are, and why.",
    discussion: """
      Of a rejected record the state keeps its place and its masked beginning. Repair the file and
      have it read again in the place of what was read: throughline replay FILE.
      """)

  @Argument(help: "Names of inputs, or paths of files that were read; all if none.")
  var names: [String] = []

  @Option(help: "How many are listed.")
  var limit = 100

  @Flag(help: "Print them, and how many of each code there are, as JSON.")
  var json = false

  @OptionGroup var place: PlaceOptions

  func validate() throws {
    guard (0...100_000).contains(limit) else {
      throw ValidationError("--limit must be from 0 to 100000")
    }
  }

  func run() throws {
    let state = try place.state()
    let entries =
      names.isEmpty ? try state.entries() : try names.flatMap { try state.entries(named: $0) }
    let paths = Dictionary(
      entries.map { ($0.input.number, $0.input.path) }, uniquingKeysWith: { first, _ in first })
    let list = try state.rejections(of: entries.map(\.input), limit: limit)
    if json { return try StandardOutput.write(Self.json(of: list, paths).indentedText) }
    for found in list.first {
      let rejection = found.rejection
      let line = rejection.line > 0 ? ":\(rejection.line)" : ""
      try StandardOutput.line(
        "\(paths[found.input] ?? "")\(line): byte \(rejection.byteOffset), "
          + "\(rejection.byteLength) bytes: \(rejection.code) "
          + (rejection.column.map { "\($0): " } ?? "") + "\(rejection.message)  \(found.excerpt)")
    }
    for (code, count) in list.counts.sorted(by: { $0.key.code < $1.key.code }) {
      try StandardOutput.line("\(count) × \(code) \(code.meaning)")
    }
  }

  private static func json(of list: RejectionList, _ paths: [UInt32: String]) -> JSONValue {
    let first = list.first.map { found in
      let rejection = found.rejection
      return JSONValue.object([
        ("path", .optional(paths[found.input])), ("line", .integer(Int64(rejection.line))),
        ("byte", .integer(Int64(rejection.byteOffset))),
        ("bytes", .integer(Int64(rejection.byteLength))), ("code", .text(rejection.code.code)),
        ("column", .optional(rejection.column)), ("message", .text(rejection.message)),
        ("excerpt", .text(found.excerpt)),
      ])
    }
    let codes = list.counts.sorted { $0.key.code < $1.key.code }.map { code, count in
      JSONValue.object([("code", .text(code.code)), ("count", .integer(count))])
    }
    return .object([("codes", .array(codes)), ("rejects", .array(first))])
  }
}

/// `throughline verify [RELEASE]`.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Read a release again and compare it with its manifest.")

  @Argument(help: "The directory of a release; the published one of --out if none is given.")
  var release: String?

  @OptionGroup var place: PlaceOptions

  func run() throws {
    let check = try ReleaseCheck(release ?? place.latestRelease())
    guard let first = check.problems.first else {
      return try StandardOutput.line(
        "ok: " + ComponentText.count(check.fileCount, "file") + " are what was published")
    }
    for problem in check.problems.dropFirst() { StandardError.write("\(problem)\n") }
    throw RunFailure(
      .checkFailed, .p404, first, help: "Remove the release; the next run writes it again.")
  }
}
