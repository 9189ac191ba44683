internal import Intake
package import JourneyModel

/// The tests of a configuration's file of reasons or of personas.
package struct RuleFileCheck: Sendable {
  /// The file, as the configuration leads to it.
  package let file: String
  /// How many tests it brings along.
  package let testCount: Int
  /// What did not come out as expected.
  package let problems: [Diagnostic]

  /// Runs the tests of both files, as far as the configuration names them.
  package static func all(of configuration: Configuration) -> [RuleFileCheck] {
    var checks: [RuleFileCheck] = []
    if let file = configuration.reasonFile {
      let tests = ReasonTests(file)
      checks.append(
        RuleFileCheck(file: file.file, testCount: tests.count, problems: tests.problems))
    }
    if let file = configuration.personaFile {
      let tests = PersonaTests(file)
      checks.append(
        RuleFileCheck(file: file.file, testCount: tests.count, problems: tests.problems))
    }
    return checks
  }
}
