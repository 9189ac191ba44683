import ArgumentParser
import JourneyAnalysis
import JourneyModel
import Pipeline
import Publishing
import Settings

/// `throughline explain X`: the evidence of something published, or a definition.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract:
      "Explain a journey, interaction, finding, customer, record, measure, detector or code.",
    discussion: """
      Ids are those of the datasets; an interaction may also be named by its native id. What was
      published is traced to the source file and byte. 'explain why-not A B' says why two
      interactions are not in one journey.
      """)

  @Argument(
    help: "An id, a native id, a measure, a detector or a code; or why-not and two interactions.")
  var names: [String]

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var place: PlaceOptions

  func validate() throws {
    guard names.count == (names.first == "why-not" ? 3 : 1) else {
      throw ValidationError("name one thing, or 'why-not' and two interactions")
    }
  }

  func run() throws {
    if names.count == 1, !json, let definition = Definitions.text(of: names[0]) {
      return try StandardOutput.write(definition)
    }
    if names.count == 1, json, let definition = Definitions.json(of: names[0]) {
      return try StandardOutput.write(definition.indentedText)
    }
    let release = try place.latestRelease()
    let explanation = Explanation(
      release: release, configuration: try place.configuration(orHere: true))
    let found =
      names.count == 1
      ? try explanation.of(names[0]) : try explanation.whyNot(names[1], names[2])
    guard let found else { throw unknown(asOf: explanation.asOf) }
    if json {
      let document = JSONValue.object([
        ("version", .integer(1)), ("release", .text(release)), ("explained", found.json),
      ])
      return try StandardOutput.write(document.indentedText)
    }
    try StandardOutput.write(found.lines.map { PrintableText.line($0) + "\n" }.joined())
  }

  /// That there is no such thing, with what is near and until when the release knows anything.
  private func unknown(asOf: String?) -> RunFailure {
    let until = asOf.map { "The release is as of \($0): what began later is not in it." }
    guard names.count == 1 else {
      return RunFailure(
        .checkFailed, .r505,
        "'\(names[1])' and '\(names[2])' are not both interactions of the release", help: until)
    }
    let nearest = Suggestion.nearest(to: names[0], among: Definitions.names)
      .map { "did you mean '\($0)'?" }
    return RunFailure(
      .checkFailed, .r505, "nothing published or defined is called '\(names[0])'",
      help: [nearest, until].compactMap(\.self).joined(separator: " "))
  }
}

/// The things that are defined rather than published.
enum Definitions {
  /// Measures, detectors and diagnostic codes, for suggestions.
  static var names: [String] {
    components.map(\.id) + DiagnosticCode.all.map(\.code)
  }

  /// The definition of a name; nil if nothing is defined by it.
  static func text(of name: String) -> String? {
    if let code = DiagnosticCode.all.first(where: { $0.code == name.uppercased() }) {
      return "\(code): \(code.meaning)\n\(code.advice)\n"
    }
    let component = components.first { $0.id == name || $0.number == name.uppercased() }
    return component.map { ComponentText.text(of: $0) }
  }

  /// The definition of a name in members; nil if nothing is defined by it.
  static func json(of name: String) -> JSONValue? {
    if let code = DiagnosticCode.all.first(where: { $0.code == name.uppercased() }) {
      return DiagnosticsCommand.json(of: code)
    }
    return components.first { $0.id == name || $0.number == name.uppercased() }
      .map(ComponentText.json(of:))
  }

  private static var components: [ComponentDescription] {
    Measures.descriptions + Detectors.descriptions
  }
}
