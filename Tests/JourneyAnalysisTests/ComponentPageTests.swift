import CivilTime
import Foundation
import JourneyAnalysis
import JourneyModel
import TestSupport
import Testing

/// The pages of detectors and measures say what the code and the fixtures say.
///
/// `UPDATE_GOLDEN=1` rewrites them; `scripts/reference-pages` does.
@Suite struct ComponentPageTests {
  @Test(arguments: [
    ("detectors", "Friction detectors", Detectors.descriptions),
    ("measures", "Measures", Measures.descriptions),
  ])
  func aPageOfComponents(
    kind: String, title: String, components: [ComponentDescription]
  ) throws {
    var page = """
      # \(title)

      <!-- Made from the code and from Fixtures/\(kind) by scripts/reference-pages. -->


      """
    page += try components.map { try Self.section(of: $0, kind) }.joined(separator: "\n")
    let file = Judge.root.appendingPathComponent("docs/\(kind).md")
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      try page.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == page, "run scripts/reference-pages")
  }

  private static func section(of component: ComponentDescription, _ kind: String) throws -> String {
    let number = component.number.map { "\($0) " } ?? ""
    var text = """
      ## \(number)\(component.title)

      `\(component.id)`: \(component.summary) \(component.formula)

      Needs \(component.requires.joined(separator: "; ")). Source: \(component.source).


      """
    if !component.parameters.isEmpty {
      text += "| setting | default | meaning |\n|---|---|---|\n"
      for parameter in component.parameters {
        let name = "\(component.id).\(parameter.name)"
        text += "| `\(name)` | \(value(of: parameter)) | \(parameter.summary) |\n"
      }
      text += "\n"
    }
    let example = try #require(try GoldenFolder("\(kind)/\(component.id)").example)
    text += "\(example.name.capitalizedFirst):\n\n```\n\(example.records)\n```\n\n"
    return text + "```\n\(example.found)\n```\n"
  }

  private static func value(of parameter: ParameterDescription) -> String {
    switch parameter.unit {
    case .milliseconds: DurationText.describe(milliseconds: parameter.defaultValue)
    case .count: "\(parameter.defaultValue)"
    case .permille: "\(parameter.defaultValue) ‰"
    }
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
