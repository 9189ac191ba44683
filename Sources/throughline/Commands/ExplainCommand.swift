import ArgumentParser
import JourneyAnalysis
import JourneyModel
import Pipeline
import Settings

/// `throughline explain X`: the evidence of something published, or a definition.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract:
      "Explain a journey, interaction, finding, customer, record, measure, detector or code.",
    discussion: """
      Ids are those of the datasets; an interaction may also be named by its native id. What was
      published is traced to the source file and byte.
      """)

  @Argument(help: "An id, a native id, a measure, a detector or a diagnostic code.")
  var name: String

  @OptionGroup var place: PlaceOptions

  func run() throws {
    if let definition = Definitions.text(of: name) {
      return try StandardOutput.write(definition)
    }
    let release = try place.latestRelease()
    guard let text = try Explanation.of(name, release: release) else {
      let nearest = Suggestion.nearest(to: name, among: Definitions.names)
      throw RunFailure(
        .checkFailed, .r505, "nothing published or defined is called '\(name)'",
        help: nearest.map { "did you mean '\($0)'?" })
    }
    try StandardOutput.write(text)
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

  private static var components: [ComponentDescription] {
    Measures.descriptions + Detectors.descriptions
  }
}
