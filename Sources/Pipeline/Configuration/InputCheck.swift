package import Intake
package import JourneyModel

/// Checks that the inputs of a configuration and the adapters they name fit together.
package struct InputCheck {
  private let configuration: Configuration
  private let library: AdapterLibrary
  private let context: IntakeContext

  /// A check of a configuration's inputs.
  package init(configuration: Configuration, library: AdapterLibrary) {
    self.configuration = configuration
    self.library = library
    context = IntakeContext(library: library, configuration: configuration, key: .ofNothingKept)
  }

  /// Binds every input to its adapter as a run would; throws all that does not fit.
  package func run() throws(RunFailure) {
    var problems: [Diagnostic] = []
    for input in configuration.inputs {
      guard let id = input.adapter else { continue }
      guard let adapter = library.adapter(id: id) else {
        throw RunFailure(.configuration, .c106, "there is no adapter '\(id)'")
      }
      do throws(DiagnosticError) {
        _ = try InputReader(
          adapter: adapter, settings: context.settings(for: input), key: context.key, input: 0)
      } catch {
        problems += error.diagnostics
      }
    }
    if !problems.isEmpty { throw .diagnostics(DiagnosticError(problems)) }
  }

  /// What the adapters name and the first file of each input that is there does not have, by input;
  /// of bundled adapters only what looks like a slip.
  package func absentNames() throws(RunFailure) -> [(input: String, names: [AbsentName])] {
    var absent: [(input: String, names: [AbsentName])] = []
    var seen: Set<String> = []
    for file in try InputSearch(configuration: configuration).find(at: []).files {
      guard let input = file.configured, seen.insert(input.name).inserted else { continue }
      // A file that cannot be read is for `run` and `inspect` to explain.
      guard let inspection = try? Inspection.of(file, context: context) else { continue }
      let names = inspection.absentNames.filter {
        !inspection.adapter.isBundled || $0.nearest != nil
      }
      if !names.isEmpty { absent.append((input.name, names)) }
    }
    return absent
  }
}
