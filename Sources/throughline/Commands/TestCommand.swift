import ArgumentParser
import DurableFiles
import Intake
import JourneyModel
import Pipeline

/// `throughline test [ADAPTER|FILE…]`: the tests of adapters and of their fixture folders, and of
/// the configuration's reasons and personas.
struct TestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Run the tests of adapters, reasons and personas.",
    discussion: """
      Without arguments all bundled adapters and those beside the configuration are tested, and the
      configuration's files of reasons and personas. An argument is the id of an adapter or an
      adapter file. The samples of an adapter lie in a folder of its id, beside its file or in the
      folder that --fixtures names. Exit code 1 means that a test failed, 78 that an adapter or a
      file cannot be read.
      """)

  @Argument(help: "Ids of adapters, or adapter files.")
  var adapters: [String] = []

  @Option(help: "A folder that holds a folder of samples for each adapter.")
  var fixtures: String?

  @OptionGroup var place: PlaceOptions

  func run() throws {
    let configuration = try place.configuration(orHere: true)
    var library = try IntakeContext.library(for: configuration)
    var ids: [String] = []
    for name in adapters { ids.append(try id(of: name, in: &library)) }
    let tested = ids.isEmpty ? library.adapters.map(\.id) : ids
    var (failures, untested) = (0, 0)
    for adapter in tested.compactMap(library.adapter(id:)) {
      let check = try AdapterCheck(adapter: adapter, fixture: try fixture(of: adapter))
      failures += check.problems.isEmpty ? 0 : 1
      untested += check.testCount + check.sampleCount == 0 ? 1 : 0
      for problem in check.problems { StandardError.write(problem.rendered) }
      let absent = check.absentNames.filter { !adapter.isBundled || $0.nearest != nil }
      if !absent.isEmpty {
        StandardError.write(
          "note[A109]: \(adapter.id): no sample has \(NotesText.list(absent))\n")
      }
      try StandardOutput.line(
        "\(adapter.id.padding(to: 28)) \(ComponentText.count(check.testCount, "test")), "
          + "\(ComponentText.count(check.sampleCount, "sample")): \(Self.verdict(check))")
    }
    if untested > 0, fixtures == nil {
      StandardError.write(
        "help: the samples of bundled adapters are not in the program; in its source tree: "
          + "--fixtures Fixtures/adapters\n")
    }
    let rules = ids.isEmpty ? RuleFileCheck.all(of: configuration) : []
    for check in rules {
      for problem in check.problems { StandardError.write(problem.rendered) }
      let verdict = check.problems.isEmpty ? "ok" : "FAILED"
      try StandardOutput.line(
        "\(check.file.padding(to: 28)) \(ComponentText.count(check.testCount, "test")): \(verdict)")
    }
    if failures > 0 {
      throw RunFailure(
        .checkFailed, .a106, "\(failures) of \(tested.count) adapters failed their tests")
    }
    if let failed = rules.first(where: { !$0.problems.isEmpty }) {
      throw RunFailure(.checkFailed, .c109, "\(failed.file) failed its tests")
    }
  }

  /// The id of an adapter that is named by itself or by its file, which is then read.
  private func id(of name: String, in library: inout AdapterLibrary) throws -> String {
    if library.adapter(id: name) != nil { return name }
    guard name.hasSuffix(".yaml") || name.hasSuffix(".yml") else {
      throw CatalogueOptions.unknown(name)
    }
    return try library.add(text: TextFile.read(name), file: name)
  }

  private func fixture(of adapter: Adapter) throws -> String? {
    if let fixtures { return fixtures + "/" + adapter.id }
    // A bundled adapter has no folder of its own.
    guard try Directory.exists(adapter.file) else { return nil }
    return (Directory.parent(of: adapter.file) ?? ".") + "/" + adapter.id
  }

  private static func verdict(_ check: AdapterCheck) -> String {
    if !check.problems.isEmpty { return "FAILED" }
    return check.testCount + check.sampleCount == 0 ? "nothing to test" : "ok"
  }
}
