import CivilTime
import JourneyModel

/// What every measure and detector means, as the components describe themselves.
struct DefinitionSection: ReportSection {
  static let id = "definitions"
  static let title = "Definitions"

  let tables: [ReportTable]
  private let measures: [ComponentDescription]
  private let detectors: [ComponentDescription]

  init(_ input: ReportInput) {
    measures = input.settings.measures
    detectors = input.settings.detectors
    var table = ReportTable(
      id: "definitions", title: "Definitions",
      columns: [
        ReportColumn("kind", "Kind"), ReportColumn("id", "Id"), ReportColumn("title", "Title"),
        ReportColumn("summary", "Summary"), ReportColumn("formula", "Rule"),
        ReportColumn("parameters", "Parameters"), ReportColumn("source", "Source"),
      ])
    for (kind, components) in [("measure", measures), ("detector", detectors)] {
      for component in components {
        table.append([
          .text(kind), .text(component.id), .text(component.title), .text(component.summary),
          .text(component.formula),
          .text(component.parameters.map(DefinitionSection.text).joined(separator: "; ")),
          .text(component.source),
        ])
      }
    }
    tables = [table]
  }

  private static func text(_ parameter: ParameterDescription) -> String {
    "\(parameter.name) = \(value(parameter.defaultValue, in: parameter.unit))"
  }

  private static func value(_ value: Int64, in unit: ParameterUnit) -> String {
    switch unit {
    case .milliseconds: NumberText.duration(value)
    case .count: NumberText.grouped(value)
    case .permille: NumberText.percent(permille: value)
    }
  }

  func render(into page: inout Markup) {
    for (heading, components) in [("Measures", measures), ("Detectors", detectors)]
    where !components.isEmpty {
      page.element("h3", text: heading)
      page.element("div", ["class": "definitions"]) { page in
        for component in components { render(component, into: &page) }
      }
    }
  }

  private func render(_ component: ComponentDescription, into page: inout Markup) {
    page.newLine()
    page.element("article", ["id": "definition-\(component.id)"]) { page in
      page.element("h4") { page in
        page.add(component.title)
        page.element(
          "code", text: [component.number, component.id].compactMap { $0 }.joined(separator: " "))
      }
      page.element("p", text: component.summary)
      page.element("p", ["class": "formula"], text: component.formula)
      if !component.parameters.isEmpty {
        page.element("ul", ["class": "parameters"]) { page in
          for parameter in component.parameters {
            page.element("li") { page in
              page.element("code", text: DefinitionSection.text(parameter))
              page.add(" " + parameter.summary)
            }
          }
        }
      }
      page.element("p", ["class": "dim"], text: component.source)
    }
  }
}
