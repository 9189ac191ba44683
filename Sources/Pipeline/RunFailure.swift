package import DurableFiles
package import Intake
package import JourneyModel
package import Publishing
package import RecordStore

/// Why a command could not do what was asked: the one error commands turn into an exit code.
package struct RunFailure: Error, Sendable {
  package var exit: ExitCode
  /// The diagnostic code, for `explain`.
  package var code: DiagnosticCode
  /// What happened, to what.
  ///
  /// Never a customer's value.
  package var message: String
  /// What to do; the code's own advice if nil.
  package var help: String?
  /// What else it concerns, a line each.
  package var details: [String] = []
  /// The problems of a configuration or adapter file, printed instead of the message.
  package var diagnostics: [Diagnostic] = []

  /// The interactions and profiles that together do not fit into memory, where they are the reason.
  package var vertices: Set<StableHash128> = []

  /// A failure of known parts.
  package init(
    _ exit: ExitCode, _ code: DiagnosticCode, _ message: String, help: String? = nil
  ) {
    self.exit = exit
    self.code = code
    self.message = message
    self.help = help
  }

  /// `error[I301]: message` and the help, as printed on stderr.
  package var rendered: String { rendered(as: "error") }

  /// The same with another word for how bad it is.
  package func rendered(as severity: String) -> String {
    guard diagnostics.isEmpty else { return diagnostics.map(\.rendered).joined() }
    let lines =
      ["\(severity)[\(code)]: \(PrintableText.message(message))"]
      + details.map { "  " + PrintableText.line($0) }
      + ["help: \(PrintableText.message(help ?? code.advice))"]
    return lines.joined(separator: "\n") + "\n"
  }

  /// A file operation that failed while reading inputs or state.
  package static func reading(_ error: FileError) -> RunFailure {
    if error.isMissing { return RunFailure(.inputMissing, .i307, error.description) }
    if error.isPermission { return RunFailure(.permission, .i306, error.description) }
    return RunFailure(.ioError, .i306, error.description, help: help(for: error))
  }

  /// What to do about a failure of the system; nil if only the code's own advice is known.
  private static func help(for error: FileError) -> String? {
    if error.isOutOfFiles { return "Allow the process more open files: 'ulimit -n'." }
    return error.isOutOfSpace ? "Free space there or choose another --out." : nil
  }

  /// An input of which too many records were rejected, or that does not fit.
  package static func held(_ input: StoredInput) -> RunFailure {
    let path = input.path
    if input.decision == .oversized {
      return RunFailure(
        .dataRefused, .i316,
        "\(path): with it an interaction or a customer has more records than fit into memory")
    }
    return .rejected(input)
  }

  /// Inputs that are held back; nil for none.
  static func held(_ inputs: StoredInputs) -> RunFailure? {
    guard let first = inputs.first else { return nil }
    var failure = held(first)
    guard inputs.count > 1 else { return failure }
    let total = inputs.reduce(into: Ledger()) { $0.add($1.ledger) }
    failure.message =
      "\(inputs.count) files are held back: \(total.rejected) of \(total.recordsRead) of their "
      + "records were rejected"
    failure.details = inputs.prefix(mostNamed).map { held($0).message }
    let rest = inputs.count - failure.details.count
    if rest > 0 { failure.details.append("and \(rest) more") }
    return failure
  }

  /// How many files of several are named.
  static let mostNamed = 10

  /// Inputs that are missing, stale or empty, all of them.
  static func undelivered(_ failures: [RunFailure]) -> RunFailure {
    guard failures.count > 1 else { return failures[0] }
    var failure = failures[0]
    failure.message = "\(failures.count) things that are expected did not come"
    failure.details = failures.prefix(100).map(\.message)
    let rest = failures.count - failure.details.count
    if rest > 0 { failure.details.append("and \(rest) more") }
    failure.help = Set(failures.map(\.code)).count == 1 ? failure.help : DiagnosticCode.i317.advice
    return failure
  }

  /// How much of an input was rejected.
  package static func rejected(_ input: StoredInput) -> RunFailure {
    let ledger = input.ledger
    return RunFailure(
      .dataRefused, .i310,
      "\(input.path): \(ledger.rejected) of \(ledger.recordsRead) records were rejected, "
        + "\(ledger.rejectedBytes) of \(ledger.bytes) bytes")
  }

  /// An input whose last record is left out for now.
  package static func unsettled(_ input: StoredInput) -> RunFailure {
    RunFailure(
      .notSettled, .i315,
      "\(input.path): the last record has no line end and the file was changed "
        + "shortly before the run, so that record is left for the next run")
  }

  /// An input that is a pipe, a device or a socket, which have no end to wait for.
  package static func notRegular(_ path: String) -> RunFailure {
    RunFailure(
      .inputMissing, .i309, "\(path) is a pipe, a device or a socket")
  }

  /// A store of an earlier format some of whose files are gone.
  static func gone(_ paths: [String], format: Int64, _ storeDirectory: String) -> RunFailure {
    var failure = RunFailure(
      .inputMissing, .s302,
      "the store \(storeDirectory) has format \(format) and has to be read again, and "
        + (paths.count == 1 ? "a file is gone" : "\(paths.count) files are gone"),
      help: "Bring them back, or use the version that made the store.")
    failure.details = Array(paths.prefix(mostNamed))
    let rest = paths.count - failure.details.count
    if rest > 0 { failure.details.append("and \(rest) more") }
    return failure
  }

  /// A file operation that failed while creating the store or the output.
  package static func creating(_ error: FileError) -> RunFailure {
    error.isOutOfSpace || error.isOutOfFiles
      ? writing(error) : RunFailure(.cannotCreate, .p401, error.description)
  }

  /// A file operation that failed while writing.
  package static func writing(_ error: FileError) -> RunFailure {
    RunFailure(.ioError, .p402, error.description, help: help(for: error))
  }

  /// A failure of the store.
  package static func store(_ error: StoreError) -> RunFailure {
    switch error {
    case .file(let error): writing(error)
    case .catalog: RunFailure(.ioError, .p402, error.description)
    case .damaged, .damagedCatalog, .version:
      RunFailure(.ioError, .s302, error.description, help: error.help)
    }
  }

  /// Scratch space that failed, or work that does not fit into memory beside it.
  package static func scratch(_ error: ScratchError) -> RunFailure {
    switch error {
    case .file(let error as FileError): writing(error)
    case .file: RunFailure(.ioError, .p402, "scratch space failed")
    case .damaged: RunFailure(.ioError, .p403, "scratch space does not read back as it was written")
    case .needsMemory(let bytes, let allowed):
      RunFailure(
        .ioError, .r504,
        "identity resolution needs more than \(bytes >> 20) MiB and may take \(allowed >> 20) MiB",
        help: "Allow 10 bytes for each interaction leg, profile and survey, and more where most of "
          + "them carry several customer ids: --memory.")
    }
  }

  /// An input that cannot be used.
  package static func input(_ error: InputFailure, path: String) -> RunFailure {
    let line = error.line.map { " line \($0)," } ?? ""
    let place = "\(path):\(line) byte \(error.byteOffset)"
    return RunFailure(
      .dataRefused, error.code, "\(place): \(error.message)", help: error.help)
  }

  /// A published release that was no longer what had been published.
  package static let restored = RunFailure(
    .ioError, .p404,
    "the published release was not as it had been written; a new one takes its place, in which "
      + "restatements.csv and customer-changes.csv do not say what changed against it")

  /// A release that could not be written.
  package static func release(_ error: ReleaseError) -> RunFailure {
    switch error {
    case .file(let error): writing(error)
    case .damaged: RunFailure(.ioError, .p403, error.description)
    case .interrupted: Interruption.failure
    }
  }

  /// Problems of a configuration or adapter file.
  package static func diagnostics(_ error: DiagnosticError) -> RunFailure {
    var failure = RunFailure(
      .configuration, error.diagnostics.first?.code ?? .c103,
      "\(error.diagnostics.count) problems")
    failure.diagnostics = error.diagnostics
    return failure
  }
}

extension RunFailure {
  /// The same for programs: `{code, message, details, help}`.
  package var json: JSONValue {
    .object([
      ("code", .text(code.code)),
      ("message", .text(diagnostics.first?.message ?? message)),
      ("details", .array(details.map { .text($0) })),
      ("help", .optional(help ?? diagnostics.first?.help ?? code.advice)),
    ])
  }
}
