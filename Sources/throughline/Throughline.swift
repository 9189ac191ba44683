import ArgumentParser
import JourneyModel
import Pipeline
import Settings

/// The program: parses the command line, runs one command, and turns every error into an exit
/// code in one place.
@main
struct Throughline: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "throughline",
    abstract: "Turns exports of call, chat, ticket, survey and CRM systems into customer journeys.",
    discussion: """
      EXAMPLES
        throughline run exports/ --out out        read a folder, publish a release
        throughline run --config throughline.yaml read the configured inputs
        throughline inspect calls.csv             which adapter, why, first records
        throughline explain ID --out out          where a number comes from
        throughline report --from 2026-03-01      a report of any days
        throughline export csv journeys           what was published, for other tools
        throughline help exit-codes               what the exit codes mean
      """,
    version: Run.version,
    subcommands: [
      InitCommand.self, PlanCommand.self, RunCommand.self, ReplayCommand.self, InputsCommand.self,
      AcceptCommand.self, RejectsCommand.self, RunsCommand.self, DiffCommand.self,
      VerifyCommand.self, InspectCommand.self, ExplainCommand.self, ReportCommand.self,
      ExportCommand.self, ValidateCommand.self, TestCommand.self, AdaptersCommand.self,
      DetectorsCommand.self, MeasuresCommand.self, TablesCommand.self, DiagnosticsCommand.self,
      SchemaCommand.self, GenerateCommand.self,
    ])

  static func main() {
    Interruption.install()
    do {
      let arguments = try ProgramArguments.read()
      try checkVerb(arguments.first)
      if arguments.first == "help", try HelpTopics.show(arguments.dropFirst().first) {
        return try StandardOutput.finish()
      }
      var command = try parseAsRoot(arguments)
      try command.run()
      try StandardOutput.finish()
    } catch {
      exit(for: error)
    }
  }

  /// The verbs there are.
  static var verbs: [String] {
    configuration.subcommands.compactMap { $0.configuration.commandName }
  }

  /// Asks for a verb, and names the nearest one for a misspelled one, which the parser would only
  /// call unexpected.
  private static func checkVerb(_ verb: String?) throws {
    guard let verb else { throw ValidationError("a command is missing") }
    let verbs = verbs + ["help"]
    guard !verb.hasPrefix("-"), !verbs.contains(verb) else { return }
    let nearest = Suggestion.nearest(to: verb, among: verbs)
    throw RunFailure(
      .usage, .r505, "there is no command '\(verb)'",
      help: nearest.map { "did you mean '\($0)'?" }
        ?? "Use one of: \(verbs.joined(separator: ", ")).")
  }

  /// Prints what happened and ends the process with the code `interface.md` gives it.
  private static func exit(for error: any Error) -> Never {
    switch error {
    case let failure as RunFailure:
      Log.write(LogEntry.entries(failure))
      leave(failure.exit)
    case let error as DiagnosticError:
      Log.write(error.diagnostics.prefix(20).map(LogEntry.entry))
      if error.diagnostics.count > 20 {
        StandardError.write("… \(error.diagnostics.count - 20) more problems\n")
      }
      leave(.configuration)
    case is StandardOutput.Closed:
      leave(.published)
    default:
      leave(with: error)
    }
  }

  /// Prints what the parser says, which is help where that was asked for.
  private static func leave(with error: any Error) -> Never {
    let code = exitCode(for: error)
    let text = fullMessage(for: error) + "\n"
    guard code == .success else {
      StandardError.write(text)
      Throughline.exit(withError: code)
    }
    do { try StandardOutput.write(text) } catch { exit(for: error) }
    leave(.published)
  }

  private static func leave(_ code: Pipeline.ExitCode) -> Never {
    Throughline.exit(withError: ArgumentParser.ExitCode(code.rawValue))
  }
}
